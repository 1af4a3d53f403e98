import { and, eq, inArray, sql } from "drizzle-orm";
import { upstreamReports } from "@/db/schema/alerts";
import { observationRecords } from "@/db/schema/observations";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { changeableBy } from "@/lib/access/scope";
import { recordAudit } from "@/lib/audit/record";
import type { UpstreamReceipt } from "@/lib/brokers/contract-upstream";
import { nowIso } from "@/lib/core/clock";
import { isTomError, notFound } from "@/lib/core/errors";
import { adoptName } from "@/lib/targets/commands/adopt-name";
import type { ReportStatus } from "../report-schema";

export type OpenReport = typeof upstreamReports.$inferSelect & {
  targetId: string;
  observationRecordId: string | null;
};

/** @throws NOT_FOUND when report or target are gone, or whoever sent it may not change the target any more */
export async function readReport(ctx: Context, id: string): Promise<OpenReport> {
  const [row] = await ctx.database.read
    .select({ report: upstreamReports, targetId: targets.id, observationRecordId: observationRecords.id })
    .from(upstreamReports)
    .innerJoin(targets, eq(targets.pk, upstreamReports.targetPk))
    .leftJoin(observationRecords, eq(observationRecords.pk, upstreamReports.observationPk))
    .where(sql`${upstreamReports.id} = ${id} AND ${changeableBy(ctx.scope)}`);
  if (!row) throw notFound("report");
  const { report, ...about } = row;
  return { ...report, ...about };
}

/**
 * True when this call took the report for sending: whoever is told so sends it, and nobody is told so twice. Written
 * before anything leaves the house.
 */
export async function takeForSending(ctx: Context, id: string): Promise<boolean> {
  const at = nowIso(ctx.clock);
  return ctx.database.write(async (tx) => {
    const taken = await tx
      .update(upstreamReports)
      .set({ status: "sending", sentAt: at, updatedAt: at, message: null })
      .where(
        and(
          eq(upstreamReports.id, id),
          eq(upstreamReports.status, "queued"),
          inArray(
            upstreamReports.targetPk,
            sql`(SELECT ${targets.pk} FROM ${targets} WHERE ${changeableBy(ctx.scope)})`,
          ),
        ),
      )
      .returning({ pk: upstreamReports.pk });
    return taken.length > 0;
  });
}

// An answer is the last word.
const open = ["queued", "sending", "unknown", "waiting"] as const;

/** How a report stands whose sending did not end with an answer. Another attempt's answer is left as it is. */
export async function note(
  ctx: Context,
  report: OpenReport,
  status: Extract<ReportStatus, "queued" | "unknown" | "failed">,
  message: string | null,
): Promise<void> {
  await ctx.database.write(async (tx) => {
    await tx
      .update(upstreamReports)
      .set({
        status,
        message,
        updatedAt: nowIso(ctx.clock),
        // What goes back into the queue, or failed, was not sent.
        ...(status === "queued" || status === "failed" ? { sentAt: null } : {}),
      })
      .where(and(eq(upstreamReports.pk, report.pk), inArray(upstreamReports.status, ["sending", "unknown"])));
  });
}

/** Gives the target the name that it has there; says so in a sentence where that is not possible. */
async function takeName(ctx: Context, report: OpenReport, name: string | null): Promise<string | null> {
  if (name === null) return null;
  try {
    await adoptName({ ctx, input: { id: report.targetId, name } });
    return null;
  } catch (error) {
    if (!isTomError(error) || error.code === "INTERNAL") throw error;
    return `The name was not added to the target: ${error.message}.`.replace(/\.\.$/, ".");
  }
}

/** Writes what the broker said. The name comes first: an answer that is kept has left its name. */
export async function keepReceipt(ctx: Context, report: OpenReport, receipt: UpstreamReceipt): Promise<void> {
  const problem = receipt.state === "accepted" ? await takeName(ctx, report, receipt.name) : null;
  const at = nowIso(ctx.clock);
  const isAnswered = receipt.state !== "pending";
  await ctx.database.write(async (tx) => {
    const kept = await tx
      .update(upstreamReports)
      .set({
        status: receipt.state === "pending" ? "waiting" : receipt.state,
        ...(receipt.reference === null ? {} : { reference: receipt.reference }),
        message: problem === null ? receipt.message : `${receipt.message} ${problem}`,
        messages: receipt.messages,
        name: receipt.name,
        url: receipt.url,
        answeredAt: isAnswered ? at : null,
        updatedAt: at,
      })
      .where(and(eq(upstreamReports.pk, report.pk), inArray(upstreamReports.status, [...open])))
      .returning({ pk: upstreamReports.pk });
    if (kept.length === 0 || !isAnswered) return;
    await recordAudit(tx, ctx, {
      verb: "report.answer",
      objectType: "report",
      objectId: report.id,
      targetId: report.targetId,
      summary: `${report.brokerId} ${receipt.state} the report (${report.kind})${receipt.name ? `: ${receipt.name}` : ""}`,
    });
  });
}
