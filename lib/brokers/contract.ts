import type * as z from "zod";
import type { SolarSystemMatch } from "@/lib/astro/solar-system";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { HttpClient } from "@/lib/http/types";
import type { BrokerManifest, Choice, ChoiceList, QueryForm } from "./contract-query";
import type { ClassificationDraft, PhotometryDraft, TargetDraft, TargetRef } from "./contract-rows";
import type { StampKind } from "./contract-stamps";
import type { ReviewedReport, UpstreamReceipt, UpstreamReports, UpstreamSubject } from "./contract-upstream";

/**
 * What a broker plug-in is: a manifest, a query form, and `connect`, which gives an object with at least
 * `fetchAlerts` and `toGenericAlert`. A plug-in proposes rows; it never writes, and it reaches the network only
 * through the client it is given.
 */

export type { BrokerManifest, Choice, ChoiceList, CredentialSpec, QueryForm } from "./contract-query";
export type { ClassificationDraft, PhotometryDraft, TargetDraft, TargetRef } from "./contract-rows";

/** One alert as any broker can describe it. Positions ICRS degrees; times UTC. */
export type GenericAlert = {
  /** The broker's own id of the object, as text; unique in one run. */
  id: string;
  name: string;
  /** ISO 8601 UTC of the newest detection; null when the broker does not say. */
  timestamp: string | null;
  /** Degrees, ICRS, [0,360). Null for events without a position: they cannot become targets. */
  ra: number | null;
  /** Degrees, ICRS, [-90,90]. Null together with `ra`. */
  dec: number | null;
  /** Newest magnitude in `manifest.magnitudeSystem`; null when the list does not carry one. */
  mag: number | null;
  band: string | null;
  /** Meaning: `manifest.scoreMeaning`. Null is "no score", 0 is a score. */
  score: number | null;
  /** How many detections the broker counts; null or absent when it does not say. */
  detections?: number | null;
  /** The object moves: its position holds for a moment, is compared with nothing, and only its orbit makes it a target. */
  moves?: boolean;
  /** A known solar-system object beside its newest detection, where the broker matches them; null or absent: none told. */
  solarSystem?: SolarSystemMatch | null;
  /** Page of the object at the broker. */
  url: string;
};

/** Where to go on, and how many alerts are still wanted. The cursor is the plug-in's own text; null starts. */
export type PageRequest = { readonly cursor: string | null; readonly wanted: number };

/**
 * One page. `next` is null at the end. An empty page is not an error. `feedback` is one plain sentence for the
 * person who asked (never remote text), null when there is nothing to say.
 */
export type AlertPage<Alert> = {
  readonly alerts: readonly Alert[];
  readonly next: PageRequest | null;
  readonly feedback: string | null;
};

export type ReducedDatumDraft = { kind: "photometry" } & PhotometryDraft;

/** Facts about a query that the run page shows beside its alerts. */
export type BrokerContext = {
  facts: readonly { label: string; value: string; url?: string }[];
  notes: readonly string[];
};

/**
 * The methods keep the names of the TOM Toolkit. An optional method is a capability: pages offer what is present.
 * An `Alert` must survive a round trip through JSON, because runs are frozen. Every method may throw TomError
 * UPSTREAM_FAILED; none throws anything a person could not read.
 */
