import type { Position } from "./coordinates";
import { degreesToRadians, radiansToDegrees, wrapDegrees } from "./degrees";

/** Galactic longitude in degrees, [0, 360), and latitude, [-90, 90]. */
export type GalacticPosition = { lDeg: number; bDeg: number };

/**
 * The north galactic pole in ICRS and the galactic longitude of the north celestial pole, degrees (Hipparcos vol. 1,
 * eq. 1.5.10).
 */
const poleRa = degreesToRadians(192.85948);
const poleDec = degreesToRadians(27.12825);
const northLongitudeDeg = 122.93192;

/** Galactic coordinates of an ICRS position, good to 0.03 arcsec. Computed when shown, never stored. */
export function toGalactic({ raDeg, decDeg }: Position): GalacticPosition {
  const dec = degreesToRadians(decDeg);
  const hour = degreesToRadians(raDeg) - poleRa;
  const x = Math.cos(poleDec) * Math.sin(dec) - Math.sin(poleDec) * Math.cos(dec) * Math.cos(hour);
  const y = Math.cos(dec) * Math.sin(hour);
  const z = Math.sin(poleDec) * Math.sin(dec) + Math.cos(poleDec) * Math.cos(dec) * Math.cos(hour);
  const inPlane = Math.hypot(x, y);
  const turn = inPlane === 0 ? 0 : radiansToDegrees(Math.atan2(y, x));
  return { lDeg: wrapDegrees(northLongitudeDeg - turn), bDeg: radiansToDegrees(Math.atan2(z, inPlane)) };
}

/** The ICRS position of galactic coordinates. */
export function fromGalactic({ lDeg, bDeg }: GalacticPosition): Position {
  const b = degreesToRadians(bDeg);
  const turn = degreesToRadians(northLongitudeDeg - lDeg);
  const x = Math.cos(poleDec) * Math.sin(b) - Math.sin(poleDec) * Math.cos(b) * Math.cos(turn);
  const y = Math.cos(b) * Math.sin(turn);
  const z = Math.sin(poleDec) * Math.sin(b) + Math.cos(poleDec) * Math.cos(b) * Math.cos(turn);
  const inPlane = Math.hypot(x, y);
  const raDeg = inPlane === 0 ? 0 : wrapDegrees(radiansToDegrees(Math.atan2(y, x) + poleRa));
  return { raDeg, decDeg: radiansToDegrees(Math.atan2(z, inPlane)) };
}
