import { minusSign } from "./angle-format";

/** U+2009, between a number, ± and its error. */
const thinSpace = "\u2009";

const fixed = (value: number, decimals: number): string => {
  const size = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(size) > 0 ? minusSign + size : size;
};

/** As many decimals as the error has meaning: 2, or 3 for errors under 0.02, 4 under 0.002. */
const magDecimals = (magErr: number): number => (magErr < 0.001_95 ? 4 : magErr < 0.0195 ? 3 : 2);

/**
 * "18.32 ± 0.04" with thin spaces, both with the same number of decimals. Without an error (null, 0 or not finite):
 * "18.32". A magnitude that is null or not finite gives "".
 */
export function formatMagnitude(mag: number | null, magErr: number | null = null): string {
  if (mag === null || !Number.isFinite(mag)) return "";
  if (magErr === null || !Number.isFinite(magErr) || magErr <= 0) return fixed(mag, 2);
  const decimals = magDecimals(magErr);
  return `${fixed(mag, decimals)}${thinSpace}±${thinSpace}${fixed(magErr, decimals)}`;
}

/** An upper limit: "> 20.31" (fainter than). Null or not finite gives "". */
export const formatLimit = (limitMag: number | null): string =>
  limitMag === null || !Number.isFinite(limitMag) ? "" : `> ${fixed(limitMag, 2)}`;

/** Thousands apart by thin spaces from five digits on. */
const grouped = (text: string): string =>
  text.replace(/\d{5,}(?=\.|$)/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, thinSpace));

/**
 * A flux in nJy without its unit: "1234 ± 56", "−3.1 ± 2.4"; two digits of the error decide, without one four digits of
 * the value. Null or not finite gives "".
 */
export function formatFlux(fluxNjy: number | null, fluxErrNjy: number | null = null): string {
  if (fluxNjy === null || !Number.isFinite(fluxNjy)) return "";
  const known = fluxErrNjy !== null && Number.isFinite(fluxErrNjy) && fluxErrNjy > 0;
  const scale = known ? fluxErrNjy : Math.abs(fluxNjy) / 100;
  const decimals = scale > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(scale)))) : 0;
  const value = grouped(fixed(fluxNjy, decimals));
  return known ? `${value}${thinSpace}±${thinSpace}${grouped(fixed(fluxErrNjy, decimals))}` : value;
}
