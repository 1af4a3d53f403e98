import * as z from "zod";
import { queryRuleSchema } from "@/lib/alerts/schema";

/** Schemas that several routes of the API share; they are also what OpenAPI shows. */

export const idParams = z.strictObject({ id: z.string().min(1).max(60) });

/** Query strings are text: numbers and yes/no are read here. */
export const limitParam = z
  .string()
  .regex(/^\d{1,4}$/, "must be a whole number from 1 to 200")
  .transform(Number)
  .refine((n) => n >= 1 && n <= 200, "must be a whole number from 1 to 200")
  .default(25);
export const cursorParam = z.string().min(1).max(2000).optional();
export const yesNoParam = z.enum(["true", "false"], "must be true or false").transform((v) => v === "true");

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().optional() });

/** What the API takes of a query's schedule and rule, on creating and on changing it. */
export const scheduleFields = {
  schedule: z
    .string()
    .max(1000)
    .nullable()
    .optional()
    .meta({ description: "Cron with five parts, in UTC; null: runs when somebody asks." }),
  schedulePaused: z.boolean().optional(),
  rule: queryRuleSchema
    .nullable()
    .optional()
    .meta({ description: "Makes targets of what is new in a run, in the name of whoever set it." }),
};

export const classificationShape = z.object({
  name: z.string(),
  source: z.string(),
  classifier: z.string().nullable(),
  version: z.string().nullable(),
  probability: z.number().nullable(),
  date: z.string().nullable(),
});

export const queryShape = z
  .object({
    id: z.string(),
    version: z.number(),
    name: z.string(),
    brokerId: z.string(),
    schemaVersion: z.number(),
    parameters: z.record(z.string(), z.unknown()),
    owner: z.string().nullable(),
    group: z.object({ id: z.string(), name: z.string() }).nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    schedule: z.string().nullable().meta({ description: "Cron with five parts, in UTC." }),
    schedulePaused: z.boolean(),
    nextRuns: z.array(z.string()).meta({ description: "The next three times it runs by itself." }),
    failureCount: z.number().meta({ description: "Scheduled runs that failed since one went well." }),
    needsLook: z.string().nullable().meta({
      description: "Why it cannot run by itself until somebody looks, in a sentence; null when nothing is wrong.",
    }),
    rule: z
      .object({
        group: z.object({ id: z.string(), name: z.string() }).nullable(),
        author: z
          .string()
          .nullable()
          .meta({ description: "In whose name it acts: who set it, or last changed what it acts on." }),
        stopped: z.string().nullable().meta({
          description: "Why it cannot act in that name, in a sentence; null when it can.",
        }),
        scoreLimit: z.number().nullable(),
        magMax: z.number().nullable(),
        cap: z.number(),
      })
      .nullable(),
    lastRun: z.object({ id: z.string(), startedAt: z.string(), status: z.string(), total: z.number() }).nullable(),
    newSinceLook: z.number().nullable(),
    readable: z.boolean(),
    rights: z.object({ canChange: z.boolean() }),
  })
  .meta({ id: "BrokerQuery" });

