import { type Clock, systemClock } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import { hostAndPort } from "@/lib/http/address";
import { cacheKey } from "@/lib/http/cache";
import type { FileClient, Http } from "@/lib/http/types";
import {
  capabilitiesOf,
  type Facility,
  type FacilityCapability,
  type FacilityCredential,
  type FacilityEntry,
  type FacilityManifest,
} from "./contract";
import type { ParameterForm } from "./contract-form";

/** A facility of this installation, connected on first use. */
export type RegisteredFacility = {
  id: string;
  manifest: FacilityManifest;
  form: ParameterForm;
  capabilities: readonly FacilityCapability[];
  /** Needed and not given; with `without` it can be asked all the same, for less. */
  missingCredentials: readonly FacilityCredential[];
  knowsStatus(status: string): boolean;
  isTerminal(status: string): boolean;
  isFailed(status: string): boolean;
  /**
   * Fetches a file that the facility told of; `take` gets its bytes while they come (`FileClient`).
   * @throws TomError UPSTREAM_FAILED, LIMIT_EXCEEDED past the cap, INVALID_INPUT for an address that this TOM does not call
   */
  fetchFile: FileClient["fetchFile"];
  /** The observation's own page there; null where there is none. */
  observationUrl(observationId: string): string | null;
  /** @throws TomError MISCONFIGURED when a credential is missing without which nothing can be asked */
  connect(): Facility;
};

export type FacilityRegistry = {
  list(): readonly RegisteredFacility[];
  find(id: string): RegisteredFacility | null;
  /** @throws TomError INVALID_INPUT on facilityId: "There is no facility 'x'; this TOM has manual, lco." */
  get(id: string): RegisteredFacility;
};

type Surroundings = { http: Http; logger: Logger; clock?: Clock; timeoutMs?: number };

const present = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])));

function connectionOf(entry: FacilityEntry, { http, logger, clock = systemClock, timeoutMs }: Surroundings) {
  const { manifest } = entry;
  const credentials = present(entry.credentials);
  const given = present(entry.baseUrls);
  const baseUrls = Object.fromEntries(
    manifest.services.map(({ key, defaultUrl }) => [key, (given[key] ?? defaultUrl).replace(/\/+$/, "")]),
  );
  const secrets = Object.values(credentials);
  return {
    http: http.client({
      service: manifest.name,
      hosts: Object.values(baseUrls).map((url) => hostAndPort(new URL(url))),
      secrets,
      credentialScope: cacheKey([manifest.id, ...secrets]),
      // Asked for the state as it is now.
      cacheS: 0,
      ...(manifest.rateLimit ? { rateLimit: manifest.rateLimit } : {}),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    }),
    baseUrls,
    credentials,
    clock,
    logger,
  };
}

/** Of one file, in milliseconds: 2 GB at 2 MB/s. */
const fileTimeoutMs = 20 * 60_000;

/**
 * Archives hand out addresses at stores of others, signed for a while: any public host, and no credential of ours. A
 * service of its own, so that files take no turn from questions.
 */
const fileClientOf = ({ manifest }: FacilityEntry, { http }: Surroundings): FileClient =>
  http.files({
    service: `The file store of ${manifest.name}`,
    hosts: "public-https",
    rateLimit: { concurrency: 2, burst: 10, perS: 5 },
    timeoutMs: fileTimeoutMs,
  });

function register(entry: FacilityEntry, surroundings: Surroundings): RegisteredFacility {
  const { manifest, form } = entry;
  const states = new Map(manifest.states.map((state) => [state.id, state]));
  const missingCredentials = manifest.credentials.filter(({ key }) => !entry.credentials[key]);
  const files = fileClientOf(entry, surroundings);
  let built: Facility | null = null;
  const build = (): Facility => {
    built ??= entry.connect(connectionOf(entry, surroundings));
    return built;
  };
  return {
    id: manifest.id,
    manifest,
    form,
    capabilities: capabilitiesOf(build()),
    missingCredentials,
    knowsStatus: (status) => states.has(status),
    isTerminal: (status) => states.get(status)?.terminal === true,
    isFailed: (status) => states.get(status)?.failed === true,
    fetchFile: files.fetchFile,
    observationUrl: (observationId) => build().observationUrl?.(observationId) ?? null,
    connect() {
      const blocking = missingCredentials.filter(({ without }) => without === undefined);
      if (blocking.length === 0) return build();
      const needs = blocking.map(({ label, envName, whereToGet }) => `${label} (${envName}). ${whereToGet}`);
      throw new TomError("MISCONFIGURED", `${manifest.name} needs ${needs.join(" and ")}`);
    },
  };
}

/** @throws TomError MISCONFIGURED when two entries have the same id */
export function createFacilityRegistry(
  entries: readonly FacilityEntry[],
  surroundings: Surroundings,
): FacilityRegistry {
  const facilities = new Map<string, RegisteredFacility>();
  for (const entry of entries) {
    const { id } = entry.manifest;
    if (facilities.has(id)) throw new TomError("MISCONFIGURED", `The facility '${id}' is configured twice.`);
    facilities.set(id, register(entry, surroundings));
  }
  const find = (id: string): RegisteredFacility | null => facilities.get(id) ?? null;
  return {
    list: () => [...facilities.values()],
    find,
    get(id) {
      const facility = find(id);
      if (facility) return facility;
      const known = facilities.size === 0 ? "none" : [...facilities.keys()].join(", ");
      const message = `There is no facility '${id.slice(0, 60)}'; this TOM has ${known}.`;
      throw new TomError("INVALID_INPUT", message, { fieldErrors: { facilityId: [message] } });
    },
  };
}
