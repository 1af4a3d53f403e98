import { and, asc, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { bulkChangePieces, bulkChangeRefusals, bulkChanges } from "@/db/schema/bulk-changes";
import { jobs } from "@/db/schema/events";
import { users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { sessionScope } from "@/lib/access/scope";
import { counted } from "@/lib/core/counted";
import { notFound, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { letOthersGoFirst } from "@/lib/core/let-others-work";
import { defineJob } from "@/lib/jobs/define-job";
import { type BulkCounts, bulkSpec, type RefusedTarget } from "../bulk-schema";
import { type BulkChange, bulkChangeOf } from "../commands/bulk-kinds";
import { changePart, type PartReport } from "../commands/bulk-part";
import { changeMany } from "./change-many-spec";

const refusedTold = 1_000;
/** Targets of one transaction: nobody waits for the whole, and everybody else for one part. */
const partSize = 10;
const hourMs = 3_600_000;

type BulkResult = BulkCounts & {
  /** The first of them; all are with the change. */
  refusedTargets: RefusedTarget[];
};

/**
 * Changes the targets that were chosen, part by part. How far it is, is committed with each part: an attempt goes on behind
 * the last part of the one before, whatever became of that. One at a time, in the order in which they were asked for.
 */
export const changeManyJob = defineJob({
  ...changeMany,
  concurrency: 1,
  timeoutMs: 6 * hourMs,
  async run({ ctx, jobId, progress, signal }) {
    const work = await takeOver(ctx, jobId);
    let { done } = work;
    while (done < work.keys.length) {
      signal.throwIfAborted();
      const began = performance.now();
      done = await ctx.database.write((tx) => nextPart(tx, ctx, work));
      progress(done, work.total, `Target ${done.toLocaleString("en")} of ${work.total.toLocaleString("en")}`);
      await letOthersGoFirst(performance.now() - began);
    }
    const result = await finish(ctx, jobId);
    progress(work.total, work.total, sentence(result));
    return result;
  },
});

const sentence = ({ changed, unchanged, refused, notFound: gone }: BulkCounts): string =>
  [
    `${counted(changed, "target")} changed`,
    ...(unchanged > 0 ? [`${counted(unchanged, "was", "were")} so already`] : []),
    ...(refused > 0 ? [`${counted(refused, "was", "were")} refused`] : []),
    ...(gone > 0 ? [`${counted(gone, "was", "were")} not found`] : []),
  ].join(", ");

type Work = {
  jobId: string;
  run: string;
  keys: readonly number[];
  chosenAt: string;
  change: BulkChange;
  done: number;
  total: number;
};

const storedKeys = z.array(z.number());

/** From here on an attempt that another one has taken over writes nothing more. */
function takeOver(ctx: Context, jobId: string): Promise<Work> {
  const run = newId();
  return ctx.database.write(async (tx) => {
    const [record] = await tx.update(bulkChanges).set({ run }).where(eq(bulkChanges.jobId, jobId)).returning();
    if (!record) throw notFound("change");
    const pieces = await tx
      .select({ keys: bulkChangePieces.keys })
      .from(bulkChangePieces)
      .where(eq(bulkChangePieces.jobId, jobId))
      .orderBy(asc(bulkChangePieces.seq));
    const { chosenAt, done, total } = record;
    const change = bulkChangeOf(bulkSpec.parse(record.change));
    return { jobId, run, keys: pieces.flatMap(({ keys }) => storedKeys.parse(keys)), chosenAt, change, done, total };
  });
}

/** Changes what comes next and says so in the same transaction. Answers how many are done. */
async function nextPart(tx: Tx, ctx: Context, { jobId, run, keys, chosenAt, change }: Work): Promise<number> {
  const [record] = await tx
    .select({ done: bulkChanges.done, refused: bulkChanges.refused })
    .from(bulkChanges)
    .innerJoin(jobs, eq(jobs.id, bulkChanges.jobId))
    .where(and(eq(jobs.id, jobId), eq(jobs.status, "running"), eq(bulkChanges.run, run)))
    .limit(1);
  if (!record) throw new TomError("CONFLICT", "This change was cancelled, or is under way elsewhere.");
  const pks = keys.slice(record.done, record.done + partSize);
  const part = await changePart(tx, await withRightsNow(tx, ctx), { pks, chosenAt }, change);
  await keepRefused(tx, jobId, record.refused, part.refused);
  await tx.update(bulkChanges).set(plus(part, pks.length)).where(eq(bulkChanges.jobId, jobId));
  return record.done + pks.length;
}

const plus = (part: PartReport, done: number) => ({
  done: sql`${bulkChanges.done} + ${done}`,
  changed: sql`${bulkChanges.changed} + ${part.changed}`,
  unchanged: sql`${bulkChanges.unchanged} + ${part.unchanged}`,
  refused: sql`${bulkChanges.refused} + ${part.refused.length}`,
  notFound: sql`${bulkChanges.notFound} + ${part.notFound}`,
});

async function keepRefused(tx: Tx, jobId: string, before: number, refused: readonly RefusedTarget[]): Promise<void> {
  if (refused.length === 0) return;
  await tx
    .insert(bulkChangeRefusals)
    .values(
      refused.map(({ id, name, reason }, index) => ({ jobId, seq: before + index + 1, targetId: id, name, reason })),
    );
}

/** A long change goes on with the role that its owner has by now. @throws FORBIDDEN where her account is disabled or gone */
async function withRightsNow(tx: Tx, ctx: Context): Promise<Context> {
  if (ctx.actor.kind !== "user") return ctx;
  const [owner] = await tx
    .select({ role: users.role })
    .from(users)
    .where(and(eq(users.pk, ctx.actor.userPk), isNull(users.disabledAt)))
    .limit(1);
  if (!owner) throw new TomError("FORBIDDEN", "The account that started this is disabled or gone.");
  if (owner.role === ctx.actor.role) return ctx;
  const actor = { ...ctx.actor, role: owner.role };
  return { ...ctx, actor, scope: sessionScope(actor, false) };
}

/** The keys are needed no more. */
function finish(ctx: Context, jobId: string): Promise<BulkResult> {
  return ctx.database.write(async (tx) => {
    await tx.delete(bulkChangePieces).where(eq(bulkChangePieces.jobId, jobId));
    const [record] = await tx.select().from(bulkChanges).where(eq(bulkChanges.jobId, jobId)).limit(1);
    if (!record) throw notFound("change");
    const refusedTargets = await tx
      .select({ id: bulkChangeRefusals.targetId, name: bulkChangeRefusals.name, reason: bulkChangeRefusals.reason })
      .from(bulkChangeRefusals)
      .where(eq(bulkChangeRefusals.jobId, jobId))
      .orderBy(asc(bulkChangeRefusals.seq))
      .limit(refusedTold);
    const { changed, unchanged, refused, notFound: gone } = record;
    return { changed, unchanged, refused, notFound: gone, refusedTargets };
  });
}
