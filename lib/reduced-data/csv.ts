import Papa from "papaparse";
import type { TimeScale } from "@/lib/astro/time";

/** Columns of the CSV that leaves, in order. */
export const photometryCsvColumns = [
  "observedAt",
  "observedAtMjd",
  "band",
  "mag",
  "magErr",
  "fluxNjy",
  "fluxErrNjy",
  "limitMag",
  "limitSigma",
  "magSystem",
  "brightness",
  "forced",
  "negative",
  "timeReference",
  "telescope",
  "instrument",
  "source",
  "sourceId",
  "via",
  "flagged",
] as const;

/** Other people's headings, lower case, for the fields of a photometry row. */
const headings: Record<string, string> = {
  observedat: "observedAt",
  date: "observedAt",
  "date-obs": "observedAt",
  utc: "observedAt",
  isot: "observedAt",
  observedatmjd: "observedAtMjd",
  mjd: "observedAtMjd",
  time: "observedAtMjd",
  jd: "jd",
  bjd: "bjd",
  bjd_tdb: "bjd",
  hjd: "hjd",
  hjd_utc: "hjd",
  band: "band",
  filter: "band",
  passband: "band",
  bandpass: "band",
  mag: "mag",
  magnitude: "mag",
  magerr: "magErr",
  error: "magErr",
  mag_err: "magErr",
  "magnitude error": "magErr",
  e_mag: "magErr",
  fluxnjy: "fluxNjy",
  flux_njy: "fluxNjy",
  fluxerrnjy: "fluxErrNjy",
  flux_err_njy: "fluxErrNjy",
  limitmag: "limitMag",
  limit: "limitMag",
  limiting_mag: "limitMag",
  maglimit: "limitMag",
  limitsigma: "limitSigma",
  magsystem: "magSystem",
  magsys: "magSystem",
  brightness: "brightness",
  forced: "forced",
  negative: "negative",
  timereference: "timeReference",
  timescale: "timeScale",
  telescope: "telescope",
  instrument: "instrument",
  source: "source",
  sourceid: "sourceId",
};

const numeric = new Set(["observedAtMjd", "jd", "mag", "magErr", "fluxNjy", "fluxErrNjy", "limitMag", "limitSigma"]);
const yesNo = new Set(["forced", "negative"]);

export type PastedTable = { rows: Record<string, unknown>[]; problems: string[]; ignored: string[] };

/**
 * Pasted CSV (comma, tab, semicolon or blanks; a heading line; `#` comments) as photometry rows still to be checked. A
 * limit in the row of a measurement says how deep the image went and is left out. `timeScale` is that of rows and
 * headings that name none.
 */
export function readPastedCsv(text: string, timeScale: TimeScale = "UTC"): PastedTable {
  const parsed = Papa.parse<string[]>(text.trim(), {
    skipEmptyLines: "greedy",
    comments: "#",
    delimitersToGuess: [",", "\t", ";", "|", " "],
  });
  const [heading, ...lines] = parsed.data;
  if (!heading || lines.length === 0)
    return { rows: [], problems: ["Paste a heading line and at least one row."], ignored: [] };
  const fields = oneTime(heading.map((cell) => headings[cell.trim().toLowerCase()] ?? null));
  const ignored = heading.filter((_cell, i) => fields[i] === null).map((cell) => cell.trim());
  const problems: string[] = [];
  if (!fields.some(isTime)) problems.push("No time column: name one mjd, jd or date.");
  if (!fields.includes("band")) problems.push("No filter column: name one band or filter.");
  if (!fields.some((f) => f === "mag" || f === "fluxNjy" || f === "limitMag")) problems.push(noBrightness(ignored));
  return { rows: problems.length > 0 ? [] : lines.map((line) => toRow(line, fields, timeScale)), problems, ignored };
}

function noBrightness(ignored: readonly string[]): string {
  const flux = ignored.find((title) => /^(psf_?)?flux$/i.test(title));
  return flux === undefined
    ? "No brightness column: name one mag, fluxNjy or limit."
    : `The unit of “${flux}” is not said: name it fluxNjy, in nJy, and its error fluxErrNjy.`;
}

const isArrival = (field: string | null): boolean => field === "bjd" || field === "hjd";
const isTime = (field: string | null): boolean =>
  field === "observedAt" || field === "observedAtMjd" || field === "jd" || isArrival(field);

/** Beside a time that needs no position, HJD and BJD say it again; of the two, the first counts. */
function oneTime(fields: readonly (string | null)[]): (string | null)[] {
  const used = fields.find((field) => isTime(field) && !isArrival(field)) ?? fields.find(isArrival);
  return fields.map((field) => (isArrival(field) && field !== used ? null : field));
}

function toRow(
  line: readonly string[],
  fields: readonly (string | null)[],
  timeScale: TimeScale,
): Record<string, unknown> {
  const row: Record<string, unknown> = timeScale === "UTC" ? {} : { timeScale };
  for (const [i, field] of fields.entries()) {
    const cell = line[i]?.trim() ?? "";
    if (field === null || cell === "" || /^(nan|null|none|--|-99(\.0+)?|-999(\.0+)?)$/i.test(cell)) continue;
    if (field === "bjd" || field === "hjd") {
      row.observedAt = cell;
      row.timeScale = field;
    } else if (field === "jd") row.observedAtMjd = toNumber(cell, (n) => n - 2_400_000.5);
    else if (field === "observedAtMjd")
      row.observedAtMjd = toNumber(cell, (n) => (n > 2_400_000 ? n - 2_400_000.5 : n));
    else if (numeric.has(field)) row[field] = toNumber(cell, (n) => n);
    else if (yesNo.has(field)) row[field] = /^(1|true|yes|t|y)$/i.test(cell);
    else row[field] = cell;
  }
  if (row.mag !== undefined || row.fluxNjy !== undefined) delete row.limitMag;
  return row;
}

// Text that is no number stays text, so that the check of the row names the field.
const toNumber = (cell: string, lift: (n: number) => number): number | string => {
  const n = Number(cell.replace("−", "-"));
  return Number.isFinite(n) ? lift(n) : cell;
};
