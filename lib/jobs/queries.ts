import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { alongRows } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { jobs } from "@/db/schema/events";
import { meta, users } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { invalidInput, notFound } from "@/lib/core/errors";
import { cronOf } from "./cron-of";
import { outcomeKey, type PeriodicTask } from "./periodic";
import { jobSchema } from "./schema";
import type { JobDto, JobPage, JobStatus, JobSubject, TaskDto } from "./types";

/** A job is seen by its owner and by administrators. */
export const ownedBy = (scope: VisibleScope): SQL =>
  scope.kind === "all" ? sql`1 = 1` : scope.kind === "user" ? sql`${jobs.ownerPk} = ${scope.userPk}` : sql`1 = 0`;

/** Of the one target that a job is about, where the reader may see it. */
const targetOf = (scope: VisibleScope) => sql`(SELECT json_object('id', ${targets.id}, 'name', ${targets.name})
  FROM targets WHERE ${targets.id} = json_extract(${jobs.payload}, '$.input.items[0].targetId')
    AND json_array_length(${jobs.payload}, '$.input.items') = 1 AND ${visibleTo(scope)})`;

/** `host` is the id of the broker that is asked; most jobs ask none. */
const subjectOf = (scope: VisibleScope) =>
  sql<JobSubject>`json_object('brokerId', nullif(${jobs.host}, ''), 'target', json(${targetOf(scope)}))`.mapWith(
    (text: string) => subjectShape.parse(JSON.parse(text)),
  );

const subjectShape = jobSchema.shape.subject;

const columnsFor = (scope: VisibleScope) => ({
  id: jobs.id,
  kind: jobs.kind,
  status: jobs.status,
  done: jobs.done,
  total: jobs.total,
  message: jobs.message,
  result: jobs.result,
  owner: users.username,
  createdAt: jobs.createdAt,
  startedAt: jobs.startedAt,
  finishedAt: jobs.finishedAt,
  subject: subjectOf(scope),
});

/** @throws NOT_FOUND for everybody but the owner and administrators. */
export async function getJob(db: ReadDb, scope: VisibleScope, id: string): Promise<JobDto> {
  const [row] = await db
    .select(columnsFor(scope))
    .from(jobs)
    .leftJoin(users, eq(users.pk, jobs.ownerPk))
    .where(and(eq(jobs.id, id), ownedBy(scope)))
    .limit(1);
  if (!row) throw notFound("job");
  return row;
}

type ListArgs = {
  status?: JobStatus | undefined;
  /** Only the reader's own, also for an administrator. */
  mine?: boolean;
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
};

/** Newest first unless sorted otherwise. */
export async function listJobs(db: ReadDb, scope: VisibleScope, args: ListArgs): Promise<JobPage> {
  const rows = await listJobsQuery(db, scope, args, await pkOfCursor(db, scope, args.cursor));
  const items = rows.slice(0, args.limit);
  return { items, nextCursor: rows.length > args.limit ? (items.at(-1)?.id ?? null) : null };
}

function listJobsQuery(db: ReadDb, scope: VisibleScope, args: ListArgs, before: number | null) {
  const { behind, order } = alongRows(jobs.pk, args.sort, before);
  return db
    .select(columnsFor(scope))
    .from(jobs)
    .leftJoin(users, eq(users.pk, jobs.ownerPk))
    .where(and(selected(scope, args), behind))
    .orderBy(order)
    .limit(args.limit + 1);
}

type Selection = Pick<ListArgs, "status" | "mine">;

const selected = (scope: VisibleScope, { status, mine }: Selection): SQL | undefined =>
  and(
    ownedBy(scope),
    mine ? eq(jobs.ownerPk, scope.userPk ?? -1) : undefined,
    status ? eq(jobs.status, status) : undefined,
  );

export const countJobs = (db: ReadDb, scope: VisibleScope, args: Selection): Promise<number> =>
  db.$count(jobs, selected(scope, args));

/** How many of the reader's own jobs have not ended: the number in the top bar. */
export async function countActiveJobs(db: ReadDb, scope: VisibleScope): Promise<number> {
  if (scope.userPk === null) return 0;
  return db.$count(jobs, and(eq(jobs.ownerPk, scope.userPk), sql`${jobs.status} IN ('queued', 'running')`));
}

async function pkOfCursor(db: ReadDb, scope: VisibleScope, cursor: string | undefined): Promise<number | null> {
  if (cursor === undefined) return null;
  const its = and(eq(jobs.id, cursor), ownedBy(scope));
  const [row] = await db.select({ pk: jobs.pk }).from(jobs).where(its).limit(1);
  if (!row) throw invalidInput({ cursor: ["This cursor is not known."] });
  return row.pk;
}

const outcome = z.object({ at: z.string(), durationMs: z.number(), error: z.string().nullable() });

function outcomeOf(text: string | undefined): TaskDto["lastRun"] {
  if (text === undefined) return null;
  const parsed = outcome.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

/**
 * Every task in the order in which they are made. `byCron`: a clock outside calls for them, which knows cron alone.
 */
export async function listTasks(db: ReadDb, tasks: readonly PeriodicTask[], byCron: boolean): Promise<TaskDto[]> {
  const rows =
    tasks.length === 0
      ? []
      : await db
          .select()
          .from(meta)
          .where(inArray(meta.key, tasks.map(outcomeKey)));
  const outcomes = new Map(rows.map((row) => [row.key, row.value]));
  return tasks.map((task) => ({
    name: task.name,
    summary: task.summary ?? "",
    schedule: task.times?.schedule ?? (byCron ? cronOf(task.everyMs, task.name) : null),
    everyMs: task.everyMs,
    lastRun: outcomeOf(outcomes.get(outcomeKey(task))),
  }));
}
