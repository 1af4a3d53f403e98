import { and, eq } from "drizzle-orm";
import type * as z from "zod";
import { observationRecords } from "@/db/schema/observations";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { invalidInput, notFound, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { FoundObservation } from "@/lib/facilities/contract";
import type { FacilityRegistry, RegisteredFacility } from "@/lib/facilities/registry";
import { parseInput } from "@/lib/targets/commands/parse-input";
import { getTargetKey, type TargetKey } from "@/lib/targets/queries/get-target";
import { mayNotChange, sourceOf } from "../policy";
import { getObservation, type Reader } from "../queries/read-observations";
import { fits, type Thing, thingOf } from "../same-thing";
import { type CreateObservationInput, createObservationInput } from "../schema";
import type { ObservationDto } from "../types";
import { parseParameters, requireOrder, requireStatus } from "./check-record";
import { readWhole, standingOf, tellStates } from "./write-records";

type Given = z.output<typeof createObservationInput>;
type Values = Pick<
  typeof observationRecords.$inferInsert,
  "observationId" | "status" | "parameters" | "scheduledStart" | "scheduledEnd"
> & { isFromFacility: boolean };

/**
 * Makes a record of an observation that is planned or done, or of one that its facility has already: that one is looked
 * up there, and taken over as it stands. The same observation of the same target again is the record that is there.
 * @throws INVALID_INPUT, NOT_FOUND, FORBIDDEN, UPSTREAM_FAILED when the facility cannot be asked
 */
export async function createObservation({
  ctx,
  facilities,
  input,
}: {
  ctx: Context;
  facilities: FacilityRegistry;
  input: CreateObservationInput;
}): Promise<ObservationDto> {
  requireWriter(ctx.actor);
  const given = parseInput(createObservationInput, input);
  const facility = facilities.get(given.facilityId);
  const target = await changeableTarget(ctx.database.read, ctx, given.targetId);
  if (given.status !== undefined) requireStatus(facility, given.status);
  const there = await findSame(ctx.database.read, target.pk, facility.id, given.observationId || null);
  if (there !== null) return getObservation(ctx.database.read, ctx.scope, facilities, there);
  const values = await valuesOf(facility, given, await thingOf(ctx.database.read, target.pk));
  const id = await ctx.database.write(async (tx) => {
    // Asking the facility took its time: the right may be gone, the record may be there.
    const { pk } = await changeableTarget(tx, ctx, given.targetId);
    const same = await findSame(tx, pk, facility.id, values.observationId ?? null);
    return same ?? insert(tx, ctx, facilities, facility, pk, values);
  });
  return getObservation(ctx.database.read, ctx.scope, facilities, id);
}

async function changeableTarget(db: Reader, ctx: Context, id: string): Promise<TargetKey> {
  const key = await getTargetKey(db, ctx.scope, { id });
  if (!key.canChange) throw mayNotChange();
  return key;
}

async function findSame(
  db: Reader,
  targetPk: number,
  facilityId: string,
  observationId: string | null,
): Promise<string | null> {
  if (observationId === null) return null;
  const [row] = await db
    .select({ id: observationRecords.id })
    .from(observationRecords)
    .where(
      and(
        eq(observationRecords.facilityId, facilityId),
        eq(observationRecords.observationId, observationId),
        eq(observationRecords.targetPk, targetPk),
      ),
    );
  return row?.id ?? null;
}

async function valuesOf(facility: RegisteredFacility, given: Given, target: Thing): Promise<Values> {
  const parameters = parseParameters(facility, given.parameters);
  const found = given.observationId ? await lookUp(facility, given.observationId, target) : null;
  if (!given.observationId && !facility.manifest.takesPlans) {
    throw invalidInput({
      observationId: [
        `${facility.manifest.name} has no record without its own id. ${facility.manifest.observationIdHelp}`,
      ],
    });
  }
  const scheduledStart = given.scheduledStart ?? found?.scheduledStart ?? null;
  const scheduledEnd = given.scheduledEnd ?? found?.scheduledEnd ?? null;
  requireOrder(scheduledStart, scheduledEnd);
  return {
    observationId: found?.observationId ?? (given.observationId || null),
    status: given.status ?? found?.status ?? facility.manifest.initialStatus,
    parameters: { ...found?.parameters, ...parameters },
    scheduledStart,
    scheduledEnd,
    isFromFacility: found !== null,
  };
}

/**
 * The observation at its facility; null where that cannot be asked, and the id is believed. What the facility shows to the
 * house only and is of something else is refused in the words for what is not there.
 */
async function lookUp(
  facility: RegisteredFacility,
  observationId: string,
  target: Thing,
): Promise<FoundObservation | null> {
  if (!facility.capabilities.includes("findObservation")) return null;
  const found = await facility.connect().findObservation?.(observationId);
  const { name } = facility.manifest;
  if (!found || (found.onlyFor && !fits(target, found.onlyFor))) {
    const without = facility.missingCredentials.flatMap((credential) => credential.without ?? []);
    throw invalidInput({
      observationId: [
        [`${name} does not know ${observationId.slice(0, 100)}, or does not show it.`, ...without].join(" "),
      ],
    });
  }
  if (!facility.knowsStatus(found.status)) {
    throw new TomError("UPSTREAM_FAILED", `${name} says a state that this TOM does not know.`, {
      detail: { status: found.status },
    });
  }
  return found;
}

async function insert(
  tx: Tx,
  ctx: Context,
  facilities: FacilityRegistry,
  facility: RegisteredFacility,
  targetPk: number,
  { isFromFacility, ...values }: Values,
): Promise<string> {
  const [id, at] = [newId(), nowIso(ctx.clock)];
  const standing = standingOf(ctx, facility, { status: values.status, observationId: values.observationId ?? null });
  const [row] = await tx
    .insert(observationRecords)
    .values({
      id,
      targetPk,
      facilityId: facility.id,
      ...values,
      ...standing,
      createdByPk: ctx.actor.kind === "user" ? ctx.actor.userPk : null,
      createdAt: at,
      updatedAt: at,
      polledAt: isFromFacility ? at : null,
    })
    .returning({ pk: observationRecords.pk });
  const pk = row?.pk ?? -1;
  const [observation] = await readWhole(tx, facilities, [pk]);
  if (observation === undefined) throw notFound("observation record");
  await recordAudit(tx, ctx, {
    verb: "observation.create",
    objectType: "observation",
    objectId: id,
    targetId: observation.targetId,
    summary: `Added an observation with ${observation.facilityName}, ${observation.status}`,
    changes: { observation: [null, observation] },
  });
  await tellStates(tx, ctx, [{ pk, observation, previousStatus: null }], sourceOf(ctx.actor));
  return id;
}
