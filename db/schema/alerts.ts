import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json, pk, publicId } from "../columns";
import { observationRecords } from "./observations";
import { groups, users } from "./people";
import { targets } from "./targets";

export const brokerQueries = sqliteTable(
  "broker_queries",
  {
    pk: pk(),
    id: publicId(),
    version: integer("version").notNull().default(1),
    name: text("name").notNull(),
    brokerId: text("broker_id").notNull(),
    /** Version of the broker's form that `parameters` was written for. */
    schemaVersion: integer("schema_version").notNull(),
    parameters: json("parameters").notNull(),
    ownerPk: integer("owner_pk").references(() => users.pk, { onDelete: "set null" }),
    groupPk: integer("group_pk").references(() => groups.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    lastRunAt: instant("last_run_at"),
    /** Cron, five parts, UTC; null = runs when somebody asks. */
    schedule: text("schedule"),
    /** The schedule is kept, and waits. */
    schedulePaused: flag("schedule_paused").notNull().default(false),
    /** When the schedule comes next; null without one, and while it is paused. */
    nextRunAt: instant("next_run_at"),
    /** Scheduled runs that failed since one went well. */
    failureCount: integer("failure_count").notNull().default(0),
    /** Why its schedule cannot run it until somebody looks, in a sentence; null = nothing is wrong. */
    needsLook: text("needs_look"),
    /** What is made of new alerts, as `queryRuleSchema` reads it; null = nothing. */
    rule: json("rule"),
    /** Who set the rule, or last changed what it acts on: it acts in her name. Null: no rule, or her account is gone. */
    ruleAuthorPk: integer("rule_author_pk").references(() => users.pk, { onDelete: "set null" }),
  },
  (t) => [
    index("broker_queries_owner").on(t.ownerPk),
    index("broker_queries_group").on(t.groupPk),
    index("broker_queries_next").on(t.nextRunAt),
    index("broker_queries_name").on(sql`name COLLATE NOCASE`, t.pk),
  ],
);

/** One run of a query, frozen: what was asked, when, every alert, feedback. Outlives its query. */
export const brokerRuns = sqliteTable(
  "broker_runs",
  {
    pk: pk(),
    id: publicId(),
    queryPk: integer("query_pk").references(() => brokerQueries.pk, { onDelete: "set null" }),
    queryName: text("query_name").notNull(),
    brokerId: text("broker_id").notNull(),
    schemaVersion: integer("schema_version").notNull(),
    /** As asked, with durations resolved to instants. */
    parameters: json("parameters").notNull(),
    /** What `getBrokerContextData` gave; null where the broker has none. */
    context: json("context"),
    ownerPk: integer("owner_pk").references(() => users.pk, { onDelete: "set null" }),
    groupPk: integer("group_pk").references(() => groups.pk, { onDelete: "set null" }),
    previousPk: integer("previous_pk"),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at"),
    status: text("status", { enum: ["running", "done", "failed", "partial"] }).notNull(),
    feedback: text("feedback"),
    total: integer("total").notNull().default(0),
    /** In whose name it was asked for; for a schedule the owner's. Null for runs from before this was kept. */
    askedByPk: integer("asked_by_pk").references(() => users.pk, { onDelete: "set null" }),
    /** What asked for it. */
    trigger: text("trigger_kind", { enum: ["person", "schedule"] })
      .notNull()
      .default("person"),
    /** While it runs: until when its process is believed to live. */
    leaseUntil: instant("lease_until"),
    /** The query's rule as it was when it acted on this run; null where there was none. */
    rule: json("rule"),
    /** In whose name it acted. */
    ruleAuthorPk: integer("rule_author_pk").references(() => users.pk, { onDelete: "set null" }),
    /**
     * waiting: it has not acted yet; stopped: nobody stood behind it any more. Null where there was no rule, or nothing for
     * it to act on.
     */
    ruleState: text("rule_state", { enum: ["waiting", "done", "failed", "stopped"] }),
    /** Why the rule failed, or was stopped, in a sentence. */
    ruleError: text("rule_error"),
  },
  (t) => [
    index("broker_runs_query").on(t.queryPk, t.pk),
    index("broker_runs_owner").on(t.ownerPk, t.pk),
    index("broker_runs_status").on(t.status, t.leaseUntil),
  ],
);

/** What a query's rule did with each alert that fitted it; what it says of a target goes with the target. */
export const ruleOutcomes = sqliteTable(
  "rule_outcomes",
  {
    pk: pk(),
    runPk: integer("run_pk")
      .notNull()
      .references(() => brokerRuns.pk, { onDelete: "cascade" }),
    alertId: text("alert_id").notNull(),
    outcome: text("outcome", { enum: ["created", "existing", "nearby", "failed", "over-cap"] }).notNull(),
    /** Null where no target came of it. */
    targetPk: integer("target_pk").references(() => targets.pk, { onDelete: "cascade" }),
    /** Why it failed, or how far away the target lies; null otherwise. */
    message: text("message"),
  },
  (t) => [uniqueIndex("rule_outcomes_alert").on(t.runPk, t.alertId), index("rule_outcomes_target").on(t.targetPk)],
);

export const brokerRunAlerts = sqliteTable(
  "broker_run_alerts",
  {
    pk: pk(),
    runPk: integer("run_pk")
      .notNull()
      .references(() => brokerRuns.pk, { onDelete: "cascade" }),
    /** The broker's own id as text, unique in the run. */
    alertId: text("alert_id").notNull(),
    name: text("name").notNull(),
    timestamp: instant("timestamp"),
    raDeg: real("ra_deg"),
    decDeg: real("dec_deg"),
    mag: real("mag"),
    band: text("band"),
    score: real("score"),
    url: text("url").notNull(),
    /** Class names with classifier, version and probability, as the broker gave them. */
    classifications: json("classifications").notNull(),
    /** The reply itself, as it came. */
    raw: json("raw").notNull(),
    /** Against what the query brought before. */
    change: text("change", { enum: ["new", "same", "updated"] }).notNull(),
    /** Row id of the newest earlier run that had it, which `change` is against; null for a new one. */
    comparedPk: integer("compared_pk"),
  },
  (t) => [
    uniqueIndex("broker_run_alerts_id").on(t.runPk, t.alertId),
    // Counting reads this alone, and not past what the broker said.
    index("broker_run_alerts_change").on(t.runPk, t.change, t.comparedPk),
  ],
);

/** The targets that stood for an alert when its run was frozen, whoever may see them. */
export const brokerRunKnown = sqliteTable(
  "broker_run_known",
  {
    alertPk: integer("alert_pk")
      .notNull()
      .references(() => brokerRunAlerts.pk, { onDelete: "cascade" }),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.alertPk, t.targetPk] }), index("broker_run_known_target").on(t.targetPk)],
);

