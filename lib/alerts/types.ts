import type { SolarSystemMatch } from "@/lib/astro/solar-system";
import type { BrokerContext, ClassificationDraft } from "@/lib/brokers/contract";
import type { UpstreamMessage } from "@/lib/brokers/contract-upstream";
import type { ReportStatus } from "./report-schema";

export type QueryDto = {
  id: string;
  version: number;
  name: string;
  brokerId: string;
  schemaVersion: number;
  parameters: Record<string, unknown>;
  /** Username; null when the account is gone. */
  owner: string | null;
  group: { id: string; name: string } | null;
  createdAt: string;
  updatedAt: string;
  /** Cron in UTC; null = runs when somebody asks. */
  schedule: string | null;
  schedulePaused: boolean;
  /** The next three times it runs by itself, the first with its wait after failures; empty without a schedule and while it is paused. */
  nextRuns: string[];
  /** Scheduled runs that failed since one went well. */
  failureCount: number;
  /** Why it needs a look before it can run by itself again, in a sentence; null when nothing is wrong. */
  needsLook: string | null;
  rule: QueryRuleDto | null;
  lastRun: { id: string; startedAt: string; status: RunStatus; total: number } | null;
  /** Alerts that are new in runs since this reader last looked; null when she never looked. */
  newSinceLook: number | null;
  /** False when the broker's form no longer reads these parameters, or the broker is gone. */
  readable: boolean;
  rights: { canChange: boolean };
};

export type QueryRuleDto = {
  /** Null where the reader does not belong to the group, or it is gone. */
  group: { id: string; name: string } | null;
  /** In whose name it acts: who set it, or last changed what it acts on. Null when the account is gone. */
  author: string | null;
  /** Why it cannot act in that name, in a sentence; null when it can. */
  stopped: string | null;
  scoreLimit: number | null;
  magMax: number | null;
  cap: number;
};

export type RuleOutcome = "created" | "existing" | "nearby" | "failed" | "over-cap";

/** What became of a run's alerts that fitted the query's rule, as this reader may know it. */
export type RuleReport = {
  /** waiting: it has not acted yet; stopped: whoever set it no longer stood behind it. */
  state: "waiting" | "done" | "failed" | "stopped";
  /** In whose name it acts; null when the account is gone. */
  author: string | null;
  /** Why it could not act at all, in a sentence. */
  error: string | null;
  items: {
    alertId: string;
    outcome: RuleOutcome;
    targetId: string | null;
    targetName: string | null;
    message: string | null;
  }[];
};

/** What a rule would do with one alert of a run, if the alert were new. */
export type RuleTrialItem = {
  alertId: string;
  name: string;
  score: number | null;
  mag: number | null;
  /** New in that run to all who are told of it, so that the rule really looked at it. */
  isNew: boolean;
  /** A known solar-system object beside it. */
  solarSystem: SolarSystemMatch | null;
  /** leave: it does not fit. */
  would: "create" | "link" | "ask" | "fail" | "over-cap" | "leave";
  /** In a sentence. */
  why: string;
  targetId: string | null;
  targetName: string | null;
};

export type RuleTrial = {
  /** Null when the query has not been run: nothing to try it on. */
  runId: string | null;
  counts: { fits: number; create: number; link: number; ask: number; fail: number; overCap: number; leave: number };
  items: RuleTrialItem[];
};

export type RunStatus = "running" | "done" | "failed" | "partial";

/**
 * What an alert was to its reader when the run was frozen. updated: an earlier run had it otherwise; known: one had it as it
 * is, or it was a target of hers; new: neither. What becomes of it later changes nothing.
 */
export type AlertState = "new" | "known" | "updated";

export type RunDto = {
  id: string;
  queryId: string | null;
  queryName: string;
  brokerId: string;
  parameters: Record<string, unknown>;
  context: BrokerContext | null;
  startedAt: string;
  finishedAt: string | null;
  status: RunStatus;
  feedback: string | null;
  counts: { total: number; new: number; known: number; updated: number; gone: number };
  previousRunId: string | null;
  /** What asked for it. */
  trigger: "person" | "schedule";
  /** What the query's rule did; null where there was nothing for it to do. */
  rule: RuleReport | null;
};

export type RunAlertDto = {
  alertId: string;
  name: string;
  timestamp: string | null;
  raDeg: number | null;
  decDeg: number | null;
  mag: number | null;
  band: string | null;
  score: number | null;
  url: string;
  state: AlertState;
  /** Of a target that the reader may see and that stands for it today. */
  targetId: string | null;
  targetName: string | null;
  classifications: ClassificationDraft[];
  /** A known solar-system object beside it; null: none told. Absent where nobody asked for it. */
  solarSystem?: SolarSystemMatch | null;
};

