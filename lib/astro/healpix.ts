import { ang2pix_nest, order2nside, pix2ang_nest } from "@hscmap/healpix";
import { degreesToRadians, radiansToDegrees, wrapDegrees } from "./angles";
import type { Position } from "./coordinates";

/** The order of the stored index: cells of 12.9 arcsec. */
export const healpixOrder = 14;

/** Orders above 14 overflow the package's 32-bit arithmetic without an error, so they become 14. */
const clampOrder = (order: number): number => Math.min(healpixOrder, Math.max(0, Math.trunc(order)));

/** The HEALPix index, nested scheme, of an ICRS position; order 0 to 14 (others are clamped), 14 unless said. */
export function healpixIndex({ raDeg, decDeg }: Position, order = healpixOrder): number {
  const nside = order2nside(clampOrder(order));
  return ang2pix_nest(nside, degreesToRadians(90 - decDeg), degreesToRadians(wrapDegrees(raDeg)));
}

/** The centre of a HEALPix cell, nested scheme, ICRS. */
export function healpixCenter(index: number, order = healpixOrder): Position {
  const { theta, phi } = pix2ang_nest(order2nside(clampOrder(order)), index);
  return { raDeg: wrapDegrees(radiansToDegrees(phi)), decDeg: 90 - radiansToDegrees(theta) };
}
