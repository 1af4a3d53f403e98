import * as z from "zod";
import { decimalText } from "@/lib/core/decimal-text";
import { scheduleSchema } from "@/lib/core/schedule";

/** What the doors of the alerts domain take. Isomorphic. */

const name = z
  .string("must be text")
  .trim()
  .min(1, "Give the query a name.")
  .max(120, "must have at most 120 characters");
const id = z.string("must be an id").min(1).max(60);
/** Checked by the broker's own form schema. */
const parameters = z.record(z.string().max(60), z.unknown());

/** Orders of the list of saved queries; the first is the one without a word. */
export const querySorts = ["-createdAt", "createdAt", "name", "-name"] as const;
export type QuerySort = (typeof querySorts)[number];

const ruleCapMax = 100;

/** What a query makes of the alerts that are new in a run. An alert without the number that is asked for never fits. */
export const queryRuleSchema = z.strictObject({
  /** The group that may see and change the targets. */
  groupId: id,
  /** Least score; where a lower score is the better one at this broker, the greatest. Null: any alert, also one without. */
  scoreLimit: z.number("must be a number").nullable().default(null),
  /** Faintest newest magnitude; null: any alert, also one without. */
  magMax: z
    .number("must be a number")
    .min(-30, "must be from -30 to 40")
    .max(40, "must be from -30 to 40")
    .nullable()
    .default(null),
  /** At most so many targets are made or linked in one run; what fits beyond is only told of. */
  cap: z
    .int("must be a whole number")
    .min(1, `must be from 1 to ${ruleCapMax}`)
    .max(ruleCapMax, `must be from 1 to ${ruleCapMax}`)
    .default(10),
});
export type QueryRule = z.output<typeof queryRuleSchema>;

/** A rule as it is stored; null where there is none, or one that is no longer read. */
export const storedRule = (stored: unknown): QueryRule | null =>
  queryRuleSchema
    .nullable()
    .catch(null)
    .parse(stored ?? null);

export const createQuerySchema = z.strictObject({
  name,
  brokerId: z.string("must be a broker's id").min(1).max(40),
  parameters: parameters.default({}),
  /** Members of this group see the query and its runs; null = only the owner and administrators. */
  groupId: id.nullable().default(null),
  /** Cron in UTC; null = runs when somebody asks. */
  schedule: scheduleSchema.nullable().default(null),
  schedulePaused: z.boolean().default(false),
  rule: queryRuleSchema.nullable().default(null),
});

export const updateQuerySchema = z.strictObject({
  id,
  name: name.optional(),
  parameters: parameters.optional(),
  groupId: id.nullable().optional(),
  schedule: scheduleSchema.nullable().optional(),
  schedulePaused: z.boolean().optional(),
  rule: queryRuleSchema.nullable().optional(),
  version: z.number().int().positive().optional(),
});

export const runQuerySchema = z.strictObject({ id });

/** A rule to try, before it is saved or as it is saved (left out), on a run of the query: its newest one unless named. */
export const tryRuleSchema = z.strictObject({
  id,
  rule: queryRuleSchema.optional(),
  runId: id.optional(),
});

export const createTargetsSchema = z.strictObject({
  runId: id,
  /** Ids of the broker's alerts, or "all". */
  alertIds: z.union([
    z.literal("all"),
    z.array(z.string().min(1).max(200)).min(1, "Tick at least one alert.").max(5000),
  ]),
  /** With "all": only those that this selects, as a list of the run's alerts does. */
  among: z
    .strictObject({ state: z.enum(["new", "known", "updated"]).optional(), hasTarget: z.boolean().optional() })
    .optional(),
  groups: z.array(id).max(100).optional(),
  visibility: z.enum(["open", "public", "private"]).optional(),
  /** What to do with an alert within the match radius of a target, and no shared name: ask (default), link, or make anew. */
  nearby: z.union([z.enum(["link", "create"]), z.record(z.string().max(200), z.enum(["link", "create"]))]).optional(),
});

const brokerId = z.string("must be a broker's id").min(1).max(40);

export const askBrokerSchema = z.strictObject({ targetId: id, brokerId });

export const linkSightingsSchema = z.strictObject({
  targetId: id,
  sightings: z
    .array(z.strictObject({ brokerId, alertId: z.string().min(1).max(200) }))
    .min(1, "Choose at least one object.")
    .max(50),
});

export const unlinkAlertSchema = z.strictObject({ targetId: id, brokerId, alertId: z.string().min(1).max(200) });

/** Query strings are text. */
const numberText = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(decimalText, "must be a number")
    .max(40)
    .transform(Number)
    .pipe(z.number().min(min, `must be from ${min} to ${max}`).max(max, `must be from ${min} to ${max}`));

/** A place in degrees ICRS, a name, or both, as the query of an address. */
export const lookUpQuery = z
  .strictObject({
    name: z.string().trim().min(1).max(100).optional(),
    raDeg: numberText(0, 360).optional(),
    decDeg: numberText(-90, 90).optional(),
    radiusArcsec: numberText(0.1, 600).default(5),
  })
  .superRefine(({ name, raDeg, decDeg }, context) => {
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    if ((raDeg === undefined) !== (decDeg === undefined))
      complain(raDeg === undefined ? "raDeg" : "decDeg", "A position is RA and Dec together.");
    if (name === undefined && raDeg === undefined && decDeg === undefined)
      complain("name", "Give a name, or a position.");
  });
