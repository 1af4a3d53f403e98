import { and, desc, gt, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { hookRuns, outbox } from "@/db/schema/events";
import type { VisibleScope } from "@/lib/access/scope";
import type { HookRunDto } from "../types";
import { runVisibleTo, selectRuns, toRunDto } from "./run-rows";

/** So many of the newest failures are looked through. */
const recentFailures = 500;

/** The newest failed runs that a person's own changes caused, of objects that she still sees, since an instant. */
export async function listOwnFailures(
  db: ReadDb,
  scope: VisibleScope,
  args: { userPk: number; since: string; limit: number },
): Promise<HookRunDto[]> {
  const rows = await selectRuns(db)
    .where(
      and(
        sql`${hookRuns.pk} IN (SELECT f.pk FROM hook_runs f WHERE f.status = 'failed' ORDER BY f.pk DESC LIMIT ${recentFailures})`,
        gt(hookRuns.createdAt, args.since),
        sql`${outbox.actor} ->> '$.userPk' = ${args.userPk}`,
        runVisibleTo(scope),
      ),
    )
    .orderBy(desc(hookRuns.pk))
    .limit(args.limit);
  return rows.map(toRunDto);
}
