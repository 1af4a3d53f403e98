import type { Logger } from "@/lib/core/logger";
import { limitCalls } from "@/lib/http/limit-calls";
import type { HttpClient } from "@/lib/http/types";
import { callsPerObject, defineBroker, type ReducedDatumDraft, type TargetRef } from "../contract";
import { leftOut, placeless, readableRows, sentences } from "../contract-remote";
import { isWanted, locusAsked, loneObjectId } from "./choose";
import * as client from "./client";
import { type AntaresAlert, antaresAlertSchema, locusAlert, toGenericAlert, toTarget, withAlerts } from "./mapping";
import { mergeCurve } from "./photometry";
import { type AntaresParameters, kindOfId, manifest, queryForm } from "./query";
import { curveRecords, curveRow, type Locus } from "./remote";

// Two requests each, and one to find each by a survey's name.
const mostLoci = 3;

/** The locus of any id: its own, or the newest that holds a survey's object. */
async function findLocus(http: HttpClient, base: string, id: string): Promise<Locus | null> {
  if (kindOfId(id) === "locus") return client.findLocus(http, base, id);
  if (kindOfId(id) === null) return null;
  const body = client.searchBody({ objectId: id, maxAlerts: 1 });
  const { loci } = await client.listLoci(http, base, body, { cursor: null, wanted: 1 });
  return loci[0] ?? null;
}

async function alertsOrNone(http: HttpClient, base: string, id: string, logger: Logger) {
  try {
    return await client.listAlerts(http, base, id);
  } catch (err) {
    logger.warn({ err, broker: manifest.id, locus: id }, "the alerts of a locus could not be had");
    return [];
  }
}

// A request each; a list of asteroids must not become as long as itself in requests.
const mostFlagged = 20;

/**
 * What the list leaves out of a solar-system match: whose light the newest detection is, and how far away the object lies.
 * Surveys name what is up to 30 arcsec away, so that without it nobody could tell an asteroid from its neighbour.
 */
async function withSeparations(
  http: HttpClient,
  base: string,
  alerts: readonly AntaresAlert[],
  logger: Logger,
): Promise<AntaresAlert[]> {
  const flagged = alerts.filter(({ solarSystemNames }) => solarSystemNames.length > 0).slice(0, mostFlagged);
  const told = await Promise.all(
    flagged.map(async (alert) => {
      const listed = await alertsOrNone(http, base, alert.locusId, logger);
      return [alert.locusId, withAlerts(alert, listed)] as const;
    }),
  );
  const byId = new Map(told);
  return alerts.map((alert) => byId.get(alert.locusId) ?? alert);
}

async function curveOf(
  http: HttpClient,
  base: string,
  id: string,
  { logger, withTotal }: { logger: Logger; withTotal: boolean },
): Promise<ReducedDatumDraft[]> {
  const found = await findLocus(http, base, id);
  if (found === null) return [];
  // A list does not carry the light curve.
  const whole = found.attributes.lightcurve == null ? await client.findLocus(http, base, found.id) : found;
  const alerts = await alertsOrNone(http, base, found.id, logger);
  const { rows } = readableRows(curveRow, curveRecords(whole?.attributes.lightcurve ?? ""));
  const isCorrected = whole?.attributes.properties.is_corrected?.toLowerCase() !== "false";
  return mergeCurve(alerts, rows, { withTotal, isCorrected });
}

function idsOf(target: TargetRef, alert: AntaresAlert | null): string[] {
  const named = [...(target.alertIds ?? []), target.name, ...target.aliases].filter((name) => kindOfId(name) !== null);
  const ids = [...new Set([...(alert ? [alert.locusId] : []), ...named])];
  const loci = ids.filter((id) => kindOfId(id) === "locus");
  // A survey's name leads to a locus that its own id has named already.
  return (loci.length > 0 ? loci : ids).slice(0, mostLoci);
}

const notThere = (parameters: AntaresParameters): string | null => {
  const id = loneObjectId(parameters);
  return id === null ? null : `ANTARES has no locus of ${id}.`;
};

export const antares = defineBroker({
  manifest,
  queryForm,
  alertSchema: antaresAlertSchema,
  connect: ({ http, baseUrls, options, logger }) => {
    const base = baseUrls.api ?? "";
    const withTotal = options.totalBrightness === true;
    return {
      async fetchAlerts(parameters, page) {
        const own = locusAsked(parameters);
        if (own !== null) {
          const locus = await client.findLocus(http, base, own);
          const wanted = locus === null ? [] : [locusAlert(locus)].filter(isWanted(parameters));
          const alerts = await withSeparations(http, base, wanted, logger);
          return { alerts, next: null, feedback: alerts.length === 0 ? notThere(parameters) : null };
        }
        const found = await client.listLoci(http, base, client.searchBody(parameters), page);
        const listed = found.loci.map(locusAlert);
        const wanted = listed.filter(isWanted(parameters));
        const alerts = await withSeparations(http, base, wanted, logger);
        return {
          alerts,
          next: found.next === null ? null : { cursor: found.next, wanted: Math.max(0, page.wanted - alerts.length) },
          feedback:
            sentences(
              leftOut("of ANTARES' loci", found.unreadable),
              placeless("of ANTARES' loci", listed, parameters.radiusArcsec),
            ) ?? (alerts.length === 0 && page.cursor === null ? notThere(parameters) : null),
        };
      },
      async fetchAlert(alertId) {
        const locus = await findLocus(http, base, alertId);
        if (locus === null) return null;
        return withAlerts(locusAlert(locus), await alertsOrNone(http, base, locus.id, logger));
      },
      toGenericAlert,
      toTarget,
      async processReducedData(target, alert) {
        const limited = limitCalls(http, callsPerObject, manifest.name);
        const curves: ReducedDatumDraft[] = [];
        for (const id of idsOf(target, alert))
          curves.push(...(await curveOf(limited, base, id, { logger, withTotal })));
        return curves;
      },
      async loadChoices(field) {
        if (field !== "tags") return [];
        const tags = await client.listTags(http, base);
        return tags.toSorted().map((tag) => ({ value: tag, label: tag }));
      },
    };
  },
});
