import type { Position } from "./coordinates";
import { degreesToRadians, radiansToDegrees, wrapDegrees } from "./degrees";

/** A direction as a unit vector: x to RA 0, y to RA 90, z to the north pole. */
export type UnitVector = readonly [x: number, y: number, z: number];

export function toUnitVector({ raDeg, decDeg }: Position): UnitVector {
  const ra = degreesToRadians(raDeg);
  const dec = degreesToRadians(decDeg);
  return [Math.cos(dec) * Math.cos(ra), Math.cos(dec) * Math.sin(ra), Math.sin(dec)];
}

/** The direction of any vector that is not zero. At the poles RA is 0. */
export function fromVector([x, y, z]: UnitVector): Position {
  const inPlane = Math.hypot(x, y);
  const raDeg = inPlane === 0 ? 0 : wrapDegrees(radiansToDegrees(Math.atan2(y, x)));
  return { raDeg, decDeg: radiansToDegrees(Math.atan2(z, inPlane)) };
}

/**
 * Great-circle distance in degrees, [0, 180]. Vincenty's form of the haversine: exact for coincident, close and
 * antipodal places alike (the plain haversine loses digits near 180 degrees).
 */
export function separationDeg(from: Position, to: Position): number {
  const dec1 = degreesToRadians(from.decDeg);
  const dec2 = degreesToRadians(to.decDeg);
  const dRa = degreesToRadians(to.raDeg - from.raDeg);
  // sin(dec2 - dec1) keeps the digits that cos·sin - sin·cos would cancel for close places.
  const half = Math.sin(dRa / 2) ** 2;
  const across = Math.cos(dec2) * Math.sin(dRa);
  const along = Math.sin(dec2 - dec1) + 2 * Math.sin(dec1) * Math.cos(dec2) * half;
  const dot = Math.cos(dec2 - dec1) - 2 * Math.cos(dec1) * Math.cos(dec2) * half;
  return radiansToDegrees(Math.atan2(Math.hypot(across, along), dot));
}

/** Great-circle distance in arcseconds, [0, 648000]. */
export const separationArcsec = (from: Position, to: Position): number => separationDeg(from, to) * 3600;

/** Direction from one place to another in degrees, [0, 360), north through east; 0 when they coincide. */
export function positionAngleDeg(from: Position, to: Position): number {
  const dec1 = degreesToRadians(from.decDeg);
  const dec2 = degreesToRadians(to.decDeg);
  const dRa = degreesToRadians(to.raDeg - from.raDeg);
  const east = Math.cos(dec2) * Math.sin(dRa);
  const north = Math.sin(dec2 - dec1) + 2 * Math.sin(dec1) * Math.cos(dec2) * Math.sin(dRa / 2) ** 2;
  return wrapDegrees(radiansToDegrees(Math.atan2(east, north)));
}

/** The place at a distance (arcsec) and position angle (degrees, north through east) from another. */
export function offsetPosition(from: Position, angleDeg: number, distanceArcsec: number): Position {
  const [p, north, east] = tangentFrame(from);
  const distance = degreesToRadians(distanceArcsec / 3600);
  const angle = degreesToRadians(angleDeg);
  const along = (i: 0 | 1 | 2): number =>
    p[i] * Math.cos(distance) + (north[i] * Math.cos(angle) + east[i] * Math.sin(angle)) * Math.sin(distance);
  return fromVector([along(0), along(1), along(2)]);
}

/** The unit vectors to a place, to its north and to its east. */
function tangentFrame({ raDeg, decDeg }: Position): [UnitVector, UnitVector, UnitVector] {
  const ra = degreesToRadians(raDeg);
  const dec = degreesToRadians(decDeg);
  const north: UnitVector = [-Math.sin(dec) * Math.cos(ra), -Math.sin(dec) * Math.sin(ra), Math.cos(dec)];
  return [toUnitVector({ raDeg, decDeg }), north, [-Math.sin(ra), Math.cos(ra), 0]];
}

/** A range of declination and of right ascension, degrees, both ends included, raMin <= raMax, within [0, 360]. */
export type SkyBox = { decMin: number; decMax: number; raMin: number; raMax: number };

/** Boxes are this much wider than the cone (0.004 mas), so that rounding never loses a row on the rim. */
const marginDeg = 1e-9;

/**
 * One or two boxes that contain a cone: the first, indexed step of a cone search, to be followed by the exact distance.
 * Two when the cone crosses RA 0; the full circle of RA when it contains a pole. The boxes do not overlap except in RA
 * 0 = 360.
 * @param radiusArcsec above 0; from 180 degrees on the whole sky.
 */
export function coneBoxes(raDeg: number, decDeg: number, radiusArcsec: number): SkyBox[] {
  const radius = radiusArcsec / 3600;
  const decMin = Math.max(-90, decDeg - radius - marginDeg);
  const decMax = Math.min(90, decDeg + radius + marginDeg);
  // The widest point of the circle lies poleward of its centre: asin(sin r / cos dec), not r / cos dec.
  const ratio = Math.sin(degreesToRadians(Math.min(radius, 90))) / Math.cos(degreesToRadians(decDeg));
  if (decMin <= -90 || decMax >= 90 || radius >= 90 || !(ratio < 1)) return [{ decMin, decMax, raMin: 0, raMax: 360 }];

  const halfWidth = radiansToDegrees(Math.asin(ratio)) + marginDeg / Math.cos(degreesToRadians(decDeg));
  const center = wrapDegrees(raDeg);
  if (halfWidth >= 180) return [{ decMin, decMax, raMin: 0, raMax: 360 }];
  const raMin = center - halfWidth;
  const raMax = center + halfWidth;
  if (raMin < 0) {
    return [
      { decMin, decMax, raMin: 0, raMax },
      { decMin, decMax, raMin: raMin + 360, raMax: 360 },
    ];
  }
  if (raMax > 360) {
    return [
      { decMin, decMax, raMin: 0, raMax: raMax - 360 },
      { decMin, decMax, raMin, raMax: 360 },
    ];
  }
  return [{ decMin, decMax, raMin, raMax }];
}

/** A star's position and proper motion at an epoch. */
export type MovingPosition = Position & {
  /** Epoch of the position, Julian year; null is J2000.0. */
  epoch: number | null;
  /** Proper motion in RA including cos Dec, mas/yr; null is none. */
  pmRaMasPerYr: number | null;
  /** Proper motion in Dec, mas/yr; null is none. */
  pmDecMasPerYr: number | null;
};

/**
 * Where the star is at another epoch (Julian year; `julianYear` in time.ts makes one from an instant). Motion along a
 * straight line in space seen face on, so right at the poles too; parallax and perspective acceleration are left out.
 * Without proper motion: the same position.
 */
export function positionAt(star: MovingPosition, epochJulianYear: number): Position {
  const pmRa = star.pmRaMasPerYr ?? 0;
  const pmDec = star.pmDecMasPerYr ?? 0;
  const years = epochJulianYear - (star.epoch ?? 2000);
  if ((pmRa === 0 && pmDec === 0) || years === 0) return { raDeg: star.raDeg, decDeg: star.decDeg };
  const [p, north, east] = tangentFrame(star);
  const toRad = degreesToRadians(years / 3_600_000);
  const moved = (i: 0 | 1 | 2): number => p[i] + (pmRa * east[i] + pmDec * north[i]) * toRad;
  return fromVector([moved(0), moved(1), moved(2)]);
}
