import * as z from "zod";

/**
 * What the TNS really sends, before and since its version 2.0 (January 2025): the older shape has one layer more. Nothing
 * is said by null, by an empty text, by "None" or by a missing key, as it comes.
 */

const nothing = new Set(["", "none", "null", "nan", "n/a"]);

function toText(value: string | number | null | undefined): string | null {
  const text = value === null || value === undefined ? "" : String(value).trim();
  return nothing.has(text.toLowerCase()) ? null : text;
}

const text = z
  .union([z.string().max(20_000), z.number()])
  .nullish()
  .transform(toText)
  .catch(null);

const number = z
  .union([z.number(), z.string().max(100)])
  .nullish()
  .transform((value) => {
    const given = typeof value === "string" ? toText(value) : value;
    const read = given === null || given === undefined ? Number.NaN : Number(given);
    // What surveys write for no value is passed on as they wrote it.
    return Number.isFinite(read) && read !== -999 && Math.abs(read) < 1e90 ? read : null;
  })
  .catch(null);

/** A thing with an id and a name; null when it has no name. */
const named = z
  .object({ id: text, name: text })
  .nullish()
  .transform((value) => (value?.name ? { id: value.id, name: value.name } : null))
  .catch(null);

/** A unit is known by its number or by its name. */
const unit = z.object({ id: text, name: text }).nullish().catch(null);

const filter = z
  .object({ id: text, name: text, family: text })
  .nullish()
  .transform((value) => (value?.name ? { name: value.name, family: value.family } : null))
  .catch(null);

const group = z
  .object({ groupid: text, group_name: text })
  .nullish()
  .transform((value) => value?.group_name ?? null)
  .catch(null);

/** A list, also where its rows are numbered by the keys of an object. */
const rows = z
  .union([
    z.array(z.unknown()).max(50_000),
    z.record(z.string().regex(/^\d+$/), z.unknown()).transform((numbered) => Object.values(numbered).slice(0, 50_000)),
  ])
  .nullish()
  .catch(null);

/** Names behind commas, or a list of them. */
const names = z
  .union([z.array(text).transform((list) => toText(list.filter((name) => name !== null).join(","))), text])
  .catch(null);

export const envelope = z.object({ id_code: number, data: z.unknown() });

/** By this an answer of the service is known from a page that stands at its address. */
export const coded = z.object({ id_code: z.union([z.number(), z.string()]) });

/** The answer inside its envelope, whichever of the two shapes it has. */
export function contentOf(data: unknown): unknown {
  const old = z.object({ reply: z.unknown() }).safeParse(data);
  return old.success && old.data.reply !== undefined ? old.data.reply : data;
}

/** Nothing found is an empty list, an empty object, or messages (110: no results) under the names of what was asked. */
export const searchRows = z.union([
  z.array(z.unknown()).max(50_000),
  z
    .record(z.string().regex(/^\d+$/), z.looseObject({ objname: z.unknown() }))
    .transform((found) => Object.values(found)),
  z.record(z.string(), z.object({ "110": z.unknown() })).transform((): unknown[] => []),
]);

export const searchRow = z.object({ objname: z.string().trim().min(1).max(100), prefix: text, objid: text });

export const object = z.object({
  objname: z.string().trim().min(1).max(100),
  name_prefix: text,
  objid: text,
  object_type: named,
  type: z.string().max(200).nullish().catch(null),
  redshift: number,
  ra: text,
  dec: text,
  radeg: number,
  decdeg: number,
  hostname: text,
  host_redshift: number,
  internal_names: names,
  internal_name: names,
  discoverer_internal_name: text,
  discoverydate: text,
  discoverymag: number,
  discmagfilter: filter,
  reporting_group: group,
  discovery_data_source: group,
  source_group: group,
  discoverer: text,
  photometry: rows,
  spectra: rows,
});

export const photometryRow = z.object({
  obsdate: text,
  jd: number,
  flux: number,
  fluxerr: number,
  limflux: number,
  flux_unit: unit,
  instrument: named,
  telescope: named,
  filters: filter,
  exptime: number,
  observer: text,
  remarks: text,
});

export const spectrumRow = z.object({
  obsdate: text,
  instrument: named,
  telescope: named,
  observer: text,
  asciifile: text,
});

export type SearchRow = z.infer<typeof searchRow>;
export type TnsObject = z.infer<typeof object>;
export type PhotometryRow = z.infer<typeof photometryRow>;
