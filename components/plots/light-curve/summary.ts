import { bandOf } from "@/lib/astro/bands";
import { formatMagnitude } from "@/lib/astro/photometry-format";
import { counted } from "@/lib/core/counted";
import { type LightCurveColumns, rowFlag } from "./columns";
import { utcText } from "./labels";
import type { PlotModel } from "./plot-model";

const day = (mjd: number): string => utcText(mjd).slice(0, 10);

/** `newest` is a detection, `newestForced` forced photometry; -1 where there is none. */
type Extremes = {
  first: number;
  last: number;
  newest: number;
  newestForced: number;
  brightest: number;
  measured: number;
  limits: number;
};

function extremes(columns: LightCurveColumns): Extremes {
  const found: Extremes = {
    first: -1,
    last: -1,
    newest: -1,
    newestForced: -1,
    brightest: -1,
    measured: 0,
    limits: 0,
  };
  const mjd = (row: number) => columns.observedAtMjd[row] ?? 0;
  for (let i = 0; i < columns.count; i += 1) {
    if (found.first < 0 || mjd(i) < mjd(found.first)) found.first = i;
    if (found.last < 0 || mjd(i) > mjd(found.last)) found.last = i;
    const mag = columns.mag[i] ?? Number.NaN;
    const measured = !Number.isNaN(mag) || !Number.isNaN(columns.fluxNjy[i] ?? Number.NaN);
    if (!measured) found.limits += 1;
    if (!measured || (columns.flags[i] ?? 0) & rowFlag.flagged) continue;
    found.measured += 1;
    const kind = (columns.flags[i] ?? 0) & rowFlag.forced ? "newestForced" : "newest";
    if (found[kind] < 0 || mjd(i) >= mjd(found[kind])) found[kind] = i;
    if ((columns.flags[i] ?? 0) & rowFlag.negative || Number.isNaN(mag)) continue;
    if (found.brightest < 0 || mag < (columns.mag[found.brightest] ?? 0)) found.brightest = i;
  }
  return found;
}

function pointText(columns: LightCurveColumns, row: number): string {
  const band = bandOf(columns.bands[columns.band[row] ?? -1]).label;
  const mag = columns.mag[row] ?? Number.NaN;
  if (Number.isNaN(mag)) return `${band}, ${day(columns.observedAtMjd[row] ?? 0)}`;
  const error = columns.magErr[row] ?? Number.NaN;
  return `${band} ${formatMagnitude(mag, Number.isNaN(error) ? null : error)}, ${day(columns.observedAtMjd[row] ?? 0)}`;
}

function newestText(columns: LightCurveColumns, { newest, newestForced }: Extremes): string[] {
  if (newest >= 0) return [`Newest detection: ${pointText(columns, newest)}.`];
  return newestForced < 0 ? [] : [`Newest forced measurement: ${pointText(columns, newestForced)}.`];
}

/** The light curve in a few sentences, for those who do not see it. */
export function summaryText(columns: LightCurveColumns, targetName: string): string {
  if (columns.count === 0) return `No photometry of ${targetName} yet.`;
  const found = extremes(columns);
  const counts = [
    counted(found.measured, "measurement"),
    ...(found.limits > 0 ? [counted(found.limits, "limit")] : []),
  ];
  const from = day(columns.observedAtMjd[found.first] ?? 0);
  const to = day(columns.observedAtMjd[found.last] ?? 0);
  const sentences = [
    `Light curve of ${targetName}: ${counts.join(" and ")} by ${[...columns.sources].sort().join(", ")}, ${from} to ${to} UTC.`,
    ...(found.brightest < 0 ? [] : [`Brightest: ${pointText(columns, found.brightest)}.`]),
    ...newestText(columns, found),
  ];
  return sentences.join(" ");
}

/** What the present view leaves out or draws as something else, said below the plot; empty when it shows everything. */
export function leftOutText(model: PlotModel): string {
  const { noMagnitude, noFlux, faint, faintLimits } = model.leftOut;
  const below = "below the signal-to-noise asked for";
  const parts = [
    ...(noMagnitude > 0 ? [`${counted(noMagnitude, "point")} without a magnitude (flux shows them)`] : []),
    ...(noFlux > 0 ? [`${counted(noFlux, "point")} without a flux (not AB)`] : []),
    ...(faint > 0 ? [`${counted(faint, "point")} ${below}`] : []),
  ];
  return [
    ...(parts.length === 0 ? [] : [`Not drawn: ${parts.join(", ")}.`]),
    ...(faintLimits > 0 ? [`Drawn as limits: ${counted(faintLimits, "point")} ${below}.`] : []),
  ].join(" ");
}
