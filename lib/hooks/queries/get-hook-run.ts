import { and, asc, desc, eq, inArray, like, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { hookRuns, hookSteps, outbox } from "@/db/schema/events";
import { groups, memberships } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { payloadFor, targetIdsIn, withoutHidden } from "../reveal";
import { storedActorName, storedLines } from "../schema";
import type { HookRunDetail, HookRunDto, HookRunLine, HookRunStep } from "../types";
import { runChangeableBy, runColumns, runVisibleTo, selectRuns, toRunDto } from "./run-rows";

/** A run as the list shows it. @throws NOT_FOUND */
export async function getHookRunRow(db: ReadDb, scope: VisibleScope, id: string): Promise<HookRunDto> {
  const [row] = await selectRuns(db)
    .where(and(eq(hookRuns.id, id), runVisibleTo(scope)))
    .limit(1);
  if (!row) throw notFound("run");
  return toRunDto(row);
}

/** A run with all it kept, less what its reader may not see. @throws NOT_FOUND */
export async function getHookRun(db: ReadDb, scope: VisibleScope, id: string): Promise<HookRunDetail> {
  const [row] = await db
    .select({
      ...runColumns,
      attemptsMax: hookRuns.attemptsMax,
      dueAt: hookRuns.dueAt,
      hostBusyUntil: hookRuns.hostBusyUntil,
      host: hookRuns.host,
      output: hookRuns.output,
      logs: hookRuns.logs,
      payload: outbox.payload,
      actor: outbox.actor,
      causeId: outbox.causeId,
      may: sql<number>`${runChangeableBy(scope)}`,
    })
    .from(hookRuns)
    .innerJoin(outbox, eq(outbox.pk, hookRuns.outboxPk))
    .where(and(eq(hookRuns.id, id), runVisibleTo(scope)))
    .limit(1);
  if (!row) throw notFound("run");
  const { attemptsMax, dueAt, hostBusyUntil, host, output, logs, payload, actor, causeId, may, ...run } = row;
  const steps = await stepsOf(db, run.pk);
  const kept = await revealed(db, scope, { payload, output, steps, logs: storedLines.parse(logs ?? []) });
  return {
    ...toRunDto(run),
    ...kept,
    // The object as it was then: what was taken out of it before others were let in is for those who may change it.
    input: may === 1 ? kept.input : null,
    attemptsMax,
    nextAttemptAt: run.status === "queued" ? dueAt : null,
    hostBusyUntil: run.status === "queued" ? hostBusyUntil : null,
    othersAtHost: run.status === "queued" && host !== "" ? await runningAt(db, host) : 0,
    changedBy: storedActorName.parse(actor),
    causedBy: causeId === null ? null : causeId.slice(causeId.indexOf("/") + 1),
    causedByRun: causeId === null ? null : await causingRun(db, scope, causeId),
    replays: await replaysOf(db, id),
    rights: { canReplay: may === 1 },
  };
}

/** How many attempts ask this host just now; a number of others' runs, which tells nothing of them. */
async function runningAt(db: ReadDb, host: string): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)` })
    .from(hookRuns)
    .where(and(eq(hookRuns.status, "running"), eq(hookRuns.host, host)));
  return row?.n ?? 0;
}

const stepsOf = (db: ReadDb, runPk: number): Promise<HookRunStep[]> =>
  db
    .select({
      name: hookSteps.name,
      attempt: hookSteps.attempt,
      at: hookSteps.at,
      durationMs: hookSteps.durationMs,
      answer: hookSteps.answer,
    })
    .from(hookSteps)
    .where(eq(hookSteps.runPk, runPk))
    .orderBy(asc(hookSteps.at), asc(hookSteps.name));

type Kept = { payload: unknown; output: unknown; steps: HookRunStep[]; logs: HookRunLine[] };

async function revealed(db: ReadDb, scope: VisibleScope, { payload, output, steps, logs }: Kept) {
  if (scope.kind === "all") return { input: payload, output, steps, logs };
  const visible = await visibleTargets(db, scope, [...targetIdsIn([output, steps, logs])]);
  const shown = logs.filter((line) => withoutHidden(line.fields, visible) !== null);
  return {
    input: payloadFor(payload, await ownGroups(db, scope)),
    output: withoutHidden(output, visible),
    steps: steps.map((step) => ({ ...step, answer: withoutHidden(step.answer, visible) })),
    logs: shown.map((line) => ({ ...line, fields: withoutHidden(line.fields, visible) as Record<string, unknown> })),
  };
}

async function visibleTargets(db: ReadDb, scope: VisibleScope, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: targets.id })
    .from(targets)
    .where(and(inArray(targets.id, ids.slice(0, 1_000)), visibleTo(scope)));
  return new Set(rows.map((row) => row.id));
}

async function ownGroups(db: ReadDb, scope: VisibleScope): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ id: groups.id })
    .from(memberships)
    .innerJoin(groups, eq(groups.pk, memberships.groupPk))
    .where(eq(memberships.userPk, scope.userPk ?? -1));
  return new Set(rows.map((row) => row.id));
}

/** The newest run of the event and handler that a cause, `<event id>/<handler>`, names. */
async function causingRun(db: ReadDb, scope: VisibleScope, causeId: string): Promise<string | null> {
  const [eventId = "", ...handler] = causeId.split("/");
  const [run] = await db
    .select({ id: hookRuns.id })
    .from(hookRuns)
    .innerJoin(outbox, eq(outbox.pk, hookRuns.outboxPk))
    .where(and(eq(outbox.id, eventId), eq(hookRuns.handler, handler.join("/")), runVisibleTo(scope)))
    .orderBy(desc(hookRuns.pk))
    .limit(1);
  return run?.id ?? null;
}

// Replays of a run share its event, which has an index; their own object is the same, so no further check is needed.
const replaysOf = (db: ReadDb, id: string) =>
  db
    .select({ id: hookRuns.id, status: hookRuns.status, dryRun: hookRuns.dryRun, createdAt: hookRuns.createdAt })
    .from(hookRuns)
    .where(
      and(
        sql`${hookRuns.outboxPk} = (SELECT own.outbox_pk FROM hook_runs own WHERE own.id = ${id})`,
        like(hookRuns.replayOf, `${id}#%`),
      ),
    )
    .orderBy(desc(hookRuns.pk))
    .limit(20);
