import { TomError } from "@/lib/core/errors";
import { getJson, readJson } from "@/lib/http/get-json";
import type { HttpClient } from "@/lib/http/types";
import { defineBroker } from "../contract";
import { leftOut, readableRows } from "../contract-remote";
import { elementsOf, objectAlert, type ScoutAlert, scoutAlertSchema, toGenericAlert, toTarget } from "./mapping";
import { manifest, queryForm, type ScoutParameters } from "./query";
import { type Orbits, scoutObject, single, summary } from "./remote";

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

/** An object and its orbit; null when it is gone: Scout says so with 200. */
async function findObject(
  http: HttpClient,
  url: string,
  tdes: string,
): Promise<{ alert: ScoutAlert; orbits: Orbits | null } | null> {
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
  if (found.error !== undefined) return null;
  return { alert: objectAlert(readJson(reply, service, scoutObject)), orbits: found.orbits ?? null };
}

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
      async fetchAlerts(parameters, { wanted }) {
        if (parameters.objectId !== undefined) {
          const found = await findObject(http, url, parameters.objectId);
          const feedback =
            found === null
              ? `Scout lists no object ${parameters.objectId}: it may have been designated or lost.`
              : null;
          return { alerts: found === null ? [] : [found.alert], next: null, feedback };
        }
        const list = await getJson(http, service, summary, { url, cacheS });
        checkVersion(list.signature.version);
        const { rows, unreadable } = readableRows(scoutObject, list.data);
        const alerts = rows.map(objectAlert).filter(matches(parameters)).slice(0, wanted);
        return { alerts, next: null, feedback: leftOut("of Scout's objects", unreadable) };
      },
      fetchAlert: async (alertId) => (await findObject(http, url, alertId))?.alert ?? null,
      toGenericAlert,
      async toTarget(alert) {
        const found = await findObject(http, url, alert.name);
        return toTarget(alert, elementsOf(found?.orbits));
      },
    };
  },
});
