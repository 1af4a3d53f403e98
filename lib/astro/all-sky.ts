import type { Position } from "./coordinates";
import { degreesToRadians, wrapDegrees } from "./degrees";

/** A place on a map of the whole sky: x to the right in [-2, 2], y up in [-1, 1], an ellipse two by one. */
export type SkyPlace = { x: number; y: number };

/** Right ascension in the middle of the map, degrees: 12 h, so that the ends meet at 0 h. */
const middleDeg = 180;

/** Hammer's equal-area projection of an ICRS position, east to the left as on the sky. */
export function toSkyMap({ raDeg, decDeg }: Position): SkyPlace {
  const lambda = degreesToRadians(wrapDegrees(raDeg - middleDeg + 180) - 180);
  const phi = degreesToRadians(decDeg);
  const depth = Math.sqrt(1 + Math.cos(phi) * Math.cos(lambda / 2));
  return { x: (-2 * Math.cos(phi) * Math.sin(lambda / 2)) / depth, y: Math.sin(phi) / depth };
}
