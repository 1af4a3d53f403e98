import { ang2pix_nest, order2nside, pix2ang_nest } from "@hscmap/healpix";
import type { Position } from "./coordinates";
import { degreesToRadians, radiansToDegrees, wrapDegrees } from "./degrees";
import { separationArcsec } from "./sphere";

/** The order of the stored index: cells of 12.9 arcsec. */
const healpixOrder = 14;

const finestNside = order2nside(healpixOrder);
/** No place is farther from the centre of its finest cell. */
const cellRadiusArcsec = 20;

const meridianBandDeg = 1e-8;

/** Orders above 14 overflow the package's 32-bit arithmetic without an error, so they become 14. */
const clampOrder = (order: number): number => Math.min(healpixOrder, Math.max(0, Math.trunc(order)));

const finestIndex = ({ raDeg, decDeg }: Position): number =>
  ang2pix_nest(finestNside, degreesToRadians(90 - decDeg), degreesToRadians(wrapDegrees(raDeg)));

/**
 * On the meridians between the base cells (RA 0, 90, 180, 270) the package's rounding can lead to a cell far away, or
 * to a negative number. Then a step of 0.04 mas to the east leads into one of the cells that meet there.
 */
function checkedFinestIndex(position: Position): number {
  const { raDeg, decDeg } = position;
  const index = finestIndex(position);
  const meridianDeg = Math.round(raDeg / 90) * 90;
  const shrink = Math.cos(degreesToRadians(decDeg));
  const isBeside = Math.abs(raDeg - meridianDeg) * shrink < meridianBandDeg;
  if (!isBeside || separationArcsec(position, healpixCenter(index)) < cellRadiusArcsec) return index;
  return finestIndex({ raDeg: meridianDeg + Math.min(45, meridianBandDeg / shrink), decDeg });
}

/** The HEALPix index, nested scheme, of an ICRS position; order 0 to 14 (others are clamped), 14 unless said. */
export const healpixIndex = (position: Position, order = healpixOrder): number =>
  Math.floor(checkedFinestIndex(position) / 4 ** (healpixOrder - clampOrder(order)));

/** The centre of a HEALPix cell, nested scheme, ICRS. */
export function healpixCenter(index: number, order = healpixOrder): Position {
  const { theta, phi } = pix2ang_nest(order2nside(clampOrder(order)), index);
  return { raDeg: wrapDegrees(radiansToDegrees(phi)), decDeg: 90 - radiansToDegrees(theta) };
}
