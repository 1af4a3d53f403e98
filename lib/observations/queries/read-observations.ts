import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { observationRecords } from "@/db/schema/observations";
import { users } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import { changeableBy, type VisibleScope, visibleTo } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import type { ObservationDto, ObservationPage } from "../types";

export type Reader = ReadDb | Tx;

export type RecordRow = {
  record: typeof observationRecords.$inferSelect;
  targetId: string;
  targetName: string;
  createdBy: string | null;
  mayChange: boolean;
};

const selectRows = (db: Reader, scope: VisibleScope) =>
  db
    .select({
      record: observationRecords,
      targetId: targets.id,
      targetName: targets.name,
      createdBy: users.username,
      mayChange: sql<number>`${changeableBy(scope)}`,
    })
    .from(observationRecords)
    .innerJoin(targets, eq(targets.pk, observationRecords.targetPk))
    .leftJoin(users, eq(users.pk, observationRecords.createdByPk));

const toRow = (row: Omit<RecordRow, "mayChange"> & { mayChange: number }): RecordRow => ({
  ...row,
  mayChange: row.mayChange === 1,
});

/** A record that the scope sees, with the right on its target. @throws NOT_FOUND */
export async function getRecordRow(db: Reader, scope: VisibleScope, id: string): Promise<RecordRow> {
  const [row] = await selectRows(db, scope)
    .where(sql`${observationRecords.id} = ${id} AND ${visibleTo(scope)}`)
    .limit(1);
  if (!row) throw notFound("observation record");
  return toRow(row);
}

/** The rows of keys, as far as the scope sees them, in the order of the keys. */
export async function readRecordRows(db: Reader, scope: VisibleScope, pks: readonly number[]): Promise<RecordRow[]> {
  if (pks.length === 0) return [];
  const rows = await selectRows(db, scope).where(
    sql`${observationRecords.pk} IN (SELECT value FROM json_each(${JSON.stringify(pks)})) AND ${visibleTo(scope)}`,
  );
  const found = new Map(rows.map((row) => [row.record.pk, toRow(row)]));
  return pks.flatMap((pk) => found.get(pk) ?? []);
}

/** The record's own object. States and names of a facility that is configured no more are what was written with it. */
export function toObservation(facilities: FacilityRegistry, { record, ...row }: RecordRow): ObservationDto {
  const facility = facilities.find(record.facilityId);
  return {
    id: record.id,
    version: record.version,
    targetId: row.targetId,
    targetName: row.targetName,
    facilityId: record.facilityId,
    facilityName: facility?.manifest.name ?? record.facilityId,
    observationId: record.observationId,
    status: record.status,
    terminal: record.terminal,
    failed: record.failed,
    parameters: (record.parameters ?? {}) as Record<string, unknown>,
    scheduledStart: record.scheduledStart,
    scheduledEnd: record.scheduledEnd,
    url: record.observationId === null ? null : (facility?.observationUrl(record.observationId) ?? null),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    createdBy: row.createdBy,
    polledAt: record.polledAt,
    pollError: record.pollError,
  };
}

/** @throws NOT_FOUND when there is none, or the reader does not see its target */
export const getObservation = async (
  db: Reader,
  scope: VisibleScope,
  facilities: FacilityRegistry,
  id: string,
): Promise<ObservationDto> => toObservation(facilities, await getRecordRow(db, scope, id));

/** @throws NOT_FOUND */
export async function getObservationPage(
  db: Reader,
  scope: VisibleScope,
  facilities: FacilityRegistry,
  id: string,
): Promise<ObservationPage> {
  const row = await getRecordRow(db, scope, id);
  return {
    ...toObservation(facilities, row),
    rights: { canChange: row.mayChange },
    nextPollAt: row.record.nextPollAt,
  };
}
