import { and, eq, inArray } from "drizzle-orm";
import { handlerPauses, hookRuns } from "@/db/schema/events";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireAdmin } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { actorText } from "@/lib/core/actor";
import { nowIso } from "@/lib/core/clock";
import { notFound } from "@/lib/core/errors";
import { handlersOf } from "../registry";
import { handlerNameSchema } from "../schema";
import type { HandlerPause } from "../types";

type Call = { ctx: Context; input: unknown };
type Named = { hook: string; handler: string };

/**
 * Has the runs of a handler wait, those that come and those that wait already; what is under way goes on, and its next
 * attempt waits. Pausing twice is pausing once. @throws NOT_FOUND for a handler that is not configured
 */
export async function pauseHandler({ ctx, input }: Call): Promise<HandlerPause> {
  requireAdmin(ctx.actor);
  const named = handlerNameSchema.parse(input);
  requireConfigured(ctx, named);
  return ctx.database.write(async (tx) => {
    const by = { pausedBy: actorText(ctx.actor).actorName, pausedAt: nowIso(ctx.clock) };
    const made = await tx
      .insert(handlerPauses)
      .values({ ...named, ...by })
      .onConflictDoNothing()
      .returning({ handler: handlerPauses.handler });
    if (made.length > 0) {
      await tx.update(hookRuns).set({ status: "paused" }).where(inState(named, "queued"));
      await audit(tx, ctx, named, "pause", `Paused ${named.handler} for ${named.hook}`);
      tx.notify("outbox");
    }
    return stateOf(tx, named);
  });
}

/** Lets the runs that waited go on, each with what its earlier attempts have done. Where nothing is paused nothing happens. */
export async function resumeHandler({ ctx, input }: Call): Promise<HandlerPause> {
  requireAdmin(ctx.actor);
  const named = handlerNameSchema.parse(input);
  return ctx.database.write(async (tx) => {
    const ended = await tx.delete(handlerPauses).where(ofPause(named)).returning({ handler: handlerPauses.handler });
    if (ended.length === 0) requireConfigured(ctx, named);
    else {
      // An engine outside was told that there is nothing to do: it has to be given them again.
      await tx.update(hookRuns).set({ status: "queued", sentAt: null }).where(inState(named, "paused"));
      await audit(tx, ctx, named, "resume", `Resumed ${named.handler} for ${named.hook}`);
      tx.notify("outbox");
    }
    return stateOf(tx, named);
  });
}

function requireConfigured({ config }: Context, { hook, handler }: Named): void {
  if (!handlersOf(config).some((one) => one.hook === hook && one.name === handler)) throw notFound("handler");
}

const inState = ({ hook, handler }: Named, ...states: (typeof hookRuns.$inferSelect)["status"][]) =>
  and(eq(hookRuns.handler, handler), eq(hookRuns.hook, hook), inArray(hookRuns.status, states));

const ofPause = ({ hook, handler }: Named) => and(eq(handlerPauses.hook, hook), eq(handlerPauses.handler, handler));

async function stateOf(tx: Tx, named: Named): Promise<HandlerPause> {
  const [pause] = await tx.select().from(handlerPauses).where(ofPause(named)).limit(1);
  return {
    ...named,
    pausedAt: pause?.pausedAt ?? null,
    pausedBy: pause?.pausedBy ?? null,
    waiting: await tx.$count(hookRuns, inState(named, "queued", "paused")),
  };
}

const audit = (tx: Tx, ctx: Context, { hook, handler }: Named, verb: string, summary: string): Promise<void> =>
  recordAudit(tx, ctx, { verb: `handler.${verb}`, objectType: "handler", objectId: `${hook}/${handler}`, summary });