export const runShape = z
  .object({
    id: z.string(),
    queryId: z.string().nullable(),
    queryName: z.string(),
    brokerId: z.string(),
    parameters: z.record(z.string(), z.unknown()).meta({ description: "As asked; durations resolved to instants." }),
    context: z.unknown(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    status: z.enum(["running", "done", "failed", "partial"]),
    feedback: z.string().nullable(),
    counts: z.object({ total: z.number(), new: z.number(), known: z.number(), updated: z.number(), gone: z.number() }),
    previousRunId: z.string().nullable(),
    trigger: z.enum(["person", "schedule"]),
    rule: z
      .object({
        state: z.enum(["waiting", "done", "failed", "stopped"]),
        author: z.string().nullable().meta({ description: "In whose name it acts." }),
        error: z.string().nullable(),
        items: z.array(
          z.object({
            alertId: z.string(),
            outcome: z.enum(["created", "existing", "nearby", "failed", "over-cap"]),
            targetId: z.string().nullable(),
            targetName: z.string().nullable(),
            message: z.string().nullable(),
          }),
        ),
      })
      .nullable()
      .meta({ description: "What the query's rule did; null where there was nothing for it to do." }),
  })
  .meta({ id: "BrokerRun" });

export const solarSystemShape = z
  .object({ name: z.string().nullable(), separationArcsec: z.number().nullable() })
  .meta({ description: "A known solar-system object beside the newest detection: a flag, never a name." });

export const ruleTrialShape = z
  .object({
    runId: z.string().nullable().meta({ description: "Null when no run of the query brought alerts yet." }),
    counts: z.object({
      fits: z.number(),
      create: z.number(),
      link: z.number(),
      ask: z.number(),
      fail: z.number(),
      overCap: z.number(),
      leave: z.number(),
    }),
    items: z.array(
      z.object({
        alertId: z.string(),
        name: z.string(),
        score: z.number().nullable(),
        mag: z.number().nullable(),
        isNew: z.boolean(),
        solarSystem: solarSystemShape.nullable(),
        would: z.enum(["create", "link", "ask", "fail", "over-cap", "leave"]),
        why: z.string(),
        targetId: z.string().nullable(),
        targetName: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "RuleTrial" });

export const runAlertShape = z
  .object({
    alertId: z.string().meta({ description: "The broker's own id, as text; unique in the run." }),
    name: z.string(),
    timestamp: z.string().nullable().meta({ description: "ISO 8601 UTC of the newest detection." }),
    raDeg: z.number().nullable(),
    decDeg: z.number().nullable(),
    mag: z.number().nullable(),
    band: z.string().nullable(),
    score: z.number().nullable(),
    url: z.string(),
    state: z.enum(["new", "known", "updated"]).meta({
      description: "What it was to you when the run was frozen: what becomes a target later stays `new`.",
    }),
    targetId: z.string().nullable().meta({ description: "Of the target that stands for it today, where you see one." }),
    targetName: z.string().nullable(),
    classifications: z.array(classificationShape),
    solarSystem: solarSystemShape.nullable(),
  })
  .meta({ id: "BrokerRunAlert" });

export const photometryShape = z
  .object({
    row: z.string(),
    observedAt: z.string().meta({ description: "ISO 8601 UTC" }),
    observedAtMjd: z.number().meta({ description: "MJD UTC" }),
    band: z.string(),
    mag: z.number().nullable(),
    magErr: z.number().nullable(),
    fluxNjy: z.number().nullable(),
    fluxErrNjy: z.number().nullable(),
    limitMag: z.number().nullable(),
    magSystem: z.string().nullable(),
    brightness: z.enum(["difference", "total"]),
    forced: z.boolean(),
    negative: z.boolean(),
    limitSigma: z.number().nullable(),
    timeReference: z.enum(["start", "middle"]).nullable(),
    flagged: z.object({ reason: z.string(), by: z.string().nullable() }).nullable(),
    telescope: z.string().nullable(),
    instrument: z.string().nullable(),
    source: z.string(),
    sourceId: z.string().nullable(),
    via: z.array(z.string()),
    revision: z.number(),
  })
  .meta({ id: "Photometry" });

export const brokerShape = z
  .object({
    id: z.string(),
    name: z.string(),
    surveys: z.array(z.string()),
    summary: z.string(),
    homepage: z.string(),
    docsUrl: z.string(),
    magnitudeSystem: z.string().nullable(),
    scoreMeaning: z.string(),
    state: z.enum(["ready", "missing-credentials", "retired"]),
    stateText: z.string().nullable(),
    capabilities: z.array(z.string()),
    queryForm: z.unknown().meta({ description: "JSON Schema of the query's parameters." }),
    schemaVersion: z.number(),
    lastSuccessAt: z.string().nullable(),
    lastFailureAt: z.string().nullable(),
    lastFailure: z.string().nullable(),
    waitText: z.string().nullable().meta({
      description: "What keeps the broker from being asked right now, in a sentence; null when nothing does.",
    }),
  })
  .meta({ id: "Broker" });
