import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { jdToMjd } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { GenericAlert, TargetDraft } from "../contract";
import { knownMag } from "../contract-known";
import { lenientNumber } from "../contract-remote";
import type { Orbits, ScoutObject } from "./remote";

/** From Scout's objects to alerts and non-sidereal targets. Pure. */

const number = z.number().nullable();
const text = z.string().max(100).nullable();

/** `TargetElements` by perihelion, which hold for every eccentricity; angles in degrees, epochs MJD (TDB). */
const elementsSchema = z.object({
  scheme: z.literal("MPC_COMET"),
  epochOfElementsMjd: z.number(),
  eccentricity: z.number(),
  perihelionDistanceAu: z.number(),
  epochOfPerihelionMjd: z.number(),
  longAscNodeDeg: z.number(),
  argOfPerihelionDeg: z.number(),
  inclinationDeg: z.number(),
  semimajorAxisAu: z.number().exactOptional(),
  absMag: z.number().exactOptional(),
});

export type ScoutElements = z.infer<typeof elementsSchema>;

/** One object as this TOM keeps it; what a run freezes. The position is where it was at `positionAt`, to a minute of RA. */
export const scoutAlertSchema = z.object({
  name: z.string().min(1).max(40),
  raDeg: number,
  decDeg: number,
  /** ISO 8601 UTC. */
  positionAt: text,
  lastRun: text,
  vMag: number,
  absMag: number,
  /** By Scout's names: scores 0 to 100, rating 0 to 4, uncertainties in arcmin, distances in au and lunar distances. */
  facts: z.record(z.string().max(40), z.number()),
  /** The orbit as Scout gave it, where it was asked for with the object; lists carry none. */
  elements: elementsSchema.nullable(),
});

export type ScoutAlert = z.infer<typeof scoutAlertSchema>;

const isoOf = (time: string | null): string | null => {
  const understood = time === null ? null : parseTime(time);
  return understood?.ok ? understood.iso : null;
};

/** "08:54" is hours and minutes, with seconds behind them where they are told; "+28" whole degrees. */
function positionOf(ra: string | null, dec: string | null): { raDeg: number | null; decDeg: number | null } {
  const [, hours, minutes, seconds = "0"] =
    /^(\d{1,2}):(\d{1,2}(?:\.\d+)?)(?::(\d{1,2}(?:\.\d+)?))?$/.exec(ra?.trim() ?? "") ?? [];
  const degrees = lenientNumber.parse(dec?.trim().replace(/^\u2212/, "-"));
  if (hours === undefined || degrees === null || Math.abs(degrees) > 90) return { raDeg: null, decDeg: null };
  const raDeg = Number(hours) * 15 + Number(minutes) / 4 + Number(seconds) / 240;
  return raDeg < 360 ? { raDeg, decDeg: degrees } : { raDeg: null, decDeg: null };
}

const factNames = [
  "neoScore",
  "neo1kmScore",
  "phaScore",
  "ieoScore",
  "geocentricScore",
  "tisserandScore",
  "rating",
  "caDist",
  "moid",
  "vInf",
  "unc",
  "uncP1",
  "rate",
  "elong",
  "arc",
  "nObs",
  "rmsN",
] as const;

export const objectAlert = (object: ScoutObject, orbits: Orbits | null = null): ScoutAlert => ({
  name: object.objectName,
  ...positionOf(object.ra, object.dec),
  positionAt: isoOf(object.tEphem),
  lastRun: isoOf(object.lastRun),
  vMag: knownMag(object.Vmag),
  absMag: knownMag(object.H),
  facts: Object.fromEntries(
    factNames.flatMap((name): [string, number][] => (object[name] === null ? [] : [[name, object[name]]])),
  ),
  elements: elementsOf(orbits),
});

export const toGenericAlert = (alert: ScoutAlert): GenericAlert => ({
  id: alert.name,
  name: alert.name,
  timestamp: alert.lastRun,
  ra: alert.raDeg,
  dec: alert.decDeg,
  mag: alert.vMag,
  band: alert.vMag === null ? null : "V",
  score: alert.facts.neoScore ?? null,
  detections: alert.facts.nObs ?? null,
  moves: true,
  url: `https://cneos.jpl.nasa.gov/scout/#/object/${encodeURIComponent(alert.name)}`,
});

// A JD in a double is good to 0.04 ms: digits beyond that are none.
const mjdOf = (jd: number): number => Math.round(jdToMjd(jd) * 1e8) / 1e8;

const numberAt = (orbits: Orbits, row: readonly unknown[], field: string): number | null =>
  lenientNumber.parse(row[orbits.fields.indexOf(field)]);

/**
 * The first of Scout's sampled orbits that is whole; null where there is none. The semimajor axis is ours and exists below
 * an eccentricity of 1 only.
 */
export function elementsOf(orbits: Orbits | null): ScoutElements | null {
  for (const row of orbits?.data ?? []) {
    if (!orbits) break;
    const at = (field: string): number | null => numberAt(orbits, row, field);
    const [epoch, ec, qr, tp, om, w, inc] = [at("epoch"), at("ec"), at("qr"), at("tp"), at("om"), at("w"), at("inc")];
    if (epoch === null || ec === null || qr === null || tp === null || om === null || w === null || inc === null)
      continue;
    const absMag = at("H");
    return {
      scheme: "MPC_COMET",
      epochOfElementsMjd: mjdOf(epoch),
      eccentricity: ec,
      perihelionDistanceAu: qr,
      epochOfPerihelionMjd: mjdOf(tp),
      longAscNodeDeg: om,
      argOfPerihelionDeg: w,
      inclinationDeg: inc,
      ...(ec < 1 ? { semimajorAxisAu: qr / (1 - ec) } : {}),
      ...(absMag === null ? {} : { absMag }),
    };
  }
  return null;
}

/** What Scout says of the object, by names that carry their units. */
function extrasOf({ facts, vMag, absMag, raDeg, decDeg, positionAt, lastRun }: ScoutAlert) {
  const { rating, caDist, moid, vInf, unc, uncP1, rate, elong, arc, nObs, rmsN, ...scores } = facts;
  const extras = {
    ...scores,
    impactRating: rating,
    closestApproachLd: caDist,
    moidAu: moid,
    vInfKmPerS: vInf,
    uncertaintyArcmin: unc,
    uncertaintyTomorrowArcmin: uncP1,
    rateArcsecPerMin: rate,
    elongationDeg: elong,
    arcHours: arc,
    observations: nObs,
    rmsNormalized: rmsN,
    vMag,
    absMagMedian: absMag,
    positionAt,
    ...(positionAt === null ? {} : { positionRaDeg: raDeg, positionDecDeg: decDeg }),
    lastRun,
  };
  return Object.fromEntries(
    Object.entries(extras).flatMap(([key, value]) => (value === null || value === undefined ? [] : [[key, value]])),
  );
}

/** A moving target with its elements; its place of the moment is no position to keep. */
export function toTarget(alert: ScoutAlert, elements: ScoutElements | null): TargetDraft {
  if (elements === null) {
    throw new TomError(
      "INVALID_INPUT",
      `Scout has no orbit of ${alert.name} any more, so it cannot become a target: it may have been designated or lost.`,
    );
  }
  return {
    name: alert.name,
    type: "NON_SIDEREAL",
    raDeg: null,
    decDeg: null,
    aliases: [],
    extras: extrasOf(alert),
    classifications: [],
    elements: elements.absMag === undefined && alert.absMag !== null ? { ...elements, absMag: alert.absMag } : elements,
  };
}
