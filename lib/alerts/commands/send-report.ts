import { eq, sql } from "drizzle-orm";
import type * as z from "zod";
import { upstreamReports } from "@/db/schema/alerts";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { recordAudit } from "@/lib/audit/record";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { nowIso } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { sendReportSpec } from "../jobs/send-report";
import { upstreamOf } from "../queries/draft-report";
import { getReport, getReportRow, type ReportRow } from "../queries/list-reports";
import { reportIdSchema } from "../report-schema";
import type { ReportDto } from "../types";
import { requireUser } from "./save-query";

/** Longer than a request may take. */
const sendingLimitMs = 120_000;

type Call = { ctx: Context; brokers: BrokerRegistry; input: z.input<typeof reportIdSchema> };

/** @throws CONFLICT when the same is under way, or when the broker has this object from us already */
async function refuseTwin(tx: Tx, row: ReportRow): Promise<void> {
  const [twin] = await tx
    .select({ status: upstreamReports.status, name: upstreamReports.name })
    .from(upstreamReports)
    .where(
      sql`${upstreamReports.targetPk} = ${row.targetPk} AND ${upstreamReports.brokerId} = ${row.brokerId}
        AND ${upstreamReports.kind} = ${row.kind} AND ${upstreamReports.destination} = ${row.destination}
        AND ${upstreamReports.pk} <> ${row.pk}
        AND (${upstreamReports.status} IN ('queued', 'sending', 'unknown', 'waiting')
          OR (${upstreamReports.status} = 'accepted' AND ${upstreamReports.kind} = 'at'))`,
    )
    .limit(1);
  if (!twin) return;
  throw new TomError(
    "CONFLICT",
    twin.status === "accepted"
      ? `This target was reported there already${twin.name ? `: ${twin.name}` : ""}.`
      : "Another report of this kind on this target is under way.",
  );
}

/**
 * Sends a reviewed report, in the background and once: pressed twice it is one report. One that surely did not arrive may
 * be sent again.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT, MISCONFIGURED
 */
export async function sendReport({ ctx, brokers, input }: Call): Promise<ReportDto> {
  requireUser(ctx);
  const { id } = reportIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const row = await getReportRow(tx, ctx.scope, id);
    if (row.status === "accepted" || row.status === "rejected") {
      throw new TomError("CONFLICT", "This report was sent and answered.");
    }
    // It is on its way: nothing more is to be done.
    if (row.status !== "draft" && row.status !== "failed") return;
    const { destination } = upstreamOf(brokers.get(row.brokerId));
    if (destination.url !== row.destination) {
      const text = `It was reviewed for ${row.destination}, and would go to ${destination.url} now. Review it again.`;
      throw new TomError("CONFLICT", text);
    }
    await refuseTwin(tx, row);
    await tx
      .update(upstreamReports)
      .set({ status: "queued", message: null, messages: [], updatedAt: nowIso(ctx.clock) })
      .where(eq(upstreamReports.pk, row.pk));
    await enqueueJob(tx, ctx, sendReportSpec, { reportId: id });
    await recordAudit(tx, ctx, {
      verb: "report.send",
      objectType: "report",
      objectId: id,
      targetId: row.targetId,
      summary: `Sent a report to ${destination.name} (${row.kind})`,
    });
  });
  return getReport(ctx.database.read, ctx.scope, id);
}

/** Looks once more for the answer to a report, or whether one whose answer was lost has arrived. Sends nothing. */
export async function followReport({ ctx, brokers, input }: Call): Promise<ReportDto> {
  requireUser(ctx);
  const { id } = reportIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const row = await getReportRow(tx, ctx.scope, id);
    upstreamOf(brokers.get(row.brokerId));
    if (row.status === "draft" || row.status === "failed") {
      throw new TomError("CONFLICT", "This report was not sent.");
    }
    // It is in the hands of a job right now; later it counts as lost.
    if (row.status === "sending" && ctx.clock.now().getTime() - Date.parse(row.updatedAt) < sendingLimitMs) return;
    await enqueueJob(tx, ctx, sendReportSpec, { reportId: id });
    await recordAudit(tx, ctx, {
      verb: "report.follow",
      objectType: "report",
      objectId: id,
      targetId: row.targetId,
      summary: `Asked for the answer to a report to ${row.brokerId} (${row.kind})`,
    });
  });
  return getReport(ctx.database.read, ctx.scope, id);
}
