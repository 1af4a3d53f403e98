import Papa from "papaparse";
import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { TomError } from "@/lib/core/errors";
import { parseLosslessJson } from "@/lib/http/lossless-json";
import { knownMag } from "../contract-known";
import { lenientNumber, lenientText, readableRows } from "../contract-remote";
import { manifest } from "./query";

/**
 * What the Gaia site really sends: the whole list as CSV (blanks after the commas of its header, comments in quotes), the
 * same list as a script inside a page, and light curves as text.
 */

const time = lenientText.transform((text) => {
  const understood = text === null ? null : parseTime(text);
  return understood?.ok ? { iso: understood.iso, mjd: understood.mjd } : null;
});

/** "unknown" is a class that Gaia's people give, to most of their alerts. */
const className = z
  .unknown()
  .optional()
  .transform((said) =>
    typeof said === "string" && /^\s*unknown\s*$/i.test(said) ? "unknown" : lenientText.parse(said),
  );

const name = z
  .string()
  .trim()
  .regex(/^[\w.+-]{1,60}$/);

/** One alert, whichever of the two lists it comes from. Everything but the name may be missing. */
const alertRow = z.object({
  name,
  time,
  ra: lenientNumber,
  dec: lenientNumber,
  mag: lenientNumber,
  historicMag: lenientNumber,
  historicStdDev: lenientNumber,
  className,
  published: time,
  comment: lenientText,
  tnsId: lenientText,
  path: lenientText,
});

export type GaiaRow = z.infer<typeof alertRow>;
export type GaiaList = { rows: GaiaRow[]; unreadable: number };

const unknownForm = (): TomError =>
  new TomError("UPSTREAM_FAILED", `${manifest.name} answered in a form that this TOM does not know.`, {
    detail: { kind: "shape" },
  });

const cutShort = (): TomError =>
  new TomError("UPSTREAM_FAILED", `${manifest.name} answered with something that is not whole.`, {
    detail: { kind: "shape" },
  });

/** A line break, or a last cell that is whole: empty, a quoted text, or a name of the TNS. */
const wholeEnd = /(\n|[,"]|,(AT|SN|TDE)\s?\d{4}[A-Za-z]+)\s*$/;

/** The list as CSV; null where the text is something else. @throws UPSTREAM_FAILED where its end is missing */
export function listFromCsv(text: string): GaiaList | null {
  if (!/^\uFEFF?#?\s*Name\s*,/i.test(text)) return null;
  const parsed = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
    transformHeader: (header) => header.replace(/^[\uFEFF#\s]+/, "").trim(),
  });
  const last = parsed.data.length - 1;
  // A row in the middle may be odd; an odd last one is the place where the answer broke off.
  if (parsed.errors.some(({ type, row }) => type === "Quotes" || (row === last && type === "FieldMismatch")))
    throw cutShort();
  if (!wholeEnd.test(text) || (last < 0 && !/\n\s*$/.test(text))) throw cutShort();
  return readableRows(
    alertRow,
    parsed.data.map((row) => ({
      name: row.Name,
      time: row.Date,
      ra: row.RaDeg,
      dec: row.DecDeg,
      mag: row.AlertMag,
      historicMag: row.HistoricMag,
      historicStdDev: row.HistoricStdDev,
      className: row.Class,
      published: row.Published,
      comment: row.Comment,
      tnsId: row.TNSid,
    })),
  );
}

const indexEntry = z.looseObject({
  name: z.unknown(),
  tnsid: z.unknown(),
  obstime: z.unknown(),
  per_alert: z.object({ link: lenientText }).nullish().catch(null),
});

/** The text of the array that begins at `from`, up to the bracket that closes it; null where it never closes. */
function arrayAt(text: string, from: number): string | null {
  let depth = 0;
  let isQuoted = false;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (isQuoted) {
      if (sign === "\\") at += 1;
      else if (sign === '"') isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === "[") depth += 1;
    else if (sign === "]") {
      depth -= 1;
      if (depth === 0) return text.slice(from, at + 1);
    }
  }
  return null;
}

/** The list inside the page of all alerts, on one line or many. @throws UPSTREAM_FAILED */
export function listFromPage(html: string): GaiaList {
  const start = /\balerts\s*=\s*\[/.exec(html);
  if (start === null) throw unknownForm();
  const array = arrayAt(html, start.index + start[0].length - 1);
  if (array === null) throw cutShort();
  let value: unknown;
  try {
    value = parseLosslessJson(array);
  } catch {
    throw unknownForm();
  }
  const { rows, unreadable } = readableRows(indexEntry, z.array(z.unknown()).parse(value));
  const list = readableRows(
    alertRow,
    rows.map((row) => ({
      name: row.name,
      time: row.obstime,
      ra: row.ra,
      dec: row.dec,
      mag: row.alertMag,
      historicMag: row.historicMag,
      historicStdDev: row.historicStdDev,
      className: row.classification,
      published: row.published,
      comment: row.comment,
      tnsId: row.tnsid,
      path: row.per_alert?.link,
    })),
  );
  return { rows: list.rows, unreadable: list.unreadable + unreadable };
}

export type GaiaPoint = { mjd: number; mag: number };

/**
 * The points of a light curve. Its first line may name another object and is not looked at; the dates are UTC (the JD beside
 * them is barycentric), "untrusted", "null" and NaN are no magnitudes, and there are no errors. @throws UPSTREAM_FAILED
 */
export function pointsFromText(text: string): GaiaPoint[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const header = lines.findIndex((line) => /date\s*,\s*JD/i.test(line));
  if (header < 0) throw unknownForm();
  return lines.slice(header + 1).flatMap((line) => {
    const [date = "", , magnitude = ""] = line.split(",");
    const [understood, mag] = [parseTime(date), knownMag(lenientNumber.parse(magnitude.trim()))];
    return understood.ok && mag !== null ? [{ mjd: understood.mjd, mag }] : [];
  });
}