export type CreateTargetsReport = {
  created: { alertId: string; targetId: string; name: string }[];
  existing: { alertId: string; targetId: string; name: string }[];
  nearby: { alertId: string; targetId: string; name: string; separationArcsec: number }[];
  failed: { alertId: string; message: string }[];
  /** The job that stores their light curves; null when there is nothing to fetch. */
  jobId: string | null;
};

export type BrokerDto = {
  id: string;
  name: string;
  surveys: string[];
  summary: string;
  homepage: string;
  docsUrl: string;
  magnitudeSystem: string | null;
  scoreMeaning: string;
  state: "ready" | "missing-credentials" | "retired";
  /** What is missing (a ready broker may lack the token of one survey) and where to get it, or why it is retired. */
  stateText: string | null;
  capabilities: string[];
  /** JSON Schema of a query's parameters. */
  queryForm: unknown;
  schemaVersion: number;
  lastSuccessAt: string | null;
  lastFailureAt: string | null;
  lastFailure: string | null;
  /** What keeps it from being asked right now: it asks to wait, is silent, or others are waiting; null when nothing. */
  waitText: string | null;
};

/** One object of one broker, as it stands there now. Position ICRS degrees, time UTC. */
export type Sighting = {
  /** The broker's own id, as text. */
  alertId: string;
  name: string;
  /** Why it is taken for the object: linked to it, called by one of its names, or close by. */
  foundBy: "link" | "name" | "position";
  raDeg: number | null;
  decDeg: number | null;
  /** From the place asked for; null where either has none. */
  separationArcsec: number | null;
  /** ISO 8601 UTC of the newest detection. */
  timestamp: string | null;
  /** In the magnitude system of the broker's manifest. */
  mag: number | null;
  band: string | null;
  /** Meaning: the broker's manifest. Never compared between brokers. */
  score: number | null;
  detections: number | null;
  /** It moves: the position holds for a moment. */
  moves?: boolean;
  /** A known solar-system object beside it. */
  solarSystem?: SolarSystemMatch;
  url: string;
  classifications: ClassificationDraft[];
};

export type LookUpAnswer = {
  /** unavailable: not asked (needs a token, retired, cannot be asked this way); failed: asked in vain. */
  status: "found" | "nothing" | "failed" | "unavailable";
  /** A sentence for people; beside "found" what part of the question failed. */
  message: string | null;
  /** The surest first: linked, by name, then by distance. */
  sightings: Sighting[];
};

/** Where a name was looked for, and who told that place. ICRS degrees. */
export type LookUpPlace = {
  raDeg: number;
  decDeg: number;
  from: "target" | "broker";
  /** Of the target, or of the broker. */
  id: string;
  /** "your target", or the broker's name. */
  source: string;
  /** How the source calls the object. */
  name: string;
};

/** What one broker has under a name, or at the place that the name stands for. */
export type NamedAnswer = LookUpAnswer & {
  /** Where it was asked; null where it was asked by name alone, or not at all. */
  place: LookUpPlace | null;
};

/** What one broker answered about a target, and when. */
export type BrokerViewDto = LookUpAnswer & { brokerId: string; askedAt: string };

/** A broker as the pages that ask all of them need it. */
export type LookedBrokerDto = {
  id: string;
  name: string;
  magnitudeSystem: string | null;
  /** What its magnitudes measure; null where it does not say. */
  magnitudeOf: "difference" | "total" | null;
  /** Why it is not asked; null when it can be. */
  unavailable: string | null;
};

/** A report to a broker as its own page shows it. */
export type ReportDto = {
  id: string;
  targetId: string;
  /** The observation record that it started from; null when it started from the target, or the record is gone. */
  observationRecordId: string | null;
  brokerId: string;
  kind: string;
  status: ReportStatus;
  /** Address that it was reviewed for. */
  destination: string;
  parameters: Record<string, unknown>;
  /** Exactly what is sent. */
  body: unknown;
  reference: string | null;
  sentAt: string | null;
  answeredAt: string | null;
  /** One sentence on how it stands; null when its state says it all. */
  message: string | null;
  /** The broker's words, field by field. */
  messages: UpstreamMessage[];
  /** The name that the object has there. */
  name: string | null;
  url: string | null;
  /** Username; null when the account is gone. */
  by: string | null;
  createdAt: string;
  updatedAt: string;
};

/** A report in a list, for whoever sees its target. */
export type ReportSummary = Pick<
  ReportDto,
  | "id"
  | "observationRecordId"
  | "brokerId"
  | "kind"
  | "status"
  | "destination"
  | "message"
  | "name"
  | "url"
  | "by"
  | "sentAt"
  | "updatedAt"
>;
