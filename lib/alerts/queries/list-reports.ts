import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { upstreamReports } from "@/db/schema/alerts";
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
  status: upstreamReports.status,
  destination: upstreamReports.destination,
  message: upstreamReports.message,
  name: upstreamReports.name,
  url: upstreamReports.url,
  by: users.username,
  sentAt: upstreamReports.sentAt,
  updatedAt: upstreamReports.updatedAt,
};

/** The reports about a target, newest first. Drafts are for those who may change the target. */
export async function listReports(db: ReadDb, scope: VisibleScope, targetId: string): Promise<ReportSummary[]> {
  return db
    .select(summary)
    .from(upstreamReports)
    .innerJoin(targets, eq(targets.pk, upstreamReports.targetPk))
    .leftJoin(users, eq(users.pk, upstreamReports.createdByPk))
    .where(
      sql`${targets.id} = ${targetId} AND ${visibleTo(scope)} AND (${upstreamReports.status} <> 'draft' OR ${changeableBy(scope)})`,
    )
    .orderBy(sql`${upstreamReports.pk} DESC`)
    .limit(100);
}

export type ReportRow = typeof upstreamReports.$inferSelect & { targetId: string; by: string | null };

/**
 * A report whose target the scope may change.
 * @throws NOT_FOUND when it does not see the target, FORBIDDEN when it may not change it
 */
export async function getReportRow(db: ReadDb | Tx, scope: VisibleScope, id: string): Promise<ReportRow> {
  const [found] = await db
    .select({
      report: upstreamReports,
      targetId: targets.id,
      by: users.username,
      may: sql<number>`${changeableBy(scope)}`,
    })
    .from(upstreamReports)
    .innerJoin(targets, eq(targets.pk, upstreamReports.targetPk))
    .leftJoin(users, eq(users.pk, upstreamReports.createdByPk))
    .where(sql`${upstreamReports.id} = ${id} AND ${visibleTo(scope)}`);
  if (!found) throw notFound("report");
  if (!found.may) throw new TomError("FORBIDDEN", "You may see this target, but not report on it.");
  return { ...found.report, targetId: found.targetId, by: found.by };
}

function toReportDto(row: ReportRow): ReportDto {
  const { pk: _pk, targetPk: _target, createdByPk: _by, parameters, messages, ...rest } = row;
  return {
    ...rest,
    parameters: (parameters ?? {}) as Record<string, unknown>,
    messages: (messages ?? []) as UpstreamMessage[],
  };
}

/** @throws NOT_FOUND, FORBIDDEN */
export const getReport = async (db: ReadDb, scope: VisibleScope, id: string): Promise<ReportDto> =>
  toReportDto(await getReportRow(db, scope, id));
