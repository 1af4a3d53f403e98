import { desc, eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { users } from "@/db/schema/people";
import { targetClassifications, targetRedshifts } from "@/db/schema/targets";
import type { VisibleScope } from "@/lib/access/scope";
import type { ClassificationEntry, RedshiftEntry } from "../types";
import { getTargetKey } from "./get-target";

const most = 500;

/** Every redshift of a target, newest first: the first stands for it. @throws NOT_FOUND */
export async function listRedshifts(db: ReadDb, scope: VisibleScope, args: { id: string }): Promise<RedshiftEntry[]> {
  const { pk } = await getTargetKey(db, scope, args);
  const t = targetRedshifts;
  return db
    .select({
      id: t.id,
      value: t.value,
      error: t.error,
      frame: t.frame,
      source: t.source,
      date: t.date,
      by: users.username,
    })
    .from(t)
    .leftJoin(users, eq(users.pk, t.byPk))
    .where(eq(t.targetPk, pk))
    .orderBy(desc(t.date), desc(t.pk))
    .limit(most);
}

/** Every classification of a target, newest first. @throws NOT_FOUND */
export async function listClassifications(
  db: ReadDb,
  scope: VisibleScope,
  args: { id: string },
): Promise<ClassificationEntry[]> {
  const { pk } = await getTargetKey(db, scope, args);
  const t = targetClassifications;
  return db
    .select({
      id: t.id,
      name: t.name,
      source: t.source,
      classifier: t.classifier,
      version: t.version,
      probability: t.probability,
      date: t.date,
      by: users.username,
    })
    .from(t)
    .leftJoin(users, eq(users.pk, t.byPk))
    .where(eq(t.targetPk, pk))
    .orderBy(desc(t.date), desc(t.pk))
    .limit(most);
}
