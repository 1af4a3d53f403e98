import * as z from "zod";

/** What the doors of the alerts domain take. Isomorphic. */

const name = z
  .string("must be text")
  .trim()
  .min(1, "Give the query a name.")
  .max(120, "must have at most 120 characters");
const id = z.string("must be an id").min(1).max(60);
/** Checked by the broker's own form schema. */
const parameters = z.record(z.string().max(60), z.unknown());

export const createQuerySchema = z.strictObject({
  name,
  brokerId: z.string("must be a broker's id").min(1).max(40),
  parameters: parameters.default({}),
  /** Members of this group see the query and its runs; null = only the owner and administrators. */
  groupId: id.nullable().default(null),
});

export const updateQuerySchema = z.strictObject({
  id,
  name: name.optional(),
  parameters: parameters.optional(),
  groupId: id.nullable().optional(),
  version: z.number().int().positive().optional(),
});

export const runQuerySchema = z.strictObject({ id });

export const createTargetsSchema = z.strictObject({
  runId: id,
  /** Ids of the broker's alerts, or "all". */
  alertIds: z.union([
    z.literal("all"),
    z.array(z.string().min(1).max(200)).min(1, "Tick at least one alert.").max(5000),
  ]),
  groups: z.array(id).max(100).optional(),
  visibility: z.enum(["open", "public", "private"]).optional(),
  /** What to do with an alert within the match radius of a target, and no shared name: ask (default), link, or make anew. */
  nearby: z.union([z.enum(["link", "create"]), z.record(z.string().max(200), z.enum(["link", "create"]))]).optional(),
});
