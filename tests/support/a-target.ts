import { newId } from "@/lib/core/ids";
import type { HookPayloads } from "@/lib/events/catalog";

type Target = HookPayloads["target_post_save"]["target"];

const at = "2026-11-21T00:00:00.000Z";

/** A target as events carry it: sidereal, at the place of SN 2020oi. */
export const aTarget = (given: Partial<Target> = {}): Target => ({
  id: newId(),
  version: 1,
  name: "SN 2020oi",
  aliases: [],
  type: "SIDEREAL",
  visibility: "private",
  groups: [],
  raDeg: 185.728875,
  decDeg: 15.823667,
  epoch: null,
  pmRaMasPerYr: null,
  pmDecMasPerYr: null,
  parallaxMas: null,
  distancePc: null,
  distanceErrPc: null,
  redshift: null,
  classifications: [],
  scheme: null,
  epochOfElementsMjd: null,
  meanAnomalyDeg: null,
  argOfPerihelionDeg: null,
  longAscNodeDeg: null,
  inclinationDeg: null,
  eccentricity: null,
  semimajorAxisAu: null,
  meanDailyMotionDegPerDay: null,
  perihelionDistanceAu: null,
  epochOfPerihelionMjd: null,
  ephemerisPeriodDays: null,
  ephemerisPeriodErrDays: null,
  ephemerisEpochMjd: null,
  ephemerisEpochErrDays: null,
  absMag: null,
  slope: null,
  tags: [],
  extras: {},
  createdAt: at,
  updatedAt: at,
  createdBy: null,
  ...given,
});
