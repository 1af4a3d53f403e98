import * as z from "zod";
import { tellUnread } from "@/lib/http/unread-rows";

/**
 * How the values of a remote reply are read. A missing key and null are alike, numbers may come as text, ids are beyond
 * 2^53, and surveys write words where a value is missing. Unknown keys are ignored everywhere.
 */

/** What surveys and brokers write for "no value": words in any case, and numbers that no measurement has. */
const wordsForNothing = new Set(["", "null", "none", "nan", "n/a", "unknown", "-999", "-999.0"]);
const isNumberForNothing = (value: number): boolean => value === -999 || Math.abs(value) >= 1e90;

function toNumber(value: number | string | null | undefined): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || isNumberForNothing(number)) return null;
  return number;
}

/** A finite number, also one that came as text; null for everything that stands for none. */
export const lenientNumber = z
  .union([z.number(), z.string().max(1_000), z.boolean()])
  .nullish()
  .catch(null)
  .transform((value) => (typeof value === "boolean" ? null : toNumber(value)));

/** A number without which the row says nothing. */
export const neededNumber = z
  .union([z.number(), z.string().max(100)])
  .transform(toNumber)
  .pipe(z.number());

/** A text worth showing; null for the words that stand for none ("null", "nan", "None", "Fail 503"). */
export const lenientText = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .catch(null)
  .transform((value) => {
    if (value === null || value === undefined) return null;
    const text = String(value).replaceAll("\u{FFFD}", "").trim().slice(0, 1_000);
    return wordsForNothing.has(text.toLowerCase()) || /^fail( \d+)?$/i.test(text) ? null : text;
  });

/** The same, cut to what a place has room for: a class, a band, a version. */
export const shortText = (most: number) => lenientText.transform((text) => text?.slice(0, most) ?? null);

/** A 64-bit id as text; short ones may still be numbers. The words that stand for none ("null", "nan", "None") are no id. */
export const neededId = z
  .union([z.string().trim().min(1).max(100), z.number().int()])
  .transform(String)
  .refine((id) => !wordsForNothing.has(id.toLowerCase()));
/** The same, or null; -1 and 0 name nothing. */
export const lenientId = neededId
  .nullish()
  .catch(null)
  .transform((value) => (value === undefined || value === null || /^(-1|0)$/.test(value) ? null : value));

const signWords: Readonly<Record<string, boolean>> = { t: true, true: true, f: false, false: false };

/**
 * 1, -1, 0, "t", "f", true, false: the sign of a difference changed its form over the years. Null where it is not said,
 * and for every word that says neither: what is not known must not pass for "below the reference".
 */
export const lenientSign = z
  .union([z.number(), z.string().max(10), z.boolean()])
  .nullish()
  .catch(null)
  .transform((value) => {
    if (typeof value === "boolean") return value;
    const said = typeof value === "string" ? signWords[value.trim().toLowerCase()] : undefined;
    const number = toNumber(value);
    return said ?? (number === null ? null : number > 0);
  });

/** Rows of unknown form, read one by one with `readableRows`. */
export const remoteRows = z.array(z.unknown()).max(100_000);

/** The same where a reply may leave them out. */
export const remoteRowsOrNone = remoteRows
  .nullish()
  .catch(null)
  .transform((rows) => rows ?? []);

/** The rows that can be read. One odd row must not cost the others. */
export function readableRows<Row>(
  schema: z.ZodType<Row>,
  list: readonly unknown[],
): { rows: Row[]; unreadable: number } {
  const readable = list.flatMap((row) => {
    const parsed = schema.safeParse(row);
    if (!parsed.success) tellUnread(row);
    return parsed.success ? [parsed.data] : [];
  });
  return { rows: readable, unreadable: list.length - readable.length };
}

/** A sentence for what a service found in a cone and gave no readable position; null when there was nothing of it. */
export const placeless = (
  what: string,
  alerts: readonly { raDeg: number | null }[],
  radiusArcsec?: number,
): string | null => {
  const count = radiusArcsec === undefined ? 0 : alerts.filter(({ raDeg }) => raDeg === null).length;
  if (count === 0) return null;
  return `${count} ${what} came without a position, so that nobody can say whether ${count === 1 ? "it lies" : "they lie"} in the cone.`;
};

/** Sentences that there are, as one text; null without any. */
export const sentences = (...parts: readonly (string | null)[]): string | null =>
  parts.filter((part) => part !== null).join(" ") || null;

/** A sentence for rows that had to be left out; null when there were none. */
export const leftOut = (what: string, unreadable: number): string | null =>
  unreadable === 0
    ? null
    : `${unreadable} ${what} could not be read and ${unreadable === 1 ? "was" : "were"} left out.`;
