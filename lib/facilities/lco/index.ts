import * as z from "zod";
import { invalidInput, isTomError } from "@/lib/core/errors";
import type { FacilityEntry, FacilityManifest, SaveFiles } from "../contract";
import { parameterForm } from "../contract-form";
import { fetchBlocks, fetchFrames, fetchRequest, fetchRequestIds, type Portal } from "./client";
import { toObservation, toProducts, toStatus, toThing } from "./mapping";

type LcoOptions = {
  /** Another portal of the same kind needs an id and a name of its own. */
  id?: string;
  name?: string;
  homepage?: string;
  /** Scheme and host of the portal and of its archive; the public ones of LCO when left out. */
  portalUrl?: string | undefined;
  archiveUrl?: string | undefined;
  token?: string | undefined;
  /**
   * Which files are fetched by themselves when an observation is completed. Default: those that its pipeline reduced;
   * raw frames are many and large, and people fetch those that they want.
   */
  saveFiles?: SaveFiles;
};

const minuteMs = 60_000;

const manifestOf = ({ id = "lco", name = "LCO", homepage, saveFiles = "reduced" }: LcoOptions): FacilityManifest => ({
  id,
  name,
  summary: "Las Cumbres Observatory, or any other Observatory Control System: requests that its portal has.",
  homepage: homepage ?? "https://lco.global",
  docsUrl: "https://developers.lco.global",
  states: [
    { id: "PENDING" },
    { id: "COMPLETED", terminal: true },
    { id: "WINDOW_EXPIRED", terminal: true, failed: true },
    { id: "CANCELED", terminal: true, failed: true },
    { id: "FAILURE_LIMIT_REACHED", terminal: true, failed: true },
    { id: "NOT_ATTEMPTED", terminal: true, failed: true },
  ],
  initialStatus: "PENDING",
  cancelStatus: null,
  takesPlans: false,
  saveFiles,
  observationIdHelp: "The number of a request, or the address of a request or request group at the portal.",
  pollEveryMs: 5 * minuteMs,
  pollConcurrency: 2,
  services: [
    { key: "portal", envName: "LCO_PORTAL_URL", defaultUrl: "https://observe.lco.global" },
    { key: "archive", envName: "LCO_ARCHIVE_URL", defaultUrl: "https://archive-api.lco.global" },
  ],
  credentials: [
    {
      key: "token",
      envName: "LCO_API_KEY",
      label: "an API token",
      whereToGet: "It stands on your profile page at the portal.",
      without: "Without one only requests of public proposals are found.",
    },
  ],
  rateLimit: { concurrency: 4, burst: 10, perS: 5 },
});

/** Requests come from the portal with these; more may be noted. */
const parameters = {
  instrumentType: z.string().max(1_000).optional().meta({ label: "Instrument type" }),
  configurationType: z.string().max(1_000).optional().meta({ label: "Configuration" }),
  exposures: z.string().max(1_000).optional().meta({ label: "Exposures" }),
  targetName: z.string().max(1_000).optional().meta({ label: "Target there" }),
  note: z.string().max(4_000).optional().meta({ label: "Note", lines: true }),
};

type Named = { kind: "request" | "group"; id: string };

/** How requests are named. */
const isNumber = (id: string): boolean => /^\d{1,15}$/.test(id);

/** A number, or an address at the portal that ends in one. @throws TomError INVALID_INPUT */
function read(text: string, portal: Portal): Named {
  const given = text.trim();
  if (isNumber(given)) return { kind: "request", id: given };
  const [, what, id] =
    /^https?:\/\/[^/?#]+\/(?:api\/)?(requests|requestgroups)\/(\d{1,15})\/?(?:[?#].*)?$/.exec(given) ?? [];
  if (id !== undefined) return { kind: what === "requests" ? "request" : "group", id };
  throw invalidInput({
    observationId: [`${portal.name} numbers its requests: give the number, or the address of its page.`],
  });
}

async function requestIdOf(portal: Portal, text: string): Promise<string | null> {
  const named = read(text, portal);
  if (named.kind === "request") return named.id;
  const ids = await fetchRequestIds(portal, named.id);
  if (ids === null || ids.length === 1) return ids?.[0] ?? null;
  const some = ids.slice(0, 5).join(", ");
  throw invalidInput({
    observationId: [
      `This group has ${ids.length} requests; give one of them: ${some}${ids.length > 5 ? ", ..." : ""}.`,
    ],
  });
}

/** Whether the portal shows a request to anybody; where it does not say, it is taken for private. */
async function isPublic(portal: Portal, id: string): Promise<boolean> {
  if (portal.token === undefined) return true;
  try {
    return (await fetchRequest({ ...portal, token: undefined }, id)) !== null;
  } catch (error) {
    if (isTomError(error)) return false;
    throw error;
  }
}

/** Las Cumbres Observatory, or any portal of the same software (OCS). Reads; it asks for no telescope time yet. */
export function lco(options: LcoOptions = {}): FacilityEntry {
  const manifest = manifestOf(options);
  return {
    manifest,
    form: parameterForm(parameters, { others: true }),
    baseUrls: { portal: options.portalUrl, archive: options.archiveUrl },
    credentials: { token: options.token },
    connect({ http, baseUrls, credentials }) {
      const portal: Portal = {
        name: manifest.name,
        http,
        portalUrl: baseUrls.portal ?? "",
        archiveUrl: baseUrls.archive ?? "",
        token: credentials.token,
      };
      return {
        observationUrl: (id) => (isNumber(id) ? `${portal.portalUrl}/requests/${id}` : null),
        async findObservation(text) {
          const id = await requestIdOf(portal, text);
          const request = id === null ? null : await fetchRequest(portal, id);
          if (request === null) return null;
          const found = toObservation(request, await fetchBlocks(portal, request.id));
          return (await isPublic(portal, request.id)) ? found : { ...found, onlyFor: toThing(request) };
        },
        async getStatus(id) {
          // People may give a record any id later: what is no number would name another place of the portal.
          if (!isNumber(id)) return null;
          const request = await fetchRequest(portal, id);
          return request && toStatus(request, await fetchBlocks(portal, id));
        },
        listDataProducts: async (id) => toProducts(await fetchFrames(portal, id)),
      };
    },
  };
}
