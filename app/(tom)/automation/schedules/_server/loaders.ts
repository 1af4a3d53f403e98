import { listQueries } from "@/lib/alerts/queries/list-queries";
import { isAdmin } from "@/lib/core/actor";
import { nextTimes, scheduleWords } from "@/lib/core/schedule";
import { listTasks } from "@/lib/jobs/queries";
import type { EngineState, TaskDto } from "@/lib/jobs/types";
import { services } from "@/lib/web/services";
import { requirePageUser } from "@/lib/web/session";
import type { Scheduled } from "../_components/schedule-columns";

const queriesMax = 200;

/** Every task of the house, and the schedules of the saved queries that the person sees. */
export async function loadSchedules() {
  const ctx = await requirePageUser();
  const { engine, tasks, brokers } = services();
  const state = engine.state();
  const now = ctx.clock.now();
  const isAdministrator = isAdmin(ctx.actor);
  const [listed, queries] = await Promise.all([
    listTasks(ctx.database.read, tasks, state.outside !== null),
    listQueries(ctx.database.read, ctx.scope, brokers, { scheduled: true, limit: queriesMax }),
  ]);
  return {
    engine: state,
    now,
    isAdministrator,
    tasks: [...listed.map((task) => scheduledTask(task, now, isAdministrator)), reconciliation(state, now)],
    queries: queries.items.map((query) => ({ id: query.id, ...scheduledQuery(query) })),
    isMore: queries.nextCursor !== null,
  };
}

/** Why a task failed is told to those who can mend it. */
function scheduledTask(task: TaskDto, now: Date, isAdministrator: boolean): Scheduled {
  const { lastRun, schedule, everyMs } = task;
  const remark = lastRun?.error ?? null;
  return {
    name: task.name,
    about: task.summary,
    words: schedule === null ? everyWords(everyMs) : scheduleWords(schedule),
    cron: schedule,
    last:
      lastRun === null
        ? null
        : { at: lastRun.at, href: null, failed: remark !== null, remark: isAdministrator ? remark : null },
    next: schedule === null ? nextEvery(lastRun?.at ?? null, everyMs, now) : nextTimes(schedule, now, 3),
    state: remark === null ? "on" : "failing",
  };
}

type Query = Awaited<ReturnType<typeof listQueries>>["items"][number];

function scheduledQuery(query: Query): Scheduled {
  const brokerName = services().brokers.nameOf(query.brokerId);
  const schedule = query.schedule ?? "";
  const { lastRun } = query;
  return {
    name: query.name,
    about: [brokerName, query.group?.name ?? query.owner].filter((part) => part !== null).join(", "),
    words: scheduleWords(schedule),
    cron: schedule,
    last:
      lastRun === null
        ? null
        : {
            at: lastRun.startedAt,
            href: `/alerts/runs/${lastRun.id}`,
            failed: lastRun.status === "failed",
            remark: query.needsLook,
          },
    next: query.nextRuns,
    state: query.schedulePaused
      ? "paused"
      : query.needsLook !== null
        ? "needs a look"
        : query.failureCount > 0
          ? "failing"
          : "on",
  };
}

const minuteMs = 60_000;

/** The engine's own look at the outbox, which is no task: it is how each engine works. */
function reconciliation(engine: EngineState, now: Date): Scheduled {
  const cron = "* * * * *";
  return {
    name: "outbox-reconcile",
    about: "Takes up events and runs that nobody has taken up, and gives an engine outside again what it lost",
    words: engine.outside === null ? "every minute, and at each change" : `${scheduleWords(cron)} and every 5 seconds`,
    cron: engine.outside === null ? null : cron,
    last: engine.reconciledAt === null ? null : { at: engine.reconciledAt, href: null, failed: false, remark: null },
    next: nextEvery(null, minuteMs, now),
    state: engine.status === "failing" ? "failing" : "on",
  };
}

function nextEvery(last: string | null, everyMs: number, now: Date): string[] {
  const after = last === null ? Math.ceil(now.getTime() / everyMs) * everyMs : Date.parse(last) + everyMs;
  const first = Math.max(after, now.getTime());
  return [0, 1, 2].map((count) => new Date(first + count * everyMs).toISOString());
}

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** 86400000 -> "once a day", 30000 -> "every 30 seconds". */
function everyWords(everyMs: number): string {
  const [name, ms] = units.find(([, unitMs]) => everyMs % unitMs === 0) ?? units[3];
  const count = Math.round(everyMs / ms);
  return count === 1 ? `once ${name === "hour" ? "an" : "a"} ${name}` : `every ${count} ${name}s`;
}
