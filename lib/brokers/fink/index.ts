import { separationArcsec } from "@/lib/astro/sphere";
import { mjdToIso } from "@/lib/astro/time";
import { limitCalls } from "@/lib/http/limit-calls";
import type { HttpClient } from "@/lib/http/types";
import {
  type AlertPage,
  callsPerObject,
  defineBroker,
  type PageRequest,
  type ReducedDatumDraft,
  type TargetRef,
} from "../contract";
import { leftOut } from "../contract-remote";
import * as client from "./client";
import {
  type FinkAlert,
  finkAlertSchema,
  lsstAlert,
  mergeAlerts,
  objectOf,
  toClassifications,
  toGenericAlert,
  toTarget,
  ztfAlert,
} from "./mapping";
import { lsstDetection, lsstForcedDatum, ztfDatum } from "./photometry";
import { type FinkId, type FinkParameters, finkIdOf, manifest, queryForm } from "./query";

type Addresses = { ztf: string; lsst: string };
type Page = AlertPage<FinkAlert>;

const roundingArcsec = 0.01;
const mostObjects = 3;
/** Rows of a class asked for at once: rows are alerts, and one object may have several. */
const latestMost = 500;

const ended = (alerts: readonly FinkAlert[], unreadable: number): Page => ({
  alerts,
  next: null,
  feedback: leftOut("of Fink's rows", unreadable),
});

/** Dates are judged here: at some routes Fink's own mean the first alert, at others the newest. */
function isInTime({ newestAfter, newestBefore }: FinkParameters): (alert: FinkAlert) => boolean {
  return ({ newestMjd }) => {
    const iso = mjdToIso(newestMjd);
    return (newestAfter === undefined || iso >= newestAfter) && (newestBefore === undefined || iso <= newestBefore);
  };
}

async function objectById(
  http: HttpClient,
  addresses: Addresses,
  { survey, objectId }: FinkId,
): Promise<FinkAlert | null> {
  if (survey === "ztf") return objectOf((await client.ztfObject(http, addresses.ztf, objectId)).rows.map(ztfAlert));
  return objectOf((await client.lsstSources(http, addresses.lsst, objectId)).rows.map(lsstAlert));
}

const one = (alert: FinkAlert | null, otherwise: string): Page => ({
  alerts: alert === null ? [] : [alert],
  next: null,
  feedback: alert === null ? otherwise : null,
});

async function named(http: HttpClient, addresses: Addresses, name: string): Promise<Page> {
  const { rows } = await client.resolve(http, addresses.ztf, name);
  const id = rows.map((row) => finkIdOf(row["d:internalname"] ?? "")).find((found) => found !== null);
  const unknown = `Fink knows no ZTF object called ${name}.`;
  return one(id === undefined ? null : await objectById(http, addresses, id), unknown);
}

async function cone(http: HttpClient, addresses: Addresses, parameters: FinkParameters): Promise<Page> {
  const { survey, raDeg = 0, decDeg = 0, radiusArcsec = 0 } = parameters;
  const place = { raDeg, decDeg, radiusArcsec };
  const [alerts, unreadable] =
    survey === "ztf"
      ? await client
          .ztfCone(http, addresses.ztf, place)
          .then((found) => [found.rows.map(ztfAlert), found.unreadable] as const)
      : await client
          .lsstCone(http, addresses.lsst, place)
          .then((found) => [found.rows.map(lsstAlert), found.unreadable] as const);
  const isInside = (alert: FinkAlert): boolean =>
    alert.raDeg !== null &&
    alert.decDeg !== null &&
    separationArcsec(place, { raDeg: alert.raDeg, decDeg: alert.decDeg }) <= radiusArcsec + roundingArcsec;
  return ended(alerts.filter(isInside).filter(isInTime(parameters)), unreadable);
}

/** Newest first; a full page is followed by what is older than its last alert. */
async function latestZtf(http: HttpClient, base: string, parameters: FinkParameters, page: PageRequest): Promise<Page> {
  const { className = "", newestAfter, newestBefore } = parameters;
  const n = Math.min(latestMost, Math.max(10, page.wanted * 2));
  const until = page.cursor ?? newestBefore;
  const found = await client.ztfLatest(http, base, { className, n, from: newestAfter, until });
  const alerts = found.rows.map(ztfAlert);
  const oldest = Math.min(...alerts.map(({ newestMjd }) => newestMjd));
  const isLast = found.received < n || alerts.length === 0;
  return {
    alerts: alerts.filter(isInTime(parameters)),
    next: isLast ? null : { cursor: mjdToIso(oldest), wanted: page.wanted },
    feedback: leftOut("of Fink's rows", found.unreadable),
  };
}

