import { and, desc, eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { users } from "@/db/schema/people";
import { photometry, photometryRevisions } from "@/db/schema/photometry";
import type { VisibleScope } from "@/lib/access/scope";
import type { RevisionDto } from "../types";
import { type StoredValues, toPhotometryValues, visibleTargetPk } from "./list-photometry";

/** What one measurement said before each revision, newest first. */
export async function listRevisions(
  db: ReadDb,
  scope: VisibleScope,
  args: { targetId: string; row: string },
): Promise<RevisionDto[]> {
  const targetPk = await visibleTargetPk(db, scope, args.targetId);
  const pk = Number.parseInt(args.row, 36);
  const rows = await db
    .select({
      revision: photometryRevisions.revision,
      replacedAt: photometryRevisions.replacedAt,
      values: photometryRevisions.values,
      replacedBy: users.username,
    })
    .from(photometryRevisions)
    .innerJoin(photometry, eq(photometry.pk, photometryRevisions.photometryPk))
    .leftJoin(users, eq(users.pk, photometryRevisions.replacedByPk))
    .where(and(eq(photometry.targetPk, targetPk), eq(photometry.pk, Number.isSafeInteger(pk) ? pk : -1)))
    .orderBy(desc(photometryRevisions.revision))
    .limit(100);
  return rows.map((row) => ({ ...row, values: toPhotometryValues(row.values as StoredValues) }));
}
