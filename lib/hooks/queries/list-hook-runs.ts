import { and, desc, eq, gte, lt } from "drizzle-orm";
import { alongRows } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { hookRuns } from "@/db/schema/events";
import type { VisibleScope } from "@/lib/access/scope";
import { invalidInput } from "@/lib/core/errors";
import { readRowCursor, writeRowCursor } from "@/lib/core/row-cursor";
import type { HookRunPage, HookRunStatus } from "../types";
import { runVisibleTo, selectRuns, toRunDto } from "./run-rows";

type HookRunFilter = {
  hook?: string | undefined;
  handler?: string | undefined;
  status?: HookRunStatus | undefined;
  objectId?: string | undefined;
};

export type ListHookRunsArgs = HookRunFilter & {
  limit: number;
  /** Where the page before ended. */
  cursor?: string | undefined;
  sort?: string | undefined;
};

/**
 * Newest first unless sorted otherwise, of the objects that the reader may see. Who sees little of a long log gets short
 * pages, each with a cursor, rather than one long wait. @throws INVALID_INPUT for a cursor that is not known
 */
export async function listHookRuns(db: ReadDb, scope: VisibleScope, args: ListHookRunsArgs): Promise<HookRunPage> {
  const found: Awaited<ReturnType<typeof listHookRunsQuery>> = [];
  const rising = args.sort !== undefined && !args.sort.startsWith("-");
  const endPk = (await newestPk(db)) + 1;
  const isOver = (pk: number): boolean => (rising ? pk >= endPk - 1 : pk <= 1);
  // The row with which the page before ended.
  let from = args.cursor === undefined ? (rising ? 0 : endPk) : positionOf(args.cursor);
  for (let windows = 0; windows < windowsMax && !isOver(from); windows++) {
    const range = windowOf(from, endPk, rising, isBounded(scope, args));
    const rows = await listHookRunsQuery(db, scope, { ...args, limit: args.limit - found.length }, range);
    found.push(...rows);
    const last = found[args.limit - 1];
    if (last && found.length > args.limit) {
      return { items: found.slice(0, args.limit).map(toRunDto), nextCursor: writeRowCursor(last.pk) };
    }
    from = rising ? range.beforePk - 1 : range.fromPk;
  }
  const isMore = !isOver(from) && (rising || (await isAnyBefore(db, from)));
  return { items: found.map(toRunDto), nextCursor: isMore ? writeRowCursor(from) : null };
}

function windowOf(from: number, endPk: number, rising: boolean, bounded: boolean): Range {
  if (rising) return { fromPk: from + 1, beforePk: bounded ? endPk : Math.min(endPk, from + 1 + runsPerWindow) };
  return { fromPk: bounded ? 0 : from - runsPerWindow, beforePk: from };
}

/** All that fit, counted a window at a time: others are served between them. */
export async function countHookRuns(db: ReadDb, scope: VisibleScope, filter: HookRunFilter): Promise<number> {
  const endPk = (await newestPk(db)) + 1;
  let total = 0;
  for (let fromPk = 0; fromPk < endPk; fromPk += runsPerCount) {
    total += await db.$count(hookRuns, matching(scope, filter, { fromPk, beforePk: fromPk + runsPerCount }));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return total;
}

/** Each row of a window is checked for visibility: few enough for one short statement. */
const runsPerWindow = 2_000;
const windowsMax = 5;
const runsPerCount = 5_000;

type Range = { fromPk: number; beforePk: number };

function matching(scope: VisibleScope, { hook, handler, status, objectId }: HookRunFilter, range: Range) {
  return and(
    runVisibleTo(scope),
    hook === undefined ? undefined : eq(hookRuns.hook, hook),
    handler === undefined ? undefined : eq(hookRuns.handler, handler),
    status === undefined ? undefined : eq(hookRuns.status, status),
    objectId === undefined ? undefined : eq(hookRuns.objectId, objectId),
    gte(hookRuns.pk, range.fromPk),
    lt(hookRuns.pk, range.beforePk),
  );
}

/** Where nearly every row that is looked at is also shown. */
const isBounded = (scope: VisibleScope, args: ListHookRunsArgs): boolean =>
  scope.kind === "all" || args.objectId !== undefined;

export function listHookRunsQuery(db: ReadDb, scope: VisibleScope, args: ListHookRunsArgs, range: Range) {
  return selectRuns(db)
    .where(matching(scope, args, range))
    .orderBy(alongRows(hookRuns.pk, args.sort, null).order)
    .limit(args.limit + 1);
}

async function newestPk(db: ReadDb): Promise<number> {
  const [row] = await db.select({ pk: hookRuns.pk }).from(hookRuns).orderBy(desc(hookRuns.pk)).limit(1);
  return row?.pk ?? 0;
}

/** Whether any run, seen by the reader or not, is older. */
async function isAnyBefore(db: ReadDb, pk: number): Promise<boolean> {
  const older = await db.select({ pk: hookRuns.pk }).from(hookRuns).where(lt(hookRuns.pk, pk)).limit(1);
  return older.length > 0;
}

function positionOf(cursor: string): number {
  const position = readRowCursor(cursor);
  if (position === null) throw invalidInput({ cursor: ["This is not a cursor of this list."] });
  return position;
}
