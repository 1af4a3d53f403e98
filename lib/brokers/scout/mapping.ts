import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { jdToMjd } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { GenericAlert, TargetDraft } from "../contract";
import { lenientNumber } from "../contract-remote";
import type { TargetElements } from "../contract-rows";
import type { Orbits, ScoutObject } from "./remote";

/** From Scout's objects to alerts and non-sidereal targets. Pure. */

const number = z.number().nullable();
const text = z.string().max(100).nullable();

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
});

export type ScoutAlert = z.infer<typeof scoutAlertSchema>;

const isoOf = (time: string | null): string | null => {
  const understood = time === null ? null : parseTime(time);
  return understood?.ok ? understood.iso : null;
};

/** "08:54" is hours and minutes, "+28" whole degrees. */
function positionOf(ra: string | null, dec: string | null): { raDeg: number | null; decDeg: number | null } {
  const [, hours, minutes] = /^(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(ra?.trim() ?? "") ?? [];
  const degrees = lenientNumber.parse(dec?.trim().replace(/^\u2212/, "-"));
  if (hours === undefined || degrees === null || Math.abs(degrees) > 90) return { raDeg: null, decDeg: null };
  const raDeg = Number(hours) * 15 + Number(minutes) / 4;
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

export function objectAlert(object: ScoutObject): ScoutAlert {
  return {
    name: object.objectName,
    ...positionOf(object.ra, object.dec),
    positionAt: isoOf(object.tEphem),
    lastRun: isoOf(object.lastRun),
    vMag: object.Vmag,
    absMag: object.H,
    facts: Object.fromEntries(
      factNames.flatMap((name) => (object[name] === null ? [] : [[name, object[name]]])),
    ) as Record<string, number>,
  };
}

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
  url: `https://cneos.jpl.nasa.gov/scout/#/object/${encodeURIComponent(alert.name)}`,
});

/**
 * The first orbit as elements by perihelion: they hold for every eccentricity. Epochs are MJD (TDB, as JPL gives them). Null
 * where an element is missing.
 */
export function elementsOf(orbits: Orbits | null | undefined): TargetElements | null {
  const [row] = orbits?.data ?? [];
  if (!orbits || !row) return null;
  const at = (field: string): number | null => lenientNumber.parse(row[orbits.fields.indexOf(field)]);
  const [epoch, ec, qr, tp, om, w, inc, absMag] = ["epoch", "ec", "qr", "tp", "om", "w", "inc", "H"].map(at);
  if (epoch == null || ec == null || qr == null || tp == null || om == null || w == null || inc == null) return null;
  return {
    scheme: "MPC_COMET",
    epochOfElementsMjd: jdToMjd(epoch),
    eccentricity: ec,
    perihelionDistanceAu: qr,
    epochOfPerihelionMjd: jdToMjd(tp),
    longAscNodeDeg: om,
    argOfPerihelionDeg: w,
    inclinationDeg: inc,
    ...(ec < 1 ? { semimajorAxisAu: qr / (1 - ec) } : {}),
    ...(absMag == null ? {} : { absMag }),
  };
}

/** A moving target with its elements; its place of the moment is no position to keep. */
export function toTarget(alert: ScoutAlert, elements: TargetElements | null): TargetDraft {
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
    extras: { ...alert.facts, ...(alert.vMag === null ? {} : { vMag: alert.vMag }) },
    classifications: [],
    elements: elements.absMag === undefined && alert.absMag !== null ? { ...elements, absMag: alert.absMag } : elements,
  };
}
