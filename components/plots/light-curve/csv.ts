import { type LightCurveColumns, rowFlag } from "./columns";
import { utcText } from "./labels";

export const csvHeader = [
  "observed_at_utc",
  "mjd_utc",
  "band",
  "mag",
  "mag_err",
  "limit_mag",
  "limit_sigma",
  "flux_njy",
  "flux_err_njy",
  "mag_system",
  "brightness",
  "forced",
  "negative",
  "flagged",
  "time_reference",
  "time_scale",
  "telescope",
  "source",
  "via",
  "row_id",
] as const;

type Cell = string | number;

// Float32 carries seven digits; more would be noise of the conversion.
const short = (value: number | undefined): Cell =>
  value === undefined || Number.isNaN(value) ? "" : Number(value.toPrecision(7));

const yes = (flag: number): Cell => (flag ? 1 : 0);

/** Rows as cells, in the order of `csvHeader`; empty = not known. Times are UTC. */
export function csvCells(columns: LightCurveColumns, rows: Iterable<number>): Cell[][] {
  return Array.from(rows, (i) => {
    const flags = columns.flags[i] ?? 0;
    const mjd = columns.observedAtMjd[i] ?? Number.NaN;
    return [
      utcText(mjd).replace(" ", "T"),
      Number(mjd.toFixed(8)),
      columns.bands[columns.band[i] ?? -1] ?? "",
      short(columns.mag[i]),
      short(columns.magErr[i]),
      short(columns.limitMag[i]),
      short(columns.limitSigma[i]),
      short(columns.fluxNjy[i]),
      short(columns.fluxErrNjy[i]),
      columns.magSystems[columns.magSystem[i] ?? -1] ?? "",
      flags & rowFlag.total ? "total" : "difference",
      yes(flags & rowFlag.forced),
      yes(flags & rowFlag.negative),
      yes(flags & rowFlag.flagged),
      flags & rowFlag.timeStart ? "start" : flags & rowFlag.timeMiddle ? "middle" : "",
      "UTC",
      columns.telescopes[columns.telescope[i] ?? -1] ?? "",
      columns.sources[columns.source[i] ?? -1] ?? "",
      columns.vias[columns.via[i] ?? -1] ?? "",
      columns.idAt(i),
    ];
  });
}
