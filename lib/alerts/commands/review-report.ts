import { eq } from "drizzle-orm";
import type * as z from "zod";
import { upstreamReports } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import { recordAudit } from "@/lib/audit/record";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { nowIso } from "@/lib/core/clock";
import { isTomError, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { draftReport, upstreamOf } from "../queries/draft-report";
import { getReport, getReportRow } from "../queries/list-reports";
import { reportPlace } from "../queries/upstream-subject";
import { reportIdSchema, reviewReportSchema } from "../report-schema";
import type { ReportDto } from "../types";
import { requireUser } from "./save-query";

type Call = { ctx: Context; brokers: BrokerRegistry; input: z.input<typeof reviewReportSchema> };

/** Complaints of the broker's form, on the fields of ours. */
function underParameters<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!isTomError(error) || !error.fieldErrors) throw error;
    const fieldErrors = Object.fromEntries(
      Object.entries(error.fieldErrors).map(([field, messages]) => [`parameters.${field}`, messages]),
    );
    throw new TomError("INVALID_INPUT", error.message, { fieldErrors });
  }
}

/**
 * Keeps a report as a draft, in the very form in which it would be sent: that is what a person then looks at, and what is
 * sent when she says so. It remembers the observation that it started from. Nothing leaves the house here.
 * @throws NOT_FOUND, FORBIDDEN, INVALID_INPUT with the fields that are wrong
 */
export async function reviewReport({ ctx, brokers, input }: Call): Promise<ReportDto> {
  const actor = requireUser(ctx);
  const given = reviewReportSchema.parse(input);
  const { targetId, targetPk, observation } = await reportPlace(ctx, given);
  const upstream = upstreamOf(brokers.get(given.brokerId));
  const known = given.prefill ? (await draftReport(ctx, brokers, given)).parameters : {};
  const { parameters, body } = underParameters(() => upstream.review(given.kind, { ...known, ...given.parameters }));
  const at = nowIso(ctx.clock);
  const observationPk = observation?.record.pk ?? null;
  const content = { parameters, body, destination: upstream.destination.url, updatedAt: at };
  const id = given.reportId ?? newId();
  await ctx.database.write(async (tx) => {
    if (given.reportId === undefined) {
      await tx.insert(upstreamReports).values({
        id,
        targetPk,
        observationPk,
        brokerId: given.brokerId,
        kind: given.kind,
        ...content,
        status: "draft",
        messages: [],
        createdByPk: actor.userPk,
        createdAt: at,
      });
    } else {
      const row = await getReportRow(tx, ctx.scope, given.reportId);
      if (row.targetPk !== targetPk || row.brokerId !== given.brokerId || row.kind !== given.kind) {
        throw new TomError("CONFLICT", "This report is about something else.");
      }
      if (row.status !== "draft" && row.status !== "failed") {
        throw new TomError("CONFLICT", "This report is sent; it cannot be changed any more.");
      }
      const fresh = { status: "draft" as const, message: null, messages: [], reference: null, sentAt: null };
      await tx
        .update(upstreamReports)
        .set({ ...content, ...fresh, answeredAt: null, ...(observationPk === null ? {} : { observationPk }) })
        .where(eq(upstreamReports.pk, row.pk));
    }
    await recordAudit(tx, ctx, {
      verb: "report.review",
      objectType: "report",
      objectId: id,
      targetId,
      summary: `Wrote a report to ${given.brokerId} (${given.kind})`,
    });
  });
  return getReport(ctx.database.read, ctx.scope, id);
}

/** A draft goes. What was perhaps sent, and did not arrive, is called failed by a person: it may be sent again then. */
export async function discardReport({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof reportIdSchema>;
}): Promise<{ id: string; targetId: string }> {
  requireUser(ctx);
  const { id } = reportIdSchema.parse(input);
  return ctx.database.write(async (tx) => {
    const row = await getReportRow(tx, ctx.scope, id);
    const isOpen = row.status === "unknown";
    if (isOpen) {
      const message = "Its answer was lost, and somebody made sure that it did not arrive.";
      await tx
        .update(upstreamReports)
        .set({ status: "failed", message, updatedAt: nowIso(ctx.clock) })
        .where(eq(upstreamReports.pk, row.pk));
    } else if (row.status === "draft") {
      await tx.delete(upstreamReports).where(eq(upstreamReports.pk, row.pk));
    } else {
      throw new TomError("CONFLICT", "Only what was not sent can be discarded.");
    }
    await recordAudit(tx, ctx, {
      verb: isOpen ? "report.giveUp" : "report.discard",
      objectType: "report",
      objectId: id,
      targetId: row.targetId,
      summary: isOpen
        ? `Gave up the report to ${row.brokerId} (${row.kind})`
        : `Discarded the draft of a report to ${row.brokerId} (${row.kind})`,
    });
    return { id, targetId: row.targetId };
  });
}
