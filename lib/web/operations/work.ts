import { eq } from "drizzle-orm";
import * as z from "zod";
import { brokerQueries } from "@/db/schema/alerts";
import { users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { createTargetsFromAlerts } from "@/lib/alerts/commands/create-targets";
import { runQuery } from "@/lib/alerts/commands/run-query";
import { getRun } from "@/lib/alerts/queries/get-run";
import { listBrokers } from "@/lib/alerts/queries/list-brokers";
import { TomError } from "@/lib/core/errors";
import { defineOperation } from "./define-operation";
import { inNameOf } from "./in-name-of";
import { seedTargets } from "./seed-targets";

const nothing = z.strictObject({});

/** A query runs as its owner: its runs and targets belong to her, not to the command line. */
async function asOwner(ctx: Context, ownerPk: number | null): Promise<Context> {
  const [owner] = ownerPk === null ? [] : await ctx.database.read.select().from(users).where(eq(users.pk, ownerPk));
  if (!owner || owner.disabledAt !== null)
    throw new TomError("CONFLICT", "The owner of this query is gone or disabled.");
  return inNameOf(ctx, owner);
}

export const work = {
  "broker.list": defineOperation({
    input: nothing,
    run: ({ ctx, services }) => listBrokers(ctx.database.read, services.brokers),
  }),
  "query.run": defineOperation({
    input: z.strictObject({ name: z.string().min(1).max(200), save: z.boolean() }),
    run: async ({ ctx, services, input }) => {
      const found = await ctx.database.read
        .select()
        .from(brokerQueries)
        .where(eq(brokerQueries.name, input.name))
        .limit(2);
      const [query] = found;
      if (!query) throw new TomError("NOT_FOUND", `There is no query "${input.name}".`);
      if (found.length > 1) throw new TomError("CONFLICT", `Several queries are called "${input.name}"; rename one.`);
      const owner = await asOwner(ctx, query.ownerPk);
      const { runId, joined, finished } = await runQuery({
        ctx: owner,
        brokers: services.brokers,
        input: { id: query.id },
      });
      if (joined) throw new TomError("CONFLICT", `"${input.name}" is running now. Wait until that run has ended.`);
      await finished;
      const run = await getRun(ctx.database.read, owner.scope, runId);
      if (!input.save || run.counts.total === 0) return { run, targets: null };
      const targets = await createTargetsFromAlerts({
        ctx: owner,
        brokers: services.brokers,
        input: { runId, alertIds: "all" },
      });
      return { run, targets };
    },
  }),
  seed: defineOperation({
    input: z.strictObject({
      targets: z.number().int().min(0).max(5_000_000),
      photometry: z.number().int().min(0).max(20_000_000),
      groups: z.number().int().min(0).max(500),
      seed: z.number().int().min(0).max(4_294_967_295),
    }),
    run: ({ ctx, input }) => seedTargets(ctx, input),
  }),
};