async function taggedLsst(
  http: HttpClient,
  base: string,
  parameters: FinkParameters,
  { wanted }: PageRequest,
): Promise<Page> {
  const found = await client.lsstTagged(
    http,
    base,
    parameters.className ?? "",
    Math.min(latestMost, Math.max(10, wanted * 2)),
  );
  return ended(found.rows.map(lsstAlert).filter(isInTime(parameters)), found.unreadable);
}

async function search(
  http: HttpClient,
  addresses: Addresses,
  parameters: FinkParameters,
  page: PageRequest,
): Promise<Page> {
  const { survey, objectId, name, raDeg } = parameters;
  if (objectId !== undefined) {
    const id: FinkId = { survey, objectId: finkIdOf(objectId)?.objectId ?? objectId };
    return one(await objectById(http, addresses, id), `Fink has no object ${objectId} in ${survey.toUpperCase()}.`);
  }
  if (name !== undefined) return named(http, addresses, name);
  if (raDeg !== undefined) return cone(http, addresses, parameters);
  if (survey === "lsst") return taggedLsst(http, addresses.lsst, parameters, page);
  return latestZtf(http, addresses.ztf, parameters, page);
}

async function curveOf(
  http: HttpClient,
  addresses: Addresses,
  { survey, objectId }: FinkId,
): Promise<ReducedDatumDraft[]> {
  if (survey === "ztf") return (await client.ztfCurve(http, addresses.ztf, objectId)).rows.flatMap(ztfDatum);
  const detections = await client.lsstSources(http, addresses.lsst, objectId);
  const forced = await client.lsstForced(http, addresses.lsst, objectId);
  return [...detections.rows.flatMap(lsstDetection), ...forced.rows.flatMap(lsstForcedDatum)];
}

function idsOf(target: TargetRef, alert: FinkAlert | null): FinkId[] {
  const names = [...(alert ? [alert.objectId] : []), ...(target.alertIds ?? []), target.name, ...target.aliases];
  const ids = new Map(names.flatMap((name) => finkIdOf(name) ?? []).map((id) => [id.objectId, id]));
  return [...ids.values()].slice(0, mostObjects);
}

export const fink = defineBroker({
  manifest,
  queryForm,
  alertSchema: finkAlertSchema,
  connect: ({ http, baseUrls, logger }) => {
    const addresses = { ztf: baseUrls.ztf ?? "", lsst: baseUrls.lsst ?? "" };
    return {
      fetchAlerts: (parameters, page) => search(http, addresses, parameters, page),
      async fetchAlert(alertId) {
        const id = finkIdOf(alertId);
        return id === null ? null : objectById(http, addresses, id);
      },
      toGenericAlert,
      toClassifications,
      toTarget,
      mergeAlerts,
      async processReducedData(target, alert) {
        const limited = limitCalls(http, callsPerObject, manifest.name);
        const curves: ReducedDatumDraft[] = [];
        for (const id of idsOf(target, alert)) curves.push(...(await curveOf(limited, addresses, id)));
        return curves;
      },
      async loadChoices(field) {
        if (field !== "className") return [];
        // One survey's list being away must not empty the other's; both away is a failure.
        const asked = await Promise.allSettled([
          client.ztfClasses(http, addresses.ztf),
          client.lsstTags(http, addresses.lsst),
        ]);
        const [classes, tags] = asked.map((words) => (words.status === "fulfilled" ? words.value : null));
        for (const words of asked)
          if (words.status === "rejected")
            logger.warn({ err: words.reason, broker: manifest.id }, "a list of classes could not be had");
        if (!classes && !tags) throw asked.find((words) => words.status === "rejected")?.reason;
        return [
          ...(classes ?? []).map((value) => ({ value, label: value, onlyWith: { survey: "ztf" } })),
          ...(tags ?? []).map((value) => ({ value, label: value, onlyWith: { survey: "lsst" } })),
        ];
      },
    };
  },
});
