import { separationArcsec } from "@/lib/astro/sphere";
import { defineBroker, type ReducedDatumDraft, type TargetRef } from "../contract";
import { leftOut } from "../contract-remote";
import { emptyMemory, lightCurve, wholeList } from "./client";
import {
  type GaiaAlert,
  gaiaAlertSchema,
  pointToDatum,
  rowAlert,
  toClassifications,
  toGenericAlert,
  toTarget,
} from "./mapping";
import { type GaiaParameters, gaiaNameOf, manifest, queryForm } from "./query";

const pageMost = 500;
const mostCurves = 3;

const isWithin = (value: number | null, from: number | undefined, to: number | undefined): boolean =>
  (from === undefined && to === undefined) ||
  (value !== null && (from === undefined || value >= from) && (to === undefined || value <= to));

const timeOf = (iso: string | null | undefined): number | undefined => (iso ? Date.parse(iso) : undefined);

function isInCone({ raDeg, decDeg }: GaiaAlert, parameters: GaiaParameters): boolean {
  const { raDeg: ra, decDeg: dec, radiusArcsec } = parameters;
  if (ra === undefined || dec === undefined || radiusArcsec === undefined) return true;
  return (
    raDeg !== null && decDeg !== null && separationArcsec({ raDeg: ra, decDeg: dec }, { raDeg, decDeg }) <= radiusArcsec
  );
}

const contains = (text: string | null, part: string | undefined): boolean =>
  part === undefined || (text?.toLowerCase().includes(part.toLowerCase()) ?? false);

/** The site filters nothing: all of the choosing is here. */
const matches = (parameters: GaiaParameters) => (alert: GaiaAlert) =>
  (parameters.objectId === undefined || alert.name === (gaiaNameOf(parameters.objectId) ?? parameters.objectId)) &&
  contains(alert.name, parameters.name) &&
  contains(alert.className, parameters.className) &&
  isWithin(alert.mag, parameters.magMin, parameters.magMax) &&
  isWithin(timeOf(alert.timestamp) ?? null, timeOf(parameters.newestAfter), timeOf(parameters.newestBefore)) &&
  isInCone(alert, parameters);

const namesOf = (target: TargetRef, alert: GaiaAlert | null): string[] => {
  const names = [...(alert ? [alert.name] : []), ...(target.alertIds ?? []), target.name, ...target.aliases];
  return [...new Set(names.flatMap((name) => gaiaNameOf(name) ?? []))].slice(0, mostCurves);
};

export const gaia = defineBroker({
  manifest,
  queryForm,
  alertSchema: gaiaAlertSchema,
  connect: ({ http, baseUrls }) => {
    const base = baseUrls.site ?? "";
    const memory = emptyMemory();
    return {
      async fetchAlerts(parameters, { cursor, wanted }) {
        const { rows, unreadable } = await wholeList(http, base, memory);
        const found = rows.map(rowAlert).filter(matches(parameters));
        const from = cursor === null ? 0 : Number(cursor);
        const until = from + Math.min(pageMost, Math.max(1, wanted));
        return {
          alerts: found.slice(from, until),
          next: until < found.length ? { cursor: String(until), wanted: Math.max(0, wanted - (until - from)) } : null,
          feedback: from === 0 ? leftOut("of Gaia's rows", unreadable) : null,
        };
      },
      async fetchAlert(alertId) {
        const name = gaiaNameOf(alertId) ?? alertId;
        const { rows } = await wholeList(http, base, memory);
        const row = rows.find((one) => one.name === name);
        return row ? rowAlert(row) : null;
      },
      toGenericAlert,
      toClassifications,
      toTarget,
      async processReducedData(target, alert) {
        const curves: ReducedDatumDraft[] = [];
        for (const name of namesOf(target, alert))
          curves.push(...(await lightCurve(http, base, name)).map(pointToDatum));
        return curves;
      },
    };
  },
});
