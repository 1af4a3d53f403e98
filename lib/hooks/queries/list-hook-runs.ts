import { and, desc, eq, gte, lt } from "drizzle-orm";
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
};

/**
 * Newest first, of the objects that the reader may see. Who sees little of a long log gets short pages, each with a
 * cursor, rather than one long wait. @throws INVALID_INPUT for a cursor that is not known
 */
export async function listHookRuns(db: ReadDb, scope: VisibleScope, args: ListHookRunsArgs): Promise<HookRunPage> {
  const found: Awaited<ReturnType<typeof listHookRunsQuery>> = [];
  let beforePk = args.cursor === undefined ? (await newestPk(db)) + 1 : positionOf(args.cursor);
  for (let windows = 0; windows < windowsMax && beforePk > 1; windows++) {
    const fromPk = isBounded(scope, args) ? 0 : beforePk - runsPerWindow;
    const rows = await listHookRunsQuery(
      db,
      scope,
      { ...args, limit: args.limit - found.length },
      { fromPk, beforePk },
    );
    found.push(...rows);
    const last = found[args.limit - 1];
    if (last && found.length > args.limit) {
      return { items: found.slice(0, args.limit).map(toRunDto), nextCursor: writeRowCursor(last.pk) };
    }
    beforePk = fromPk;
  }
  const isMore = beforePk > 1 && (await isAnyBefore(db, beforePk));
  return { items: found.map(toRunDto), nextCursor: isMore ? writeRowCursor(beforePk) : null };
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
    .orderBy(desc(hookRuns.pk))
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