export interface Broker<Parameters, Alert> {
  /** One page of alerts. Durations in `parameters` are already instants (see `resolveParameters`). */
  fetchAlerts(parameters: Parameters, page: PageRequest): Promise<AlertPage<Alert>>;
  /** Pure. @throws TomError BAD_MESSAGE when the alert cannot be described (one such alert never stops a run). */
  toGenericAlert(alert: Alert): GenericAlert;
  /** One object by the broker's id; null when the broker does not know it. */
  fetchAlert(alertId: string): Promise<Alert | null>;
  /** Pure: the classes that the alert itself carries, for the run's table. Default: none. */
  toClassifications?(alert: Alert): readonly ClassificationDraft[];
  /** Type, coordinates, aliases, extras, classifications: nothing is lost. May ask the broker for more, so await it. */
  toTarget(alert: Alert): TargetDraft | Promise<TargetDraft>;
  /** The light curve of a target this broker may know; empty when it does not. At most `callsPerObject` requests. */
  processReducedData?(target: TargetRef, alert: Alert | null): Promise<readonly ReducedDatumDraft[]>;
  /** A small image of the object's newest alert that has one, as the bytes of a PNG; null when there is none. */
  fetchStamp?(alert: Alert, kind: StampKind): Promise<Uint8Array | null>;
  /**
   * Sends a report that a person has reviewed, once: it is never repeated by itself. @throws TomError INVALID_INPUT
   * without a target and an observation
   */
  submitUpstreamAlert?(
    subject: Pick<UpstreamSubject, "target" | "observation">,
    report: ReviewedReport,
  ): Promise<UpstreamReceipt>;
  /** What belongs to `submitUpstreamAlert`: the kinds of reports, their forms, their answers. */
  upstream?: UpstreamReports;
  getBrokerContextData?(parameters: Parameters): Promise<BrokerContext>;
  /** Choices of a dynamic field, from the broker. The registry caches them; forms never wait for them. */
  loadChoices?(field: string): Promise<readonly Choice[] | ChoiceList>;
  /** Two alerts of one object (one per classifier, say) as one. Default: the newer one stands. */
  mergeAlerts?(earlier: Alert, later: Alert): Alert;
}

/** What a plug-in writes: two methods are enough, the rest has defaults. */
export type BrokerMethods<Parameters, Alert> = Pick<Broker<Parameters, Alert>, "fetchAlerts" | "toGenericAlert"> &
  Partial<Omit<Broker<Parameters, Alert>, "fetchAlerts" | "toGenericAlert">>;

export type BrokerConnection = {
  /** Bound to the declared hosts and the configured base addresses; nothing else answers. */
  http: HttpClient;
  /** By `ServiceSpec.key`, without a trailing slash. */
  baseUrls: Readonly<Record<string, string>>;
  /** By `CredentialSpec.key`; a missing one is absent. */
  credentials: Readonly<Record<string, string>>;
  /** What `tom.config.ts` gave besides addresses and credentials. */
  options: Readonly<Record<string, unknown>>;
  clock: Clock;
  logger: Logger;
};

export type BrokerDefinition<Parameters, Alert> = {
  manifest: BrokerManifest;
  queryForm: QueryForm<Parameters>;
  /** Re-reads a frozen alert from the database. Without it the stored JSON is taken as it is. */
  alertSchema?: z.ZodType<Alert>;
  /** Makes the methods; asks nothing of the network, and does not fail when credentials are missing. */
  connect(connection: BrokerConnection): BrokerMethods<Parameters, Alert>;
};

/** What one installation adds: all optional, the manifest has the public addresses. */
export type BrokerSettings = {
  baseUrls?: Readonly<Record<string, string | undefined>>;
  credentials?: Readonly<Record<string, string | undefined>>;
  options?: Readonly<Record<string, unknown>>;
};

/** A broker as `tom.config.ts` lists it. Types of parameters and alerts are the plug-in's own business from here on. */
export type BrokerEntry = {
  definition: BrokerDefinition<unknown, unknown>;
  settings: BrokerSettings;
};

export type BrokerFactory<Parameters, Alert> = ((settings?: BrokerSettings) => BrokerEntry) & {
  definition: BrokerDefinition<Parameters, Alert>;
};

/** At most so many requests for one object (target, light curve, forced photometry together). */
export const callsPerObject = 12;

export function defineBroker<Parameters, Alert>(
  definition: BrokerDefinition<Parameters, Alert>,
): BrokerFactory<Parameters, Alert> {
  // Methods are compared bivariantly, so a typed plug-in fits the untyped list; the registry parses before it calls.
  const entry = (settings: BrokerSettings = {}): BrokerEntry => ({
    definition: definition as BrokerDefinition<unknown, unknown>,
    settings,
  });
  return Object.assign(entry, { definition });
}

export const capabilities = [
  "processReducedData",
  "fetchStamp",
  "submitUpstreamAlert",
  "getBrokerContextData",
  "loadChoices",
] as const;
export type Capability = (typeof capabilities)[number];

/** The optional methods that a broker has. */
export const capabilitiesOf = (broker: BrokerMethods<unknown, unknown>): readonly Capability[] =>
  capabilities.filter((name) => typeof broker[name] === "function");
