import { separationArcsec } from "@/lib/astro/sphere";
import type { Logger } from "@/lib/core/logger";
import { limitCalls } from "@/lib/http/limit-calls";
import type { HttpClient } from "@/lib/http/types";
import { callsPerObject, defineBroker, type ReducedDatumDraft, type TargetRef } from "../contract";
import { leftOut, readableRows } from "../contract-remote";
import * as client from "./client";
import { type AntaresAlert, antaresAlertSchema, locusAlert, toGenericAlert, toTarget, withAlerts } from "./mapping";
import { mergeCurve } from "./photometry";
import { type AntaresParameters, kindOfId, manifest, queryForm } from "./query";
import { curveRecords, curveRow, type Locus } from "./remote";

// Of the service's own position; a hundredth of an arcsecond is rounding, not another object.
const roundingArcsec = 0.01;
// Two requests each, and one to find each by a survey's name.
const mostLoci = 3;

function isInside({ raDeg, decDeg, radiusArcsec }: AntaresParameters): (alert: AntaresAlert) => boolean {
  if (raDeg === undefined || decDeg === undefined || radiusArcsec === undefined) return () => true;
  return (alert) =>
    alert.raDeg !== null &&
    alert.decDeg !== null &&
    separationArcsec({ raDeg, decDeg }, { raDeg: alert.raDeg, decDeg: alert.decDeg }) <= radiusArcsec + roundingArcsec;
}

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

async function curveOf(http: HttpClient, base: string, id: string, logger: Logger): Promise<ReducedDatumDraft[]> {
  const found = await findLocus(http, base, id);
  if (found === null) return [];
  // A list does not carry the light curve.
  const whole = found.attributes.lightcurve == null ? await client.findLocus(http, base, found.id) : found;
  const alerts = await alertsOrNone(http, base, found.id, logger);
  const { rows } = readableRows(curveRow, curveRecords(whole?.attributes.lightcurve ?? ""));
  return mergeCurve(alerts, rows);
}

function idsOf(target: TargetRef, alert: AntaresAlert | null): string[] {
  const named = [...(target.alertIds ?? []), target.name, ...target.aliases].filter((name) => kindOfId(name) !== null);
  const ids = [...new Set([...(alert ? [alert.locusId] : []), ...named])];
  const loci = ids.filter((id) => kindOfId(id) === "locus");
  // A survey's name leads to a locus that its own id has named already.
  return (loci.length > 0 ? loci : ids).slice(0, mostLoci);
}

export const antares = defineBroker({
  manifest,
  queryForm,
  alertSchema: antaresAlertSchema,
  connect: ({ http, baseUrls, logger }) => {
    const base = baseUrls.api ?? "";
    return {
      async fetchAlerts(parameters, page) {
        const body = client.searchBody(parameters);
        const found = await client.listLoci(http, base, body, page);
        const alerts = found.loci.map(locusAlert).filter(isInside(parameters));
        return {
          alerts,
          next: found.next === null ? null : { cursor: found.next, wanted: Math.max(0, page.wanted - alerts.length) },
          feedback: leftOut("of ANTARES' loci", found.unreadable),
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
        for (const id of idsOf(target, alert)) curves.push(...(await curveOf(limited, base, id, logger)));
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
