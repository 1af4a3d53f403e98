import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { HttpClient, RateLimit } from "@/lib/http/types";
import type { ParameterForm } from "./contract-form";

/**
 * What a facility plug-in is: a manifest with the states that its observations go through, a form of what one asks of
 * it, and `connect`, which gives an object whose methods are all optional: each is a capability, and pages offer what is
 * present. A plug-in answers; it never writes, and it reaches the network only through the client it is given.
 */

/** One state of an observation at this facility. */
export type FacilityState = {
  /** As the facility writes it: PENDING. */
  id: string;
  /** The facility does not leave it by itself: nobody asks after it any more. */
  terminal?: boolean;
  /** Terminal, and nothing came of it. */
  failed?: boolean;
};

export type FacilityCredential = {
  key: string;
  envName: string;
  label: string;
  /** One sentence: where a person obtains it. */
  whereToGet: string;
  /** What can be had without it, one sentence; left out where nothing can. */
  without?: string;
};

export type SaveFiles = "all" | "reduced" | "none";

export type FacilityManifest = {
  /** Lower case; what records and the API call it. */
  id: string;
  name: string;
  /** One sentence: what it observes with. */
  summary: string;
  homepage: string | null;
  docsUrl: string | null;
  /** In the order in which they are offered. Any may follow any. */
  states: readonly FacilityState[];
  /** What a new record is in unless somebody says so. */
  initialStatus: string;
  /** The state that "cancel" leads to; null where an observation is cancelled at the facility itself. */
  cancelStatus: string | null;
  /**
   * A record can be made of what is only planned. False: only of an observation that the facility has already, by its
   * id there.
   */
  takesPlans: boolean;
  /**
   * Which files of an observation are fetched by themselves once it is over and did not fail: all of them, those that
   * the facility says are reduced, or none. People can fetch the others.
   */
  saveFiles: SaveFiles;
  /** What the facility's own ids look like, for the form: "Request id, for example 1234567". */
  observationIdHelp: string;
  /** How often it is asked after an observation that is not over, in milliseconds; null: it cannot be asked. */
  pollEveryMs: number | null;
  /** So many are asked after at once. */
  pollConcurrency: number;
  /** Environment name and public address of each service, without a trailing slash. Only these hosts answer the plug-in. */
  services: readonly { key: string; envName: string; defaultUrl: string }[];
  credentials: readonly FacilityCredential[];
  /** Where the facility wants less than the house's own limits. */
  rateLimit?: RateLimit;
};

/** How an observation stands. Times ISO 8601 UTC; null = the facility does not say. */
export type ObservationStatus = {
  /** One of the manifest's states. */
  status: string;
  /** When it is, or was, scheduled; before that the window in which it may be. */
  scheduledStart: string | null;
  scheduledEnd: string | null;
};

/** An observation as its facility has it. */
export type FoundObservation = ObservationStatus & {
  /** As the facility writes it, whatever was asked for (an address, say). */
  observationId: string;
  /** What was asked of the facility, in words of its own; small. */
  parameters: Readonly<Record<string, unknown>>;
  /**
   * What it points at, where the facility shows it to the house's token only: then it is taken over for a target that
   * fits, and for no other. Left out: anybody may see it there.
   */
  onlyFor?: ObservedThing;
};

/** Where and at what an observation looks; ICRS degrees; without positions for what moves. */
export type ObservedThing = {
  positions: readonly { raDeg: number; decDeg: number }[];
  names: readonly string[];
};

/** A file that the facility keeps of an observation. */
export type FacilityProduct = {
  /** The facility's own id, as text. */
  id: string;
  filename: string;
  /** ISO 8601 UTC of the exposure; null = not told. */
  observedAt: string | null;
  /** Reduced by the facility's pipeline; null: it does not say. */
  reduced: boolean | null;
  /** May hold a signature and end within hours: shown, never stored. Null: it has none for us. */
  url: string | null;
};

/** Every method may throw TomError UPSTREAM_FAILED; none throws anything that a person could not read. */
export interface Facility {
  /** The observation's own page there; null for an id that has none. Pure. */
  observationUrl?(observationId: string): string | null;
  /** Null when the facility does not know it, or does not show it to us. @throws TomError INVALID_INPUT for what is no id of its kind */
  findObservation?(observationId: string): Promise<FoundObservation | null>;
  /** Null when the facility does not know it any more. */
  getStatus?(observationId: string): Promise<ObservationStatus | null>;
  /** Newest exposure first, at most 1,000. */
  listDataProducts?(observationId: string): Promise<readonly FacilityProduct[]>;
}

export type FacilityConnection = {
  /** Bound to the configured base addresses; nothing else answers. */
  http: HttpClient;
  /** By the service's key, without a trailing slash. */
  baseUrls: Readonly<Record<string, string>>;
  /** By the credential's key; a missing one is absent. */
  credentials: Readonly<Record<string, string>>;
  clock: Clock;
  logger: Logger;
};

/** A facility as `tom.config.ts` lists it: what a plug-in's factory gives. */
export type FacilityEntry = {
  manifest: FacilityManifest;
  form: ParameterForm;
  /** By the keys of the manifest; absent ones take the public address, or are missing. */
  baseUrls: Readonly<Record<string, string | undefined>>;
  credentials: Readonly<Record<string, string | undefined>>;
  /** Makes the methods; asks nothing of the network, and does not fail when credentials are missing. */
  connect(connection: FacilityConnection): Facility;
};

export const capabilities = ["findObservation", "getStatus", "listDataProducts"] as const;
export type FacilityCapability = (typeof capabilities)[number];

/** The capabilities that a facility has. */
export const capabilitiesOf = (facility: Facility): readonly FacilityCapability[] =>
  capabilities.filter((name) => typeof facility[name] === "function");
