import { AstroTime, BaryState, Body } from "astronomy-engine";
import type { Position } from "./coordinates";
import { toUnitVector } from "./sphere";
import { secondsPerDay, tdbMjdToUtcMjd, utcMjdToTdbMjd, utcMjdToTtMjd } from "./time";

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
