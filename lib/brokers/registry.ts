import { type Clock, systemClock } from "@/lib/core/clock";
import { isTomError, TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import { hostAndPort } from "@/lib/http/address";
import { withAge } from "@/lib/http/ages";
import { cacheKey } from "@/lib/http/cache";
import type { Http } from "@/lib/http/types";
import { countingUnread } from "@/lib/http/unread-rows";
import { hearWaits, type Wait } from "@/lib/http/waits";
import {
  type Broker,
  type BrokerEntry,
  type BrokerManifest,
  type Capability,
  type ChoiceList,
  type CredentialSpec,
  capabilitiesOf,
  type QueryForm,
} from "./contract";
import { blocksEverything, credentialsMissing, missingFor, missingOf } from "./contract-credentials";
import { withDefaults } from "./contract-defaults";
import { resolveParameters } from "./contract-parameters";
import { parseParameters, parseStoredParameters } from "./contract-parse";
import type { UpstreamReports } from "./contract-upstream";
import { waitText, wordsOf } from "./waiting";

/** A wait within a piece of work, in a sentence: the broker asked for it, others are before it, or an answer is given again. */
export type HeardWait = { why: Wait["why"]; ms: number; sentence: string };

export type BrokerState = "ready" | "missing-credentials" | "retired";

/** One broker of this installation, connected on first use. */
export type RegisteredBroker = {
  id: string;
  manifest: BrokerManifest;
  queryForm: QueryForm<unknown>;
  state: BrokerState;
  /** What is missing: with "missing-credentials" nothing can be asked, when "ready" only the surveys named there cannot. */
  missingCredentials: readonly CredentialSpec[];
  capabilities: readonly Capability[];
  /** Its alerts can have classes. */
  classifies: boolean;
  /** @throws TomError INVALID_INPUT with field errors; an unknown field is named */
  parseParameters(parameters: unknown): Readonly<Record<string, unknown>>;
  parseStored(stored: {
    schemaVersion: number;
    parameters: Readonly<Record<string, unknown>>;
  }): Readonly<Record<string, unknown>>;
  /** A frozen alert, read back from the database. @throws TomError BAD_MESSAGE */
  parseAlert(stored: unknown): unknown;
  /** Choices of a dynamic field, kept for the field's lifetime; the last known ones when the broker fails. */
  loadChoices(field: string): Promise<ChoiceList>;
  /** What keeps it from being asked right now, in a sentence; null when nothing does. Asks nothing. */
  waitText(): string | null;
  /** Runs the work, and tells of each wait for this broker within it. */
  hearing<Value>(hear: (wait: HeardWait) => void, work: () => Promise<Value>): Promise<Value>;
  /** Does the work, and counts the rows of its replies within it that were left out because nobody could read them. */
  countingUnread<Value>(work: () => Promise<Value>): Promise<{ value: Value; unread: number }>;
  /** Does the work, and tells how old the oldest kept answer in it was, in milliseconds; 0 where all were asked for anew. */
  withAge<Value>(work: () => Promise<Value>): Promise<{ value: Value; ageMs: number }>;
  /** How reports to it are made; null when it takes none. Does not depend on a login. */
  upstream: UpstreamReports | null;
  /** The broker itself. @throws TomError MISCONFIGURED when credentials are missing or the broker is retired */
  connect(): Broker<unknown, unknown>;
};

export type BrokerRegistry = {
  list(): readonly RegisteredBroker[];
  find(id: string): RegisteredBroker | null;
  /** @throws TomError INVALID_INPUT "There is no broker 'x'; this TOM offers alerce, mybroker." */
  get(id: string): RegisteredBroker;
  /** What people call it; its id for one that is not configured any more. */
  nameOf(id: string): string;
  /** What people call each, by its id. */
  names(): ReadonlyMap<string, string>;
};

export type BrokerSurroundings = { http: Http; logger: Logger; clock?: Clock; timeoutMs?: number };

const present = (values: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(values ?? {}).flatMap(([key, value]) => (value ? [[key, value]] : [])));

function connectionOf(
  { definition, settings }: BrokerEntry,
  { http, logger, clock = systemClock, timeoutMs }: BrokerSurroundings,
) {
  const { manifest } = definition;
  const credentials = present(settings.credentials);
  const given = present(settings.baseUrls);
  const baseUrls = Object.fromEntries(
    manifest.services.map(({ key, defaultUrl }) => [key, (given[key] ?? defaultUrl).replace(/\/+$/, "")]),
  );
  // The public addresses stay allowed only while they are in use: a base address replaces its host.
  const replaced = manifest.services
    .filter(({ key }) => given[key] !== undefined)
    .map(({ defaultUrl }) => new URL(defaultUrl).hostname);
  const hosts = manifest.hosts.filter((host) => !replaced.includes(host));
  const configured = Object.values(baseUrls).map((url) => hostAndPort(new URL(url)));
  const secrets = Object.values(credentials);
  return {
    http: http.client({
      service: manifest.name,
      hosts: [...hosts, ...configured],
      secrets,
      credentialScope: cacheKey([manifest.id, ...secrets]),
      cacheS: manifest.cacheS,
      ...(manifest.rateLimit ? { rateLimit: manifest.rateLimit } : {}),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    }),
    baseUrls,
    credentials,
    options: settings.options ?? {},
    clock,
    logger,
  };
}

function choiceLoader(entry: BrokerEntry, connect: () => Broker<unknown, unknown>, clock: Clock) {
  type Kept = { list: ChoiceList; untilMs: number };
  const kept = new Map<string, Kept>();
  const fields = entry.definition.queryForm.groups.flatMap((group) => group.fields);
  return async (name: string): Promise<ChoiceList> => {
    const field = fields.find((one) => one.name === name);
    if (field?.kind !== "dynamic-choice") {
      throw new TomError("NOT_FOUND", `${entry.definition.manifest.name} has no choices for '${name.slice(0, 100)}'.`);
    }
    const nowMs = clock.now().getTime();
    const known = kept.get(name);
    if (known && known.untilMs > nowMs) return known.list;
    try {
      const loaded = (await connect().loadChoices?.(name)) ?? [];
      const list = "choices" in loaded ? loaded : { choices: loaded, problem: null };
      // A list with gaps is not kept, nor does it take the place of a whole one.
      if (list.problem === null) kept.set(name, { list, untilMs: nowMs + field.lifetimeS * 1000 });
      return list.problem === null ? list : (known?.list ?? list);
    } catch (error) {
      if (known && isTomError(error)) return known.list;
      throw error;
    }
  };
}

const surveyOf = (parameters: unknown): unknown =>
  typeof parameters === "object" && parameters !== null && "survey" in parameters ? parameters.survey : undefined;

function register(entry: BrokerEntry, surroundings: BrokerSurroundings): RegisteredBroker {
  const { manifest, queryForm, alertSchema } = entry.definition;
  const clock = surroundings.clock ?? systemClock;
  const missingCredentials = missingOf(manifest.credentials, entry.settings.credentials);
  const state: BrokerState = manifest.retired
    ? "retired"
    : blocksEverything(manifest.credentials, missingCredentials)
      ? "missing-credentials"
      : "ready";
  let connected: Broker<unknown, unknown> | null = null;
  const build = (): Broker<unknown, unknown> => {
    if (connected) return connected;
    const broker = withDefaults(entry.definition, entry.definition.connect(connectionOf(entry, surroundings)));
    connected = {
      ...broker,
      async fetchAlerts(parameters, page) {
        const missing = missingFor(missingCredentials, surveyOf(parameters));
        if (missing.length > 0) throw credentialsMissing(manifest, missing);
        return broker.fetchAlerts(resolveParameters(parameters, clock.now()), page);
      },
    };
    return connected;
  };
  const connect = (): Broker<unknown, unknown> => {
    if (manifest.retired) throw new TomError("MISCONFIGURED", manifest.retired);
    if (state !== "ready") throw credentialsMissing(manifest, missingCredentials);
    return build();
  };
  return {
    id: manifest.id,
    manifest,
    queryForm,
    state,
    missingCredentials,
    // What it can do does not depend on a login.
    capabilities: capabilitiesOf(build()),
    classifies: build().toClassifications !== undefined,
    parseParameters: (parameters) => parseParameters(queryForm, parameters) as Record<string, unknown>,
    parseStored: (stored) => parseStoredParameters(queryForm, stored) as Record<string, unknown>,
    parseAlert: (stored) => {
      const parsed = alertSchema?.safeParse(stored);
      if (parsed && !parsed.success) {
        throw new TomError(
          "BAD_MESSAGE",
          `This alert of ${manifest.name} was stored in a form that is no longer read.`,
          { cause: parsed.error },
        );
      }
      return parsed ? parsed.data : stored;
    },
    loadChoices: choiceLoader(entry, connect, clock),
    countingUnread,
    withAge,
    upstream: build().upstream ?? null,
    waitText: () => waitText(manifest.name, surroundings.http.stateOf(manifest.name)),
    hearing: (hear, work) => hearWaits((wait) => hear({ why: wait.why, ms: wait.ms, sentence: wordsOf(wait) }), work),
    connect,
  };
}

/** @throws TomError MISCONFIGURED when two entries have the same id */
export function createBrokerRegistry(
  entries: readonly BrokerEntry[],
  surroundings: BrokerSurroundings,
): BrokerRegistry {
  const brokers = new Map<string, RegisteredBroker>();
  for (const entry of entries) {
    const { id } = entry.definition.manifest;
    if (brokers.has(id)) throw new TomError("MISCONFIGURED", `The broker '${id}' is configured twice.`);
    brokers.set(id, register(entry, surroundings));
  }
  const names: ReadonlyMap<string, string> = new Map(
    [...brokers.values()].map(({ id, manifest }) => [id, manifest.name]),
  );
  const find = (id: string): RegisteredBroker | null => brokers.get(id) ?? null;
  return {
    list: () => [...brokers.values()],
    find,
    nameOf: (id) => names.get(id) ?? id,
    names: () => names,
    get(id) {
      const broker = find(id);
      if (broker) return broker;
      const offered = brokers.size === 0 ? "no broker" : [...brokers.keys()].join(", ");
      throw new TomError("INVALID_INPUT", `There is no broker '${id.slice(0, 100)}'; this TOM offers ${offered}.`, {
        fieldErrors: { brokerId: [`There is no broker '${id.slice(0, 100)}'; this TOM offers ${offered}.`] },
      });
    },
  };
}
