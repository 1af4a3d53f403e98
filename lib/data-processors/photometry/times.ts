import type { TimeScale } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { ProcessRequest, UploadTimeScale } from "../contract";
import { type DayCount, scaleOfUpload, scaleWords, type TimeReader, timeReader } from "../reading/times";
import type { Columns, Field, KnownColumn } from "./columns";

export type TimeColumn = { column: KnownColumn; reader: TimeReader; note: string };

const usual: readonly Field[] = ["mjd", "jd", "time", "date", "bjd", "hjd"];

/** The column that suits the scale chosen at upload comes first. */
const orderOf = (scale: UploadTimeScale): readonly Field[] =>
  scale === "hjd" ? ["hjd", ...usual] : scale === "bjd_tdb" ? ["bjd", ...usual] : usual;

const counts: Readonly<Partial<Record<Field, DayCount>>> = { mjd: "mjd", jd: "jd", hjd: "jd", bjd: "jd" };

/** Which column has the times, and in what scale. @throws TomError when there is none, or it cannot become UTC */
export function timeColumn(
  known: Columns["known"],
  chosen: UploadTimeScale,
  target: ProcessRequest["target"],
): TimeColumn {
  const field = orderOf(chosen).find((one) => known[one]);
  const column = field && known[field];
  if (!field || !column) {
    throw new TomError("INVALID_INPUT", "No column has a time. Name one time, mjd, jd or date in the heading line.");
  }
  const scale = scaleSaid(field, column) ?? scaleOfUpload[chosen];
  const addedJd = column.addedJd || (column.jdOrigin ?? 0);
  const count = counts[field] ?? countOfUnit(column.unit);
  return {
    column,
    reader: timeReader({ scale, count, addedJd, target }),
    note: `Times are read from the column “${column.name}” as ${scaleWords[scale]}.`,
  };
}

const countOfUnit = (unit: string | null): DayCount =>
  /^mjd$/i.test(unit ?? "") ? "mjd" : /^jd$/i.test(unit ?? "") ? "jd" : "any";

/** The scale by the column's own words: "MJD (TAI)", "jd_tdb", "hjd", or the time system of a VOTable. */
function scaleSaid(field: Field, column: KnownColumn): TimeScale | null {
  const words = `${column.name} ${column.unit ?? ""} ${column.timeScale ?? ""}`.toUpperCase();
  const word = /(?:^|[\W_])(UTC|TAI|TT|TDB|TCB|TCG)(?:$|[\W_])/.exec(words)?.[1];
  if (word === "TCB" || word === "TCG" || (field === "bjd" && (word === "UTC" || word === "TAI"))) {
    throw new TomError("INVALID_INPUT", `Times in ${field === "bjd" ? "BJD" : "the scale"} ${word} are not read.`);
  }
  if (field === "hjd") return "HJD";
  if (field === "bjd") return "BJD_TDB";
  return word === "UTC" || word === "TAI" || word === "TT" || word === "TDB" ? word : null;
}
