import { isSameIauObject, simplifyName } from "@/lib/astro/names";
import { separationArcsec } from "@/lib/astro/sphere";
import { type BrokerContext, defineBroker, type ReducedDatumDraft, type TargetRef } from "../contract";
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

const isCalled = ({ tnsId }: GaiaAlert, name: string): boolean =>
  tnsId !== null && (isSameIauObject(tnsId, name) || simplifyName(tnsId) === simplifyName(name));

/** The site filters nothing: all of the choosing is here. */
const matches = (parameters: GaiaParameters) => (alert: GaiaAlert) =>
  (parameters.objectId === undefined || alert.name === (gaiaNameOf(parameters.objectId) ?? parameters.objectId)) &&
  contains(alert.name, parameters.name) &&
  (parameters.tnsName === undefined || isCalled(alert, parameters.tnsName)) &&
  contains(alert.className, parameters.className) &&
  isWithin(alert.mag, parameters.magMin, parameters.magMax) &&
  isWithin(timeOf(alert.timestamp) ?? null, timeOf(parameters.newestAfter), timeOf(parameters.newestBefore)) &&
  isInCone(alert, parameters);

function feedbackOf({ objectId }: GaiaParameters, found: number, unreadable: number): string | null {
  if (objectId !== undefined && found === 0) return `${manifest.name} has no alert called ${objectId}.`;
  return leftOut("of Gaia's rows", unreadable);
}

const namesOf = (target: TargetRef, alert: GaiaAlert | null): string[] => {
  const names = [...(alert ? [alert.name] : []), ...(target.alertIds ?? []), target.name, ...target.aliases];
  return [...new Set(names.flatMap((name) => gaiaNameOf(name) ?? []))].slice(0, mostCurves);
};

const context: BrokerContext = {
  facts: [
    { label: "Survey", value: "Gaia", url: manifest.homepage },
    { label: "Archive", value: "Closed: the last alert is Gaia25aeh, published on 16 January 2025." },
  ],
  notes: ["Magnitudes and dates are those of the alert, not of the newest transit.", "G magnitudes have no errors."],
};

export const gaia = defineBroker<GaiaParameters, GaiaAlert>({
  manifest,
  queryForm,
  alertSchema: gaiaAlertSchema,
  connect: ({ http, baseUrls, clock }) => {
    const base = baseUrls.site ?? "";
    const memory = emptyMemory();
    return {
      async fetchAlerts(parameters, { cursor, wanted }) {
        const { rows, unreadable } = await wholeList(http, base, memory, clock.now());
        const found = rows.map(rowAlert).filter(matches(parameters));
        const from = cursor === null ? 0 : Number(cursor);
        const until = from + Math.min(pageMost, Math.max(1, wanted));
        return {
          alerts: found.slice(from, until),
          next: until < found.length ? { cursor: String(until), wanted: Math.max(0, wanted - (until - from)) } : null,
          feedback: from === 0 ? feedbackOf(parameters, found.length, unreadable) : null,
        };
      },
      async fetchAlert(alertId) {
        const name = gaiaNameOf(alertId) ?? alertId;
        const { rows } = await wholeList(http, base, memory, clock.now());
        const row = rows.find((one) => one.name === name);
        return row ? rowAlert(row) : null;
      },
      toGenericAlert,
      toClassifications,
      toTarget,
      getBrokerContextData: async () => context,
      async processReducedData(target, alert) {
        const curves: ReducedDatumDraft[] = [];
        for (const name of namesOf(target, alert))
          curves.push(...(await lightCurve(http, base, name)).map(pointToDatum));
        return curves;
      },
    };
  },
});
