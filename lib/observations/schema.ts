import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";

/** Inputs of the observations domain, the same in the browser and on the server. An unknown field is an error on that field. */

const id = z.string("must be an id").min(1).max(60);
const status = z.string("must be a state").trim().min(1, "must be a state").max(100, "is no state");
const facilityId = z.string("must be the id of a facility").min(1, "must be the id of a facility").max(60);
const observationId = z.string("must be a text").trim().max(255, "At most 255 characters");

/** ISO 8601 or MJD, UTC unless the text names another scale; kept as ISO 8601 UTC. Empty or null: not set. */
const instant = z
  .union([z.string().max(60, "is too long for a time"), z.number()], { error: "must be a time" })
  .nullable()
  .transform((given, ctx) => {
    const text = given === null ? "" : String(given).trim();
    if (text === "") return null;
    const time = parseTime(text);
    if (time.ok) return time.iso;
    ctx.issues.push({ code: "custom", message: time.message, input: given });
    return z.NEVER;
  });

const parameters = z.record(z.string().max(60), z.unknown(), { error: "must be an object" });

export const createObservationInput = z.strictObject({
  targetId: id,
  facilityId,
  /** The facility's own id: where it can be asked, the record is made as the facility has it. */
  observationId: observationId.nullable().optional(),
  /** As the facility's form has them. */
  parameters: parameters.optional(),
  /** One of the facility's states; left out: what a new one is in, or what the facility says. */
  status: status.optional(),
  scheduledStart: instant.optional(),
  scheduledEnd: instant.optional(),
});
export type CreateObservationInput = z.input<typeof createObservationInput>;

export const patchObservationInput = z.strictObject({
  status: status.optional(),
  observationId: observationId.nullable().optional(),
  /** Takes the place of those that are there. */
  parameters: parameters.optional(),
  scheduledStart: instant.optional(),
  scheduledEnd: instant.optional(),
  version: z.number().int().positive().optional(),
});
export type PatchObservationInput = z.input<typeof patchObservationInput>;
export type ObservationPatch = z.output<typeof patchObservationInput>;

const bulkStateMax = 2_000;

export const bulkStateInput = z.strictObject({
  ids: z.array(id).min(1, "Tick some records first").max(bulkStateMax, `At most ${bulkStateMax} records at once`),
  status,
});

const filesMax = 500;

export const saveFilesInput = z.strictObject({
  /** The facility's ids of files; left out: all that it lists. */
  files: z.array(z.string().min(1).max(300)).min(1, "Tick some files first").max(filesMax).optional(),
  /** A key of `dataProducts` in tom.config.ts; left out: by their names. */
  type: z.string().trim().min(1).max(40).optional(),
});
export type SaveFilesInput = z.output<typeof saveFilesInput>;
