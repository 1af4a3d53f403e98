import { desc, eq } from "drizzle-orm";
import { observationStates } from "@/db/schema/observations";
import type { VisibleScope } from "@/lib/access/scope";
import type { StateChange } from "../types";
import { getRecordRow, type Reader } from "./read-observations";

const statesMax = 1_000;

/** Every state that a record came to, newest first. @throws NOT_FOUND */
export async function listStates(db: Reader, scope: VisibleScope, id: string): Promise<StateChange[]> {
  const { record } = await getRecordRow(db, scope, id);
  const rows = await db
    .select()
    .from(observationStates)
    .where(eq(observationStates.recordPk, record.pk))
    .orderBy(desc(observationStates.pk))
    .limit(statesMax);
  return rows.map(({ at, status, previousStatus, actor, actorName, source }) => ({
    at,
    status,
    previousStatus,
    by: actor.startsWith("system:") ? null : actorName,
    source,
  }));
}
