import { sql } from "drizzle-orm";
import { observationRecords } from "@/db/schema/observations";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { invalidInput, TomError } from "@/lib/core/errors";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import { parseInput } from "@/lib/targets/commands/parse-input";
import { mayNotChange, sourceOf } from "../policy";
import { getObservation, getRecordRow, type RecordRow, toObservation } from "../queries/read-observations";
import { type ObservationPatch, type PatchObservationInput, patchObservationInput } from "../schema";
import type { ObservationDto, StateSource } from "../types";
import { facilityOf, parseParameters, requireOrder, requireStatus } from "./check-record";
import { type RecordValues, writeChanges } from "./write-records";

type Call<Input> = { ctx: Context; facilities: FacilityRegistry; input: Input };

/** The record with the right to change it, at the version that is meant. @throws NOT_FOUND, FORBIDDEN, CONFLICT (stale) */
export async function changeableRecord(
  tx: Tx,
  ctx: Context,
  facilities: FacilityRegistry,
  { id, version }: { id: string; version?: number | undefined },
): Promise<RecordRow> {
  const row = await getRecordRow(tx, ctx.scope, id);
  if (!row.mayChange) throw mayNotChange();
  if (version === undefined || version === row.record.version) return row;
  throw new TomError(
    "CONFLICT",
    `This record was changed since you opened it: it is at version ${row.record.version}, your change was made on version ${version}.`,
    { detail: { stale: true, expected: version, current: toObservation(facilities, row) } },
  );
}

/**
 * Applies the named fields; null clears a time or the id. Any state may follow any.
 * @throws INVALID_INPUT (a state that the facility does not have is on `status`), NOT_FOUND, FORBIDDEN, CONFLICT
 */
export async function updateObservation({
  ctx,
  facilities,
  input: { id, ...given },
}: Call<PatchObservationInput & { id: string }>): Promise<ObservationDto> {
  requireWriter(ctx.actor);
  const { version, ...patch } = parseInput(patchObservationInput, given);
  return apply(ctx, facilities, { id, version, verb: "observation.update", patch });
}

type Change = {
  id: string;
  version?: number | undefined;
  verb: string;
  patch: Omit<ObservationPatch, "version"> | ((row: RecordRow) => Omit<ObservationPatch, "version">);
  source?: StateSource;
};

async function apply(ctx: Context, facilities: FacilityRegistry, change: Change): Promise<ObservationDto> {
  await ctx.database.write(async (tx) => {
    const row = await changeableRecord(tx, ctx, facilities, change);
    const patch = typeof change.patch === "function" ? change.patch(row) : change.patch;
    const set = await checked(tx, facilities, row, patch);
    const source = change.source ?? sourceOf(ctx.actor);
    await writeChanges(tx, ctx, facilities, [{ row, set }], { verb: change.verb, source });
  });
  return getObservation(ctx.database.read, ctx.scope, facilities, change.id);
}

async function checked(
  tx: Tx,
  facilities: FacilityRegistry,
  row: RecordRow,
  { parameters, observationId, ...rest }: Omit<ObservationPatch, "version">,
): Promise<RecordValues> {
  const { record } = row;
  const set: RecordValues = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  if (set.status !== undefined) requireStatus(facilityOf(facilities, record.facilityId), set.status);
  if (parameters !== undefined) {
    set.parameters = parseParameters(facilityOf(facilities, record.facilityId), parameters);
  }
  if (observationId !== undefined) set.observationId = await freeId(tx, facilities, row, observationId || null);
  const after = { ...record, ...set };
  if (set.scheduledStart !== undefined || set.scheduledEnd !== undefined) {
    requireOrder(after.scheduledStart, after.scheduledEnd);
  }
  return set;
}

/** The facility's id of a record may be given later, where the facility does not give it itself. */
async function freeId(
  tx: Tx,
  facilities: FacilityRegistry,
  { record }: RecordRow,
  observationId: string | null,
): Promise<string | null> {
  if (observationId === record.observationId) return observationId;
  const { manifest } = facilityOf(facilities, record.facilityId);
  if (!manifest.takesPlans) {
    throw invalidInput({ observationId: [`The id is ${manifest.name}'s: add the other observation as a new record.`] });
  }
  const [other] = await tx
    .select({ pk: observationRecords.pk })
    .from(observationRecords)
    .where(
      sql`${observationRecords.facilityId} = ${record.facilityId} AND ${observationRecords.observationId} = ${observationId}
        AND ${observationRecords.targetPk} = ${record.targetPk} AND ${observationRecords.pk} <> ${record.pk}`,
    );
  if (!other) return observationId;
  const message = "Another record of this target has this id.";
  throw new TomError("CONFLICT", message, { fieldErrors: { observationId: [message] } });
}

/** Brings what is not over to the facility's state for "cancelled". @throws CONFLICT where that is done at the facility, or it is over */
export async function cancelObservation({
  ctx,
  facilities,
  input: { id, version },
}: Call<{ id: string; version?: number | undefined }>): Promise<ObservationDto> {
  requireWriter(ctx.actor);
  const patch = ({ record }: RecordRow) => {
    const { name, cancelStatus } = facilityOf(facilities, record.facilityId).manifest;
    if (cancelStatus === null) throw new TomError("CONFLICT", `An observation with ${name} is cancelled there.`);
    if (record.terminal) throw new TomError("CONFLICT", `This observation is over: it is ${record.status}.`);
    return { status: cancelStatus };
  };
  return apply(ctx, facilities, { id, version, verb: "observation.cancel", patch });
}
