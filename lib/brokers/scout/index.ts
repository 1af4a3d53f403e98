import { isTomError, TomError } from "@/lib/core/errors";
import { getJson, readJson } from "@/lib/http/get-json";
import type { HttpClient } from "@/lib/http/types";
import { defineBroker } from "../contract";
import { leftOut, readableRows } from "../contract-remote";
import { objectAlert, type ScoutAlert, scoutAlertSchema, toGenericAlert, toTarget } from "./mapping";
import { manifest, queryForm, type ScoutParameters } from "./query";
import { scoutObject, single, summary } from "./remote";

const { name: service, cacheS } = manifest;

/** Written for version 1 of the interface; another one may mean other things by the same words. */
function checkVersion(version: string): void {
  if (!version.startsWith("1."))
    throw new TomError(
      "UPSTREAM_FAILED",
      `${service} answers in version ${version.slice(0, 10)}, which this TOM does not know.`,
      {
        detail: { kind: "shape" },
      },
    );
}

/** An object with its orbit; null when it is gone: Scout says so with 200. */
async function findObject(http: HttpClient, url: string, tdes: string): Promise<ScoutAlert | null> {
  const reply = await http.request({
    url,
    query: { tdes, orbits: 1, "n-orbits": 1 },
    cacheS,
    expect: "json",
    accept: [404],
  });
  if (reply.status === 404) return null;
  const found = readJson(reply, service, single);
  checkVersion(found.signature.version);
  if (found.error !== null) return null;
  const object = readJson(reply, service, scoutObject);
  // Designations tell capitals apart; the orbit of a namesake must not become this one's.
  return object.objectName === tdes ? objectAlert(object, found.orbits ?? null) : null;
}

async function listObjects(http: HttpClient, url: string): Promise<{ alerts: ScoutAlert[]; unreadable: number }> {
  const list = await getJson(http, service, summary, { url, cacheS });
  checkVersion(list.signature.version);
  const { rows, unreadable } = readableRows(scoutObject, list.data);
  return { alerts: rows.map((row) => objectAlert(row)), unreadable };
}

const roughPlaces =
  "Positions are of the moment, to a minute of right ascension and a degree of declination: take an ephemeris to point a telescope.";

const atLeast = (value: number | undefined, limit: number | undefined): boolean =>
  limit === undefined || (value !== undefined && value >= limit);
const atMost = (value: number | undefined, limit: number | undefined): boolean =>
  limit === undefined || (value !== undefined && value <= limit);

/** Scout lists everything: the choosing is here. What an object lacks meets no condition. */
const matches = (parameters: ScoutParameters) => (alert: ScoutAlert) =>
  atLeast(alert.facts.neoScore, parameters.neoScoreMin) &&
  atLeast(alert.facts.phaScore, parameters.phaScoreMin) &&
  atMost(alert.facts.geocentricScore, parameters.geocentricScoreMax) &&
  atLeast(alert.facts.rating, parameters.impactRatingMin) &&
  atMost(alert.facts.caDist, parameters.closestApproachMaxLd) &&
  atLeast(alert.facts.unc, parameters.uncertaintyMinArcmin) &&
  atMost(alert.facts.unc, parameters.uncertaintyMaxArcmin) &&
  atLeast(alert.vMag ?? undefined, parameters.magMin) &&
  atMost(alert.vMag ?? undefined, parameters.magMax) &&
  (parameters.newestAfter === undefined || (alert.lastRun !== null && alert.lastRun >= parameters.newestAfter));

export const scout = defineBroker({
  manifest,
  queryForm,
  alertSchema: scoutAlertSchema,
  connect: ({ http, baseUrls }) => {
    const url = baseUrls.api ?? "";
    return {
      async fetchAlerts(parameters) {
        const { objectId } = parameters;
        if (objectId !== undefined) {
          const found = await findObject(http, url, objectId);
          const gone = `Scout lists no object ${objectId}: it may have been designated or lost.`;
          const alerts = found === null ? [] : [found].filter(matches(parameters));
          return { alerts, next: null, feedback: found === null ? gone : null };
        }
        const { alerts, unreadable } = await listObjects(http, url);
        // All at once, so that whoever asked for fewer is told that there are more.
        return {
          alerts: alerts.filter(matches(parameters)),
          next: null,
          feedback: leftOut("of Scout's objects", unreadable),
        };
      },
      fetchAlert: (alertId) => findObject(http, url, alertId),
      toGenericAlert,
      async toTarget(alert) {
        // An orbit that came with the object is still an orbit when Scout lists it no longer, or cannot be reached.
        const found = await findObject(http, url, alert.name).catch((error: unknown) => {
          if (alert.elements === null || !isTomError(error)) throw error;
          return null;
        });
        return toTarget(alert, found?.elements ?? alert.elements);
      },
      async getBrokerContextData({ objectId }) {
        const notes = [roughPlaces];
        if (objectId !== undefined) return { facts: [], notes };
        const { alerts } = await listObjects(http, url);
        return { facts: [{ label: "Objects that Scout lists now", value: String(alerts.length) }], notes };
      },
    };
  },
});
