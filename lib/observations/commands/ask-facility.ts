import { eq } from "drizzle-orm";
import { observationRecords } from "@/db/schema/observations";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { nowIso } from "@/lib/core/clock";
import { isTomError, TomError } from "@/lib/core/errors";
import type { ObservationStatus } from "@/lib/facilities/contract";
import type { FacilityRegistry, RegisteredFacility } from "@/lib/facilities/registry";
import { mayNotChange } from "../policy";
import { getObservation, getRecordRow, type RecordRow, readRecordRows } from "../queries/read-observations";
import type { ObservationDto } from "../types";
import { facilityOf } from "./check-record";
import { writeChanges } from "./write-records";

/** What a facility said of one record: how it stands, or why that is not known. */
export type Asked = { ok: true; status: ObservationStatus } | { ok: false; message: string; error: TomError };

const hourMs = 3_600_000;
const mostWaitMs = 6 * hourMs;

/** After so many failures in a row: from the facility's own step, doubled each time, up to six hours. */
const pollWaitMs = (everyMs: number, failures: number): number =>
  Math.min(Math.max(everyMs, mostWaitMs), everyMs * 2 ** Math.min(failures, 20));

/** Asks after one observation; every way in which that can fail is an answer. */
export async function ask(facility: RegisteredFacility, observationId: string): Promise<Asked> {
  const { name } = facility.manifest;
  try {
    const status = await facility.connect().getStatus?.(observationId);
    if (!status) throw new TomError("NOT_FOUND", `${name} does not know it any more.`);
    if (!facility.knowsStatus(status.status)) {
      throw new TomError("UPSTREAM_FAILED", `${name} says a state that this TOM does not know.`, {
        detail: { status: 200 },
      });
    }
    return { ok: true, status };
  } catch (error) {
    if (!isTomError(error)) throw error;
    return { ok: false, message: error.message, error };
  }
}

/** Whether it was this one question that failed, and not the facility as a whole. */
export const isOneAlone = (error: TomError): boolean =>
  error.code === "NOT_FOUND" || (error.code === "UPSTREAM_FAILED" && error.detail?.status === 200);

/**
 * Writes what the facility said. A record that is over meanwhile, gone, or another observation stays as it is. What was
 * asked before changes no version: only what the record says does.
 */
export async function writeAnswer(
  ctx: Context,
  facilities: FacilityRegistry,
  { record: { pk, id, observationId, facilityId } }: RecordRow,
  asked: Asked,
): Promise<boolean> {
  const everyMs = facilities.find(facilityId)?.manifest.pollEveryMs ?? hourMs;
  return ctx.database.write(async (tx) => {
    const [row] = await readRecordRows(tx, ctx.scope, [pk]);
    if (row?.record.id !== id || row.record.terminal || row.record.observationId !== observationId) return false;
    const failures = asked.ok ? 0 : row.record.pollFailures + 1;
    const waitMs = asked.ok ? everyMs : pollWaitMs(everyMs, failures);
    await tx
      .update(observationRecords)
      .set({
        polledAt: nowIso(ctx.clock),
        pollError: asked.ok ? null : asked.message,
        pollFailures: failures,
        nextPollAt: new Date(ctx.clock.now().getTime() + waitMs).toISOString(),
      })
      .where(eq(observationRecords.pk, pk));
    if (!asked.ok) return false;
    const { status, scheduledStart, scheduledEnd } = asked.status;
    const set = {
      status,
      ...(scheduledStart === null ? {} : { scheduledStart }),
      ...(scheduledEnd === null ? {} : { scheduledEnd }),
    };
    const how = { verb: "observation.poll", source: "poll" } as const;
    return (await writeChanges(tx, ctx, facilities, [{ row, set }], how)).length > 0;
  });
}

/** Asks the facility now, because somebody wants to know. @throws NOT_FOUND, FORBIDDEN, CONFLICT, and why it did not answer */
export async function refreshObservation({
  ctx,
  facilities,
  input,
}: {
  ctx: Context;
  facilities: FacilityRegistry;
  input: { id: string };
}): Promise<ObservationDto> {
  requireWriter(ctx.actor);
  const row = await getRecordRow(ctx.database.read, ctx.scope, input.id);
  if (!row.mayChange) throw mayNotChange();
  const facility = facilityOf(facilities, row.record.facilityId);
  const { observationId, terminal, status } = row.record;
  if (observationId === null || !facility.capabilities.includes("getStatus")) {
    throw new TomError("CONFLICT", `${facility.manifest.name} cannot be asked after this observation.`);
  }
  if (terminal) throw new TomError("CONFLICT", `This observation is over: it is ${status}.`);
  const asked = await ask(facility, observationId);
  await writeAnswer(ctx, facilities, row, asked);
  if (!asked.ok) throw asked.error;
  return getObservation(ctx.database.read, ctx.scope, facilities, input.id);
}
