import * as z from "zod";
import { hookRunStatuses } from "./types";

const name = z.string().min(1).max(100);

const id = z.string().min(1).max(60);

export const hookRunIdSchema = z.strictObject({ id });

/** A handler by its hook and its own name. */
export const handlerNameSchema = z.strictObject({ hook: name, handler: name });

export const handlerPauseSchema = z.object({
  hook: z.string(),
  handler: z.string(),
  pausedAt: z.string().max(40).nullable(),
  pausedBy: z.string().nullable(),
  waiting: z.number().int().meta({ description: "Runs of this handler that wait, paused ones included." }),
});

export const hookRunFilterSchema = z.strictObject({
  hook: name.optional(),
  handler: name.optional(),
  status: z.enum(hookRunStatuses).optional(),
  objectId: name.optional(),
});

/** A form's check box sends "on". */
const checked = z.union([
  z.boolean(),
  z.enum(["on", "true", "false", ""]).transform((text) => text === "on" || text === "true"),
]);

export const replayBodySchema = z.strictObject({ dryRun: checked.default(false) });

export const replayHookRunSchema = replayBodySchema.extend({ id });

const instant = z.string().max(40);

export const hookRunSchema = z.object({
  id: z.string(),
  eventId: z.string(),
  hook: z.string(),
  handler: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  targetId: z.string().nullable(),
  objectName: z.string().nullable(),
  status: z.enum(hookRunStatuses),
  attempts: z.number().int(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  durationMs: z.number().int().nullable(),
  error: z.string().nullable(),
  replayOf: z.string().nullable(),
  dryRun: z.boolean(),
});

const line = z.object({
  at: instant,
  attempt: z.number().int(),
  level: z.enum(["debug", "info", "warn", "error"]),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()),
});

/** What is stored in `hook_runs.logs`; a line of another form is left out rather than failing the page. */
export const storedLines = z.array(line).catch([]);

/** What is stored in `outbox.actor`, as handlers see it. */
export const storedActor = z
  .union([
    z.object({
      kind: z.literal("user"),
      userId: z.string(),
      username: z.string(),
      via: z.enum(["session", "token", "cli"]),
    }),
    z.object({ kind: z.literal("system"), job: z.string() }),
  ])
  .catch({ kind: "system", job: "unknown" });

/** What is stored in `outbox.actor`, as far as it names somebody. */
export const storedActorName = z
  .union([
    z.object({ username: z.string() }).transform((actor) => actor.username),
    z.object({ job: z.string() }).transform((actor) => actor.job),
  ])
  .catch("somebody");

export const hookRunDetailSchema = hookRunSchema.extend({
  input: z.unknown(),
  output: z.unknown(),
  steps: z.array(
    z.object({
      name: z.string(),
      attempt: z.number().int(),
      at: instant,
      durationMs: z.number().int(),
      answer: z.unknown(),
    }),
  ),
  logs: z.array(line),
  attemptsMax: z.number().int(),
  nextAttemptAt: instant.nullable(),
  hostBusyUntil: instant.nullable(),
  changedBy: z.string(),
  causedBy: z.string().nullable(),
  causedByRun: z.string().nullable(),
  replays: z.array(
    z.object({ id: z.string(), status: z.enum(hookRunStatuses), dryRun: z.boolean(), createdAt: instant }),
  ),
  rights: z.object({ canReplay: z.boolean() }),
});
