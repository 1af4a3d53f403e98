import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json, pk, publicId } from "../columns";
import { users } from "./people";

/** Append-only trail: who did what, when, to what. Update and delete are refused by triggers. */
export const audit = sqliteTable(
  "audit",
  {
    pk: pk(),
    at: instant("at").notNull(),
    /** `user:<id>`, `token:<id>`, `system:<job>`, `anonymous`; the name beside it survives a deleted account. */
    actor: text("actor").notNull(),
    actorName: text("actor_name").notNull(),
    verb: text("verb").notNull(),
    objectType: text("object_type").notNull(),
    objectId: text("object_id").notNull(),
    /** The target the object belongs to, for its history; null for others. */
    targetId: text("target_id"),
    summary: text("summary").notNull(),
    changes: json("changes"),
    requestId: text("request_id").notNull(),
  },
  (t) => [index("audit_target").on(t.targetId, t.pk), index("audit_object").on(t.objectType, t.objectId, t.pk)],
);

/** Events written with the change that caused them; the source of truth of every hook. */
export const outbox = sqliteTable(
  "outbox",
  {
    pk: pk(),
    id: publicId(),
    event: text("event").notNull(),
    objectType: text("object_type").notNull(),
    objectId: text("object_id").notNull(),
    /** The target that the object belongs to (a target's own id); null for what belongs to none. */
    targetId: text("target_id"),
    /** The committed object whole, as it was. */
    payload: json("payload").notNull(),
    actor: json("actor").notNull(),
    /** The event whose handler made this change; null for changes by people. */
    causeId: text("cause_id"),
    depth: integer("depth").notNull().default(0),
    createdAt: instant("created_at").notNull(),
    /** When its handlers' runs were written (or found to be none). Empty text: its range tells (`released_events`). */
    relayedAt: instant("relayed_at"),
  },
  (t) => [index("outbox_unrelayed").on(t.relayedAt, t.pk), index("outbox_created").on(t.createdAt)],
);

/**
 * Events that were held back and let go together, as far as they still have to be relayed: by their range, so that
 * letting a hundred thousand go writes a few rows. What no range holds any more has been relayed.
 */
export const releasedEvents = sqliteTable("released_events", {
  firstPk: integer("first_pk").primaryKey(),
  lastPk: integer("last_pk").notNull(),
});

export const hookRuns = sqliteTable(
  "hook_runs",
  {
    pk: pk(),
    id: publicId(),
    outboxPk: integer("outbox_pk")
      .notNull()
      .references(() => outbox.pk, { onDelete: "cascade" }),
    hook: text("hook").notNull(),
    handler: text("handler").notNull(),
    objectType: text("object_type").notNull(),
    objectId: text("object_id").notNull(),
    /** As in the outbox: whoever sees this target sees the run. */
    targetId: text("target_id"),
    /** Whom its handler asks for this event, so that one who is slow holds up only what is for him; empty for nobody. */
    host: text("host").notNull().default(""),
    status: text("status", { enum: ["queued", "running", "done", "failed", "paused", "cancelled"] }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** As many as its handler has when the run is made; a person who has it tried again grants more. */
    attemptsMax: integer("attempts_max").notNull().default(5),
    dueAt: instant("due_at").notNull(),
    leaseUntil: instant("lease_until"),
    /** Until when whom its newest attempt asked wants to be left alone; null where that was not said. */
    hostBusyUntil: instant("host_busy_until"),
    /** When an outside engine accepted it, and how often it was given one; null: it has to be given it (again). */
    sentAt: instant("sent_at"),
    sends: integer("sends").notNull().default(0),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    durationMs: integer("duration_ms"),
    output: json("output"),
    error: text("error"),
    logs: json("logs"),
    /** Empty for the first run; a replay carries an id of its own here (`<run id>#<n>`), so that (event, handler) stays unique. */
    replayOf: text("replay_of").notNull().default(""),
    dryRun: flag("dry_run").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("hook_runs_once").on(t.outboxPk, t.handler, t.replayOf),
    index("hook_runs_sent").on(t.status, t.sentAt),
    // The next runs of one handler for one host, however many of the others wait.
    index("hook_runs_lane").on(t.handler, t.hook, t.status, t.host, t.dueAt),
    index("hook_runs_object").on(t.objectId, t.pk),
    index("hook_runs_handler").on(t.handler, t.pk),
    index("hook_runs_hook").on(t.hook, t.pk),
    index("hook_runs_status").on(t.status, t.pk),
    index("hook_runs_created").on(t.createdAt),
  ],
);

/** What a run has done and does not do again at its next attempt. Goes with the run. */
export const hookSteps = sqliteTable(
  "hook_steps",
  {
    runPk: integer("run_pk")
      .notNull()
      .references(() => hookRuns.pk, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The attempt that did it. */
    attempt: integer("attempt").notNull(),
    /** What it answered; null where it answered nothing. */
    answer: json("answer"),
    at: instant("at").notNull(),
    durationMs: integer("duration_ms").notNull(),
  },
  (t) => [primaryKey({ columns: [t.runPk, t.name] })],
);

/**
 * Handlers that a person has paused. A run of one that would wait is "paused" instead, whoever writes it: triggers on
 * hook_runs see to that (migration of handler pauses), and resuming puts the runs back into the queue.
 */
export const handlerPauses = sqliteTable(
  "handler_pauses",
  {
    hook: text("hook").notNull(),
    handler: text("handler").notNull(),
    pausedBy: text("paused_by").notNull(),
    pausedAt: instant("paused_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.hook, t.handler] })],
);

/** Long work with progress, seen by its owner. Same engine as the hooks. */
export const jobs = sqliteTable(
  "jobs",
  {
    pk: pk(),
    id: publicId(),
    kind: text("kind").notNull(),
    ownerPk: integer("owner_pk").references(() => users.pk, { onDelete: "set null" }),
    payload: json("payload").notNull(),
    /** As for hook runs; here the id of a broker. */
    host: text("host").notNull().default(""),
    status: text("status", { enum: ["queued", "running", "done", "failed", "cancelled"] }).notNull(),
    done: integer("done").notNull().default(0),
    total: integer("total"),
    message: text("message").notNull().default(""),
    result: json("result"),
    attempts: integer("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull(),
    leaseUntil: instant("lease_until"),
    /** As for hook runs. */
    sentAt: instant("sent_at"),
    sends: integer("sends").notNull().default(0),
    createdAt: instant("created_at").notNull(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    index("jobs_due").on(t.status, t.dueAt),
    index("jobs_lane").on(t.kind, t.status, t.host, t.dueAt),
    index("jobs_owner").on(t.ownerPk, t.pk),
    index("jobs_created").on(t.createdAt),
  ],
);

/** Answers kept for 24 h, so that a repeated POST has one effect. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    userPk: integer("user_pk")
      .notNull()
      .references(() => users.pk, { onDelete: "cascade" }),
    method: text("method").notNull(),
    path: text("path").notNull(),
    key: text("key").notNull(),
    bodyHash: text("body_hash").notNull(),
    /** Null until the first request wrote something, 0 from then (in the same commit) until it is answered. */
    status: integer("status"),
    response: text("response"),
    etag: text("etag"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userPk, t.method, t.path, t.key] }),
    index("idempotency_keys_created").on(t.createdAt),
  ],
);
