import { degreesToRadians, radiansToDegrees, wrapDegrees } from "@/lib/astro/degrees";
import { fromGalactic } from "@/lib/astro/galactic";
import type { ImageHeader } from "../contract";
import type { FitsHeader } from "../reading/fits-header";

/** Farther from the reference point, the differences between projections and distortions count. */
const offsetAtMostDeg = 5;

type Sky = Pick<ImageHeader, "centre" | "pixelScaleArcsec">;

/**
 * Where the middle of an image lies, by its celestial coordinate system, taken as tangential (others differ by less than
 * a pixel of a preview so near the reference point); distortions are left out.
 */
export function skyOf(header: FitsHeader, width: number, height: number): Sky {
  const unknown: Sky = { centre: null, pixelScaleArcsec: null };
  const matrix = matrixOf(header);
  const [lon, lat] = [header.number("CRVAL1"), header.number("CRVAL2")];
  const [x0, y0] = [header.number("CRPIX1"), header.number("CRPIX2")];
  const [first, second] = [header.text("CTYPE1") ?? "", header.text("CTYPE2") ?? ""];
  const swapped = /^(DEC-|GLAT)/.test(first) && /^(RA--|GLON)/.test(second);
  if (!matrix || lon === null || lat === null || x0 === null || y0 === null) return unknown;
  if (!swapped && !(/^(RA--|GLON)/.test(first) && /^(DEC-|GLAT)/.test(second))) return unknown;
  const [a, b, c, d] = matrix;
  const pixelScaleArcsec = Math.sqrt(Math.abs(a * d - b * c)) * 3600;
  const [dx, dy] = [(width + 1) / 2 - x0, (height + 1) / 2 - y0];
  const offset = [a * dx + b * dy, c * dx + d * dy] as const;
  const [xi, eta] = swapped ? [offset[1], offset[0]] : offset;
  const reference = swapped ? { lon: lat, lat: lon } : { lon, lat };
  if (!(pixelScaleArcsec > 0 && Number.isFinite(pixelScaleArcsec))) return unknown;
  if (!(Math.hypot(xi, eta) <= offsetAtMostDeg && Math.abs(reference.lat) <= 90))
    return { centre: null, pixelScaleArcsec };
  const place = tangential(reference.lon, reference.lat, xi, eta);
  const isGalactic = /^G/.test(swapped ? second : first);
  return {
    centre: isGalactic ? fromGalactic({ lDeg: place.raDeg, bDeg: place.decDeg }) : isIcrs(header) ? place : null,
    pixelScaleArcsec,
  };
}

/** CD, or CDELT with PC or CROTA2; degrees a pixel. */
function matrixOf(header: FitsHeader): readonly [number, number, number, number] | null {
  const number = (key: string, otherwise: number): number => header.number(key) ?? otherwise;
  if (header.number("CD1_1") !== null || header.number("CD1_2") !== null)
    return [number("CD1_1", 0), number("CD1_2", 0), number("CD2_1", 0), number("CD2_2", 0)];
  const [sx, sy] = [header.number("CDELT1"), header.number("CDELT2")];
  if (sx === null || sy === null) return null;
  if (header.number("PC1_1") !== null)
    return [sx * number("PC1_1", 1), sx * number("PC1_2", 0), sy * number("PC2_1", 0), sy * number("PC2_2", 1)];
  const angle = degreesToRadians(number("CROTA2", 0));
  return [sx * Math.cos(angle), -sy * Math.sin(angle), sx * Math.sin(angle), sy * Math.cos(angle)];
}

/** FK5 of J2000 is within 0.03 arcsec of it; older systems are not turned into it here. */
function isIcrs(header: FitsHeader): boolean {
  const system = header.text("RADESYS") ?? header.text("RADECSYS");
  const equinox = header.number("EQUINOX") ?? header.number("EPOCH") ?? 2000;
  return system === null ? equinox === 2000 : /^(ICRS|FK5)/.test(system) && equinox === 2000;
}

function tangential(lonDeg: number, latDeg: number, xiDeg: number, etaDeg: number): { raDeg: number; decDeg: number } {
  const [xi, eta, lat] = [degreesToRadians(xiDeg), degreesToRadians(etaDeg), degreesToRadians(latDeg)];
  const down = Math.cos(lat) - eta * Math.sin(lat);
  const lon = lonDeg + radiansToDegrees(Math.atan2(xi, down));
  const decDeg = radiansToDegrees(Math.atan2(Math.sin(lat) + eta * Math.cos(lat), Math.hypot(xi, down)));
  return { raDeg: wrapDegrees(lon), decDeg };
}
