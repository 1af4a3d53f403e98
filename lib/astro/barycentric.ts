import { AstroTime, BaryState, Body, HelioVector } from "astronomy-engine";
import type { Position } from "./coordinates";
import { toUnitVector } from "./sphere";
import { type Arrival, type ArrivalScale, secondsPerDay, tdbMjdToUtcMjd, utcMjdToTdbMjd, utcMjdToTtMjd } from "./time";

const auLightTimeS = 499.004_783_836;
const j2000Mjd = 51_544.5;

/**
 * Light-travel time from the geocentre to the barycentre of the solar system along the direction of a source, seconds,
 * within ±505: what a barycentric time is later than the geocentric one. An observatory adds at most 0.021 s, which is
 * left out.
 */
export function barycentricDelayS(position: Position, utcMjd: number): number {
  const earth = BaryState(Body.Earth, AstroTime.FromTerrestrialTime(utcMjdToTtMjd(utcMjd) - j2000Mjd));
  const [x, y, z] = toUnitVector(position);
  return (earth.x * x + earth.y * y + earth.z * z) * auLightTimeS;
}

/**
 * The same to the centre of the Sun, which moves by up to 4.6 light seconds around the barycentre: what a heliocentric
 * time is later than the geocentric one.
 */
export function heliocentricDelayS(position: Position, utcMjd: number): number {
  const earth = HelioVector(Body.Earth, AstroTime.FromTerrestrialTime(utcMjdToTtMjd(utcMjd) - j2000Mjd));
  const [x, y, z] = toUnitVector(position);
  return (earth.x * x + earth.y * y + earth.z * z) * auLightTimeS;
}

/** BJD_TDB (as MJD: minus 2400000.5) of a UTC MJD at the geocentre, good to 0.03 s. */
export const utcMjdToBjdTdbMjd = (utcMjd: number, position: Position): number =>
  utcMjdToTdbMjd(utcMjd) + barycentricDelayS(position, utcMjd) / secondsPerDay;

/** UTC MJD at the geocentre of a BJD_TDB given as MJD (minus 2400000.5), good to 0.03 s. */
export function bjdTdbMjdToUtcMjd(bjdTdbMjd: number, position: Position): number {
  let utcMjd = tdbMjdToUtcMjd(bjdTdbMjd);
  // The delay changes by 1e-4 s per second at most: three rounds reach the rounding of a double.
  for (let round = 0; round < 3; round += 1) {
    utcMjd = tdbMjdToUtcMjd(bjdTdbMjd - barycentricDelayS(position, utcMjd) / secondsPerDay);
  }
  return utcMjd;
}

/** HJD in UTC (as MJD: minus 2400000.5) of a UTC MJD at the geocentre, good to 0.03 s. */
export const utcMjdToHjdMjd = (utcMjd: number, position: Position): number =>
  utcMjd + heliocentricDelayS(position, utcMjd) / secondsPerDay;

/** UTC MJD at the geocentre of an HJD in UTC given as MJD (minus 2400000.5), good to 0.03 s. */
export function hjdMjdToUtcMjd(hjdMjd: number, position: Position): number {
  let utcMjd = hjdMjd;
  for (let round = 0; round < 3; round += 1) utcMjd = hjdMjd - heliocentricDelayS(position, utcMjd) / secondsPerDay;
  return utcMjd;
}

/**
 * Days between exact delays. The cubic through four of them is off by at most 3/128 h⁴ of the fourth derivative, which is
 * 1e-4 s/day⁴ (500 s a year and 0.016 s a month): 0.04 ms. A leap second among them adds at most 0.1 ms.
 */
const delayStepDays = 2;

/**
 * For light curves of many rows: `hjdMjdToUtcMjd` or `bjdTdbMjdToUtcMjd` of one place, within 0.2 ms, a hundred times
 * faster. Keeps what it computed.
 */
export function arrivalToUtcMjd(scale: ArrivalScale, position: Position): (arrivalMjd: number) => number {
  const exact = scale === "HJD" ? heliocentricDelayS : barycentricDelayS;
  const kept = new Map<number, number>();
  const at = (step: number): number => {
    const known = kept.get(step);
    if (known !== undefined) return known;
    const delayS = exact(position, step * delayStepDays);
    kept.set(step, delayS);
    return delayS;
  };
  const delayS = (utcMjd: number): number => {
    const step = Math.floor(utcMjd / delayStepDays);
    const t = utcMjd / delayStepDays - step;
    return (
      (-t * (t - 1) * (t - 2) * at(step - 1)) / 6 +
      ((t + 1) * (t - 1) * (t - 2) * at(step)) / 2 -
      ((t + 1) * t * (t - 2) * at(step + 1)) / 2 +
      ((t + 1) * t * (t - 1) * at(step + 2)) / 6
    );
  };
  const toUtc = scale === "HJD" ? (mjd: number) => mjd : tdbMjdToUtcMjd;
  return (arrivalMjd) => {
    // The first guess is 505 s off at most, and each round leaves 1e-4 of it: two reach 5 µs.
    let utcMjd = toUtc(arrivalMjd);
    for (let round = 0; round < 2; round += 1) utcMjd = toUtc(arrivalMjd - delayS(utcMjd) / secondsPerDay);
    return utcMjd;
  };
}

/** Both scales of one place; null for a source without a position. */
export function arrivalAt({ raDeg, decDeg }: { raDeg: number | null; decDeg: number | null }): Arrival | null {
  if (raDeg === null || decDeg === null) return null;
  const kept = new Map<ArrivalScale, (mjd: number) => number>();
  return (mjd, scale) => {
    const toUtc = kept.get(scale) ?? arrivalToUtcMjd(scale, { raDeg, decDeg });
    kept.set(scale, toUtc);
    return toUtc(mjd);
  };
}
