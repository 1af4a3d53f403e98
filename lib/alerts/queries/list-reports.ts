import { eq, type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { upstreamReports } from "@/db/schema/alerts";
import { observationRecords } from "@/db/schema/observations";
import { users } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import { changeableBy, type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { UpstreamMessage } from "@/lib/brokers/contract-upstream";
import { notFound, TomError } from "@/lib/core/errors";
import type { ReportDto, ReportSummary } from "../types";

const summary = {
  id: upstreamReports.id,
  brokerId: upstreamReports.brokerId,
  kind: upstreamReports.kind,
  observationRecordId: observationRecords.id,
  status: upstreamReports.status,
  destination: upstreamReports.destination,
  message: upstreamReports.message,
  name: upstreamReports.name,
  url: upstreamReports.url,
  by: users.username,
  sentAt: upstreamReports.sentAt,
  updatedAt: upstreamReports.updatedAt,
};

const listed = (db: ReadDb, scope: VisibleScope, which: SQL) =>
  db
    .select(summary)
    .from(upstreamReports)
    .innerJoin(targets, eq(targets.pk, upstreamReports.targetPk))
    .leftJoin(observationRecords, eq(observationRecords.pk, upstreamReports.observationPk))
    .leftJoin(users, eq(users.pk, upstreamReports.createdByPk))
    .where(sql`${which} AND ${visibleTo(scope)} AND (${upstreamReports.status} <> 'draft' OR ${changeableBy(scope)})`)
    .orderBy(sql`${upstreamReports.pk} DESC`)
    .limit(100);

/** The reports about a target, newest first. Drafts are for those who may change the target. */
export const listReports = (db: ReadDb, scope: VisibleScope, targetId: string): Promise<ReportSummary[]> =>
  listed(db, scope, sql`${targets.id} = ${targetId}`);

/** The reports that started from an observation record, as those about its target. */
export const listReportsFrom = (
  db: ReadDb,
  scope: VisibleScope,
  observationRecordId: string,
): Promise<ReportSummary[]> =>
  listed(
    db,
    scope,
    sql`${upstreamReports.observationPk} = (SELECT o.pk FROM ${observationRecords} o WHERE o.id = ${observationRecordId})`,
  );

export type ReportRow = typeof upstreamReports.$inferSelect & {
  targetId: string;
  observationRecordId: string | null;
  by: string | null;
};

/**
 * A report whose target the scope may change.
 * @throws NOT_FOUND when it does not see the target, FORBIDDEN when it may not change it
 */
export async function getReportRow(db: ReadDb | Tx, scope: VisibleScope, id: string): Promise<ReportRow> {
  const [found] = await db
    .select({
      report: upstreamReports,
      targetId: targets.id,
      observationRecordId: observationRecords.id,
      by: users.username,
      may: sql<number>`${changeableBy(scope)}`,
    })
    .from(upstreamReports)
    .innerJoin(targets, eq(targets.pk, upstreamReports.targetPk))
    .leftJoin(observationRecords, eq(observationRecords.pk, upstreamReports.observationPk))
    .leftJoin(users, eq(users.pk, upstreamReports.createdByPk))
    .where(sql`${upstreamReports.id} = ${id} AND ${visibleTo(scope)}`);
  if (!found) throw notFound("report");
  if (!found.may) throw new TomError("FORBIDDEN", "You may see this target, but not report on it.");
  const { report, may: _may, ...rest } = found;
  return { ...report, ...rest };
}

function toReportDto(row: ReportRow): ReportDto {
  const {
    pk: _pk,
    targetPk: _target,
    observationPk: _observation,
    createdByPk: _by,
    parameters,
    messages,
    ...rest
  } = row;
  return {
    ...rest,
    parameters: (parameters ?? {}) as Record<string, unknown>,
    messages: (messages ?? []) as UpstreamMessage[],
  };
}

/** @throws NOT_FOUND, FORBIDDEN */
export const getReport = async (db: ReadDb, scope: VisibleScope, id: string): Promise<ReportDto> =>
  toReportDto(await getReportRow(db, scope, id));
