import { and, eq, gt, inArray, like, ne, or, sql } from "drizzle-orm";
import { hookRuns, outbox } from "@/db/schema/events";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { notFound, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { getHookRunRow } from "../queries/get-hook-run";
import { runChangeableBy, runVisibleTo } from "../queries/run-rows";
import { attemptsMaxOf, type HandlerEntry, handlersOf } from "../registry";
import { hookRunIdSchema, replayHookRunSchema } from "../schema";
import type { HookRunDto, HookRunStatus } from "../types";

type Call = { ctx: Context; input: unknown };

/** @throws NOT_FOUND where the run's object is not visible, FORBIDDEN where it may not be changed. */
async function steerable(tx: Tx, ctx: Context, id: string) {
  const [run] = await tx
    .select({
      pk: hookRuns.pk,
      outboxPk: hookRuns.outboxPk,
      hook: hookRuns.hook,
      handler: hookRuns.handler,
      objectType: hookRuns.objectType,
      objectId: hookRuns.objectId,
      targetId: hookRuns.targetId,
      host: hookRuns.host,
      hostBusyUntil: hookRuns.hostBusyUntil,
      status: hookRuns.status,
      may: sql<number>`${runChangeableBy(ctx.scope)}`,
    })
    .from(hookRuns)
    .innerJoin(outbox, eq(outbox.pk, hookRuns.outboxPk))
    .where(and(eq(hookRuns.id, id), runVisibleTo(ctx.scope)))
    .limit(1);
  if (!run) throw notFound("run");
  if (run.may !== 1) throw new TomError("FORBIDDEN", "You may see this object, but not change it.");
  return run;
}

/**
 * Runs a handler again with the event as it was then, as a run of its own. A dry run does nothing but log what it
 * would have done. @throws NOT_FOUND, FORBIDDEN, CONFLICT while the run has not ended or its handler is not configured
 */
export async function replayHookRun({ ctx, input }: Call): Promise<HookRunDto> {
  requireWriter(ctx.actor);
  const { id, dryRun } = replayHookRunSchema.parse(input);
  const newRunId = newId();
  await ctx.database.write(async (tx) => {
    const { may: _may, pk: _pk, hostBusyUntil: _busy, status, ...run } = await steerable(tx, ctx, id);
    if (!hasEnded(status)) {
      throw new TomError("CONFLICT", "This run has not ended; it can be replayed then.");
    }
    const known = configured(ctx, run);
    const earlier = await tx.$count(
      hookRuns,
      and(eq(hookRuns.outboxPk, run.outboxPk), eq(hookRuns.handler, run.handler), like(hookRuns.replayOf, `${id}#%`)),
    );
    const at = nowIso(ctx.clock);
    await refuseFlood(tx, run, at);
    await tx.insert(hookRuns).values({
      ...run,
      id: newRunId,
      status: "queued",
      attemptsMax: attemptsMaxOf(known),
      replayOf: `${id}#${earlier + 1}`,
      dryRun,
      dueAt: at,
      createdAt: at,
    });
    const summary = `${dryRun ? "Dry run" : "Replay"} of ${run.handler} for ${run.hook}`;
    await audit(tx, ctx, "hookRun.replay", run, summary);
    tx.notify("outbox");
  });
  return getHookRunRow(ctx.database.read, ctx.scope, newRunId);
}

const replaysAnHour = 10;

/** What a handler sends, mails for one, is not sent again and again at somebody's wish. */
async function refuseFlood(tx: Tx, run: { outboxPk: number; handler: string }, at: string): Promise<void> {
  const hourAgo = new Date(Date.parse(at) - 3_600_000).toISOString();
  const recent = await tx.$count(
    hookRuns,
    and(
      eq(hookRuns.outboxPk, run.outboxPk),
      eq(hookRuns.handler, run.handler),
      ne(hookRuns.replayOf, ""),
      gt(hookRuns.createdAt, hourAgo),
    ),
  );
  if (recent < replaysAnHour) return;
  const message = `This event was replayed ${replaysAnHour} times within an hour. Please wait.`;
  throw new TomError("LIMIT_EXCEEDED", message, { retryAfterS: 3_600 });
}

/** Ends a run that waits or is being tried. @throws NOT_FOUND, FORBIDDEN, CONFLICT when it has ended */
export async function cancelHookRun({ ctx, input }: Call): Promise<HookRunDto> {
  requireWriter(ctx.actor);
  const { id } = hookRunIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const run = await steerable(tx, ctx, id);
    const cancelled = await tx
      .update(hookRuns)
      .set({ status: "cancelled", leaseUntil: null, finishedAt: nowIso(ctx.clock) })
      .where(and(eq(hookRuns.pk, run.pk), inArray(hookRuns.status, ["queued", "running", "paused"])))
      .returning({ pk: hookRuns.pk });
    if (cancelled.length === 0) throw new TomError("CONFLICT", `This run is ${run.status} already.`);
    await audit(tx, ctx, "hookRun.cancel", run, `Cancelled ${run.handler} for ${run.hook}`);
    tx.notify("outbox");
  });
  return getHookRunRow(ctx.database.read, ctx.scope, id);
}

