import { eq } from "drizzle-orm";
import { observationRecords, observationStates } from "@/db/schema/observations";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import { recordAudits } from "@/lib/audit/record";
import { actorText } from "@/lib/core/actor";
import { nowIso } from "@/lib/core/clock";
import { notFound } from "@/lib/core/errors";
import { emit } from "@/lib/events/emit";
import type { FacilityRegistry, RegisteredFacility } from "@/lib/facilities/registry";
import { type RecordRow, readRecordRows, toObservation } from "../queries/read-observations";
import type { ObservationDto, StateSource } from "../types";

type Row = typeof observationRecords.$inferSelect;

/** What of a record a person, a program or its facility changes. */
const fields = ["status", "observationId", "parameters", "scheduledStart", "scheduledEnd"] as const;
export type RecordValues = Partial<Pick<Row, (typeof fields)[number]>>;

export type RecordChange = { row: RecordRow; set: RecordValues };

const house = systemScope("observation_change_state");

/** Whether files of such a record are fetched by themselves. */
const hasFilesToSave = (facility: RegisteredFacility | null): boolean =>
  facility !== null && facility.manifest.saveFiles !== "none" && facility.capabilities.includes("listDataProducts");

/** What the facility's states say of a record in this one, when it is asked next, and whether its files are fetched. */
export function standingOf(
  ctx: Context,
  facility: RegisteredFacility | null,
  { status, observationId }: Pick<Row, "status" | "observationId">,
): Pick<Row, "terminal" | "failed" | "nextPollAt" | "filesNextAt" | "filesLooks"> {
  const terminal = facility?.isTerminal(status) ?? false;
  const everyMs = facility?.manifest.pollEveryMs ?? null;
  const isAsked = everyMs !== null && !terminal && observationId !== null;
  const failed = facility?.isFailed(status) ?? false;
  const isDone = terminal && !failed && observationId !== null;
  return {
    terminal,
    failed,
    filesNextAt: isDone && hasFilesToSave(facility) ? nowIso(ctx.clock) : null,
    filesLooks: 0,
    nextPollAt: isAsked ? new Date(ctx.clock.now().getTime() + everyMs).toISOString() : null,
  };
}

/** Whole objects, as hooks and the trail get them. */
export async function readWhole(
  tx: Tx,
  facilities: FacilityRegistry,
  pks: readonly number[],
): Promise<ObservationDto[]> {
  return (await readRecordRows(tx, house, pks)).map((row) => toObservation(facilities, row));
}

type Told = { pk: number; observation: ObservationDto; previousStatus: string | null };

/** History and event of records that came to a state, each of its own. */
export async function tellStates(tx: Tx, ctx: Context, told: readonly Told[], source: StateSource): Promise<void> {
  const at = nowIso(ctx.clock);
  const who = actorText(ctx.actor);
  for (let from = 0; from < told.length; from += 200) {
    await tx.insert(observationStates).values(
      told.slice(from, from + 200).map(({ pk, observation, previousStatus }) => ({
        ...who,
        recordPk: pk,
        status: observation.status,
        previousStatus,
        at,
        source,
      })),
    );
  }
  await emit(
    tx,
    ctx,
    told.map(({ observation, previousStatus }) => ({
      event: "observation_change_state" as const,
      objectType: "observation",
      objectId: observation.id,
      targetId: observation.targetId,
      payload: { observation, previousStatus },
    })),
  );
}

type Differences = Record<string, readonly [unknown, unknown]>;

function differencesOf({ row: { record }, set }: RecordChange): Differences {
  const changed = fields.filter(
    (field) => set[field] !== undefined && JSON.stringify(set[field]) !== JSON.stringify(record[field]),
  );
  return Object.fromEntries(changed.map((field) => [field, [record[field], set[field]] as const]));
}

const sentenceOf = (differences: Differences): string => {
  const { status, ...rest } = differences;
  const others = Object.keys(rest);
  const state = status ? [`${String(status[0]) || "no state"} to ${String(status[1])}`] : [];
  return [...state, ...(others.length > 0 ? [`changed ${others.join(", ")}`] : [])].join("; ");
};

/**
 * The one way to change records: for each that is really another the next version and one audit row; where its state is
 * another, an entry of its history and one `observation_change_state`. Answers the keys of those that were changed.
 */
export async function writeChanges(
  tx: Tx,
  ctx: Context,
  facilities: FacilityRegistry,
  changes: readonly RecordChange[],
  { verb, source }: { verb: string; source: StateSource },
): Promise<number[]> {
  const real = changes
    .map((change) => ({ ...change, differences: differencesOf(change) }))
    .filter(({ differences }) => Object.keys(differences).length > 0);
  if (real.length === 0) return [];
  for (const { row, set, differences } of real) {
    const { record } = row;
    const moves = "status" in differences || "observationId" in differences;
    const after = { ...record, ...set };
    await tx
      .update(observationRecords)
      .set({
        ...set,
        version: record.version + 1,
        updatedAt: nowIso(ctx.clock),
        ...(moves ? standingOf(ctx, facilities.find(record.facilityId), after) : {}),
      })
      .where(eq(observationRecords.pk, record.pk));
  }
  const pks = real.map(({ row }) => row.record.pk);
  const after = await readWhole(tx, facilities, pks);
  const whole = real.map((change, index) => {
    const observation = after[index];
    if (observation === undefined) throw notFound("observation record");
    return { ...change, observation };
  });
  await recordAudits(
    tx,
    ctx,
    whole.map(({ observation, differences }) => ({
      verb,
      objectType: "observation",
      objectId: observation.id,
      targetId: observation.targetId,
      summary: `Observation with ${observation.facilityName}: ${sentenceOf(differences)}`,
      changes: differences,
    })),
  );
  const told = whole
    .filter(({ differences }) => "status" in differences)
    .map(({ row, observation }) => ({ pk: row.record.pk, observation, previousStatus: row.record.status }));
  await tellStates(tx, ctx, told, source);
  return pks;
}
