import { type Deliverers, deliveredBy } from "@/components/brokers/deliverers";
import { bandOf } from "@/lib/astro/bands";
import { formatFlux, formatLimit, formatMagnitude } from "@/lib/astro/photometry-format";
import { formatMjd } from "@/lib/astro/time-format";
import { type LightCurveColumns, rowFlag } from "./columns";
import { plain, utcText } from "./labels";
import { snrOf } from "./measure";
import { bandLabel } from "./theme";

/** What the tooltip says about a point. Lines without a value are left out. */
export type PointFacts = { band: string; title: string; value: string; lines: { label: string; text: string }[] };

const number = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

function kindOf(flags: number, isLimit: boolean, count: number): string {
  if (count > 1) return `mean of ${count}`;
  if (isLimit) return "limit";
  const words = [flags & rowFlag.forced ? "forced photometry" : "detection"];
  if (flags & rowFlag.negative) words.push("below the reference");
  return words.join(", ");
}

function timeWords(flags: number): string {
  if (flags & rowFlag.timeStart) return "UTC, start of exposure";
  return flags & rowFlag.timeMiddle ? "UTC, middle of exposure" : "UTC";
}

/** Everything known about a plotted point: band, value ± error, time in each form, where it comes from. */
export function pointFacts(
  columns: LightCurveColumns,
  row: number,
  context: { firstDetectionMjd: number | null; memberCount: number; deliverers: Deliverers },
): PointFacts {
  const flags = columns.flags[row] ?? 0;
  const source = columns.sources[columns.source[row] ?? -1] ?? "";
  const via = columns.vias[columns.via[row] ?? -1] ?? "";
  const band = columns.bands[columns.band[row] ?? -1] ?? "";
  const mjd = columns.observedAtMjd[row] ?? Number.NaN;
  const mag = number(columns.mag[row]);
  const flux = number(columns.fluxNjy[row]);
  const limit = number(columns.limitMag[row]);
  const isLimit = mag === null && flux === null && limit !== null;
  const system = columns.magSystems[columns.magSystem[row] ?? -1] ?? "";
  const sigma = number(columns.limitSigma[row]);
  const magText = isLimit ? formatLimit(limit) : formatMagnitude(mag, number(columns.magErr[row]));
  const fluxText = flux === null ? "" : `${formatFlux(flux, number(columns.fluxErrNjy[row]))}\u2009nJy`;
  const value =
    magText === "" ? fluxText : `${magText} ${system}${isLimit && sigma !== null ? ` (${plain(sigma)}σ)` : ""}`;
  const snr = isLimit ? null : snrOf(columns, row);
  const zero = context.firstDetectionMjd;
  const line = (label: string, text: string) => (text === "" ? [] : [{ label, text }]);
  return {
    band,
    title: `${bandOf(bandLabel(band)).label} · ${source}`,
    value: value.trim(),
    lines: [
      ...line("Kind", `${kindOf(flags, isLimit, context.memberCount)}${flags & rowFlag.total ? ", total" : ""}`),
      ...line("Flux", magText === "" ? "" : fluxText),
      ...line("S/N", snr === null ? "" : plain(snr, 1)),
      ...line("MJD", formatMjd(mjd)),
      ...line("Date", utcText(mjd)),
      ...line("Scale", timeWords(flags)),
      ...line("Since T₀", zero === null ? "" : `${plain(mjd - zero, 2)}\u2009d`),
      ...line("Telescope", columns.telescopes[columns.telescope[row] ?? -1] ?? ""),
      ...line("Via", deliveredBy(via === "" ? [] : via.split(", "), context.deliverers)),
      ...line("State", flags & rowFlag.flagged ? "flagged bad" : ""),
    ],
  };
}