/** Which target stands for which object of a broker. */
export const alertLinks = sqliteTable(
  "alert_links",
  {
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    brokerId: text("broker_id").notNull(),
    alertId: text("alert_id").notNull(),
    url: text("url").notNull(),
    linkedByPk: integer("linked_by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    /** When photometry was last fetched through this link. */
    fetchedAt: instant("fetched_at"),
  },
  (t) => [
    primaryKey({ columns: [t.targetPk, t.brokerId, t.alertId] }),
    index("alert_links_alert").on(t.brokerId, t.alertId),
  ],
);

/** The last word of each broker, shown on its card. */
export const brokerStates = sqliteTable("broker_states", {
  brokerId: text("broker_id").primaryKey(),
  lastSuccessAt: instant("last_success_at"),
  lastFailureAt: instant("last_failure_at"),
  lastFailure: text("last_failure"),
});

/** Which run of a query a person saw last: "new since last look". */
export const queryLooks = sqliteTable(
  "query_looks",
  {
    userPk: integer("user_pk")
      .notNull()
      .references(() => users.pk, { onDelete: "cascade" }),
    queryPk: integer("query_pk")
      .notNull()
      .references(() => brokerQueries.pk, { onDelete: "cascade" }),
    runPk: integer("run_pk").notNull(),
  },
  (t) => [primaryKey({ columns: [t.userPk, t.queryPk] })],
);

/** What each broker last answered about a target: kept so that the page shows it at once, asked anew on wish. */
export const brokerViews = sqliteTable(
  "broker_views",
  {
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    brokerId: text("broker_id").notNull(),
    askedAt: instant("asked_at").notNull(),
    status: text("status", { enum: ["found", "nothing", "failed", "unavailable"] }).notNull(),
    message: text("message"),
    sightings: json("sightings").notNull(),
  },
  (t) => [primaryKey({ columns: [t.targetPk, t.brokerId] })],
);

/** Reports to a broker (a discovery, a classification): reviewed by a person, sent at most once, answered later. */
export const upstreamReports = sqliteTable(
  "upstream_reports",
  {
    pk: pk(),
    id: publicId(),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    /** The observation that it started from; null for one that started from the target, or whose record is gone. */
    observationPk: integer("observation_pk").references(() => observationRecords.pk, { onDelete: "set null" }),
    brokerId: text("broker_id").notNull(),
    kind: text("kind").notNull(),
    /** What the person filled in. */
    parameters: json("parameters").notNull(),
    /** Exactly what is sent. */
    body: json("body").notNull(),
    /** Address that it was reviewed for; it goes nowhere else. */
    destination: text("destination").notNull(),
    /**
     * draft: reviewed, not sent. queued: to be sent. sending: on its way; found so after a crash it is "unknown".
     * unknown: perhaps sent, its answer is lost; looked for, never sent again by itself. waiting: taken, not answered.
     * failed: surely not taken.
     */
    status: text("status", {
      enum: ["draft", "queued", "sending", "unknown", "waiting", "accepted", "rejected", "failed"],
    }).notNull(),
    /** Under which the broker answers. */
    reference: text("reference"),
    sentAt: instant("sent_at"),
    answeredAt: instant("answered_at"),
    /** One sentence on how it stands. */
    message: text("message"),
    /** The broker's words, field by field. */
    messages: json("messages").notNull(),
    /** The name that the object has there. */
    name: text("name"),
    url: text("url"),
    createdByPk: integer("created_by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    index("upstream_reports_target").on(t.targetPk, t.pk),
    index("upstream_reports_observation").on(t.observationPk).where(sql`observation_pk IS NOT NULL`),
    // One report of a kind at a time: two people who press the button make one report.
    uniqueIndex("upstream_reports_under_way")
      .on(t.targetPk, t.brokerId, t.kind, t.destination)
      .where(sql`status IN ('queued', 'sending', 'unknown', 'waiting')`),
  ],
);