const hasEnded = (status: HookRunStatus): boolean => status === "done" || status === "failed" || status === "cancelled";

/**
 * Tries a run that failed for good once more, with as many attempts as it had at first and with the steps that it has
 * done; one that waits for its next attempt is tried now, unless whom it asks wants to be left alone until later.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT
 */
export async function retryHookRun({ ctx, input }: Call): Promise<HookRunDto> {
  requireWriter(ctx.actor);
  const { id } = hookRunIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const run = await steerable(tx, ctx, id);
    const known = configured(ctx, run);
    const now = nowIso(ctx.clock);
    if (run.status === "queued") refuseWhileBusy(run.hostBusyUntil, now);
    const again = { status: "queued" as const, dueAt: now, sentAt: null, finishedAt: null };
    const more = run.status === "failed" ? { attemptsMax: sql`${hookRuns.attempts} + ${attemptsMaxOf(known)}` } : {};
    const taken = await tx
      .update(hookRuns)
      .set({ ...again, ...more })
      .where(and(eq(hookRuns.pk, run.pk), or(eq(hookRuns.status, "failed"), waitsBeyond(now))))
      .returning({ pk: hookRuns.pk });
    if (taken.length === 0) throw new TomError("CONFLICT", `This run is ${run.status}; there is nothing to try again.`);
    await audit(tx, ctx, "hookRun.retry", run, `Had ${run.handler} for ${run.hook} tried again`);
    tx.notify("outbox");
  });
  return getHookRunRow(ctx.database.read, ctx.scope, id);
}

/** Asking all the same would only spend an attempt: no request leaves before. @throws CONFLICT */
function refuseWhileBusy(until: string | null, now: string): void {
  if (until === null || until <= now) return;
  const at = `${until.slice(0, 19).replace("T", " ")} UTC`;
  throw new TomError("CONFLICT", `The service that it asks wants to be left alone until ${at}; the run is tried then.`);
}

const waitsBeyond = (now: string) => and(eq(hookRuns.status, "queued"), gt(hookRuns.dueAt, now));

/** @throws CONFLICT */
function configured({ config }: Context, run: { hook: string; handler: string }): HandlerEntry {
  const known = handlersOf(config).find((one) => one.hook === run.hook && one.name === run.handler);
  if (!known) throw new TomError("CONFLICT", `The handler ${run.handler} is not configured any more.`);
  return known;
}

type Steered = { objectType: string; objectId: string; targetId: string | null };

const audit = (tx: Tx, ctx: Context, verb: string, run: Steered, summary: string): Promise<void> =>
  recordAudit(tx, ctx, {
    verb,
    objectType: run.objectType,
    objectId: run.objectId,
    targetId: run.targetId,
    summary,
  });
