import * as z from "zod";
import { parseDec, parseRa } from "@/lib/astro/coordinates";
import { wrapDegrees } from "@/lib/astro/degrees";
import { iauParts } from "@/lib/astro/names";
import { parseTime } from "@/lib/astro/parse-time";
import { TomError } from "@/lib/core/errors";
import type { ClassificationDraft, GenericAlert, TargetDraft } from "../contract";
import { knownMag } from "../contract-known";
import { readableRows } from "../contract-remote";
import { bandOf, timeSpanOf } from "./photometry";
import { manifest } from "./query";
import { type SearchRow, spectrumRow, type TnsObject } from "./remote";

/** From TNS objects to alerts and targets. Pure. */

const spectrumSchema = z.object({
  observedAt: z.string().max(40).nullable(),
  by: z.string().max(300),
  url: z.string().max(1_000).nullable(),
});

/** One object of the TNS as this TOM keeps it; what a run freezes. Times are UTC. */
export const tnsAlertSchema = z.object({
  /** Without its prefix, as the TNS keys it. */
  objname: z.string().min(1).max(100),
  prefix: z.string().max(20).nullable(),
  /** False: only the name is known; nobody has asked for the object itself yet. */
  isDetailed: z.boolean(),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  type: z.string().max(200).nullable(),
  redshift: z.number().nullable(),
  host: z.string().max(300).nullable(),
  hostRedshift: z.number().nullable(),
  internalNames: z.array(z.string().max(100)).max(100),
  discoveredAt: z.string().max(40).nullable(),
  discoveryMag: z.number().nullable(),
  discoveryBand: z.string().max(100).nullable(),
  discoverer: z.string().max(500).nullable(),
  reportingGroup: z.string().max(200).nullable(),
  discoverySource: z.string().max(200).nullable(),
  /** Days from the last limit before the first detection to that detection; null without either. */
  daysFromNondet: z.number().nullable(),
  spectra: z.array(spectrumSchema).max(20),
  spectraCount: z.number().int(),
});

export type TnsAlert = z.infer<typeof tnsAlertSchema>;

/** The designation that the TNS keys an object by: "SN 2020oi" and "2020OI" as typed by people are its 2020oi. */
export function objnameOf(name: string): string {
  const bare = name.trim().replace(/^(?:AT|SN|TDE|FRB)[\s_-]*(?=\d)/i, "");
  // Without a prefix iauParts takes the exact spelling only, because "2020 OI" may be a minor planet; here it cannot.
  return iauParts(`AT${bare}`)?.designation ?? bare;
}

const cut = (text: string | null, length: number): string | null => (text === null ? null : text.slice(0, length));

function isoOf(text: string | null): string | null {
  const time = text === null ? null : parseTime(text);
  return time?.ok ? time.iso : null;
}

/** ICRS degrees, or null for both when either is missing or impossible. */
function positionOf({ radeg, decdeg, ra, dec }: TnsObject): { raDeg: number | null; decDeg: number | null } {
  const typedRa = radeg === null && ra !== null ? parseRa(ra) : null;
  const typedDec = decdeg === null && dec !== null ? parseDec(dec) : null;
  const raDeg = radeg ?? (typedRa?.ok ? typedRa.value : null);
  const decDeg = decdeg ?? (typedDec?.ok ? typedDec.value : null);
  if (raDeg === null || decDeg === null || Math.abs(raDeg) > 720 || Math.abs(decDeg) > 90) {
    return { raDeg: null, decDeg: null };
  }
  return { raDeg: wrapDegrees(raDeg), decDeg };
}

/** The list may have stray commas, and repeats the discoverer's own name. */
function internalNamesOf(object: TnsObject): string[] {
  const given = [object.discoverer_internal_name, object.internal_names, object.internal_name];
  const names = given.flatMap((list) => list?.split(/[,;]/) ?? []).map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== "" && name.length <= 100).slice(0, 100);
}

/** As the TNS writes it, except that no prefix is none. */
const prefixOf = (prefix: string | null): string | null => cut(prefix?.replace(/\s+/g, "") || null, 20);

/** What a list of results says of an object: its name. */
export const namedAlert = ({ objname, prefix }: SearchRow): TnsAlert => ({
  objname,
  prefix: prefixOf(prefix),
  isDetailed: false,
  raDeg: null,
  decDeg: null,
  type: null,
  redshift: null,
  host: null,
  hostRedshift: null,
  internalNames: [],
  discoveredAt: null,
  discoveryMag: null,
  discoveryBand: null,
  discoverer: null,
  reportingGroup: null,
  discoverySource: null,
  daysFromNondet: null,
  spectra: [],
  spectraCount: 0,
});

const spectraOf = (object: TnsObject): Pick<TnsAlert, "spectra" | "spectraCount"> => {
  const { rows } = readableRows(spectrumRow, object.spectra ?? []);
  const spectra = rows.slice(0, 20).map(({ obsdate, telescope, instrument, observer, asciifile }) => ({
    observedAt: isoOf(obsdate),
    by: [telescope?.name, instrument?.name, observer].filter(Boolean).join(", ").slice(0, 300),
    url: asciifile !== null && /^https?:\/\//.test(asciifile) ? cut(asciifile, 1_000) : null,
  }));
  return { spectra, spectraCount: rows.length };
};

export const detailedAlert = (object: TnsObject): TnsAlert => ({
  objname: object.objname,
  prefix: prefixOf(object.name_prefix),
  isDetailed: true,
  ...positionOf(object),
  type: cut(object.object_type?.name ?? object.type ?? null, 200),
  redshift: object.redshift,
  host: cut(object.hostname, 300),
  hostRedshift: object.host_redshift,
  internalNames: internalNamesOf(object),
  discoveredAt: isoOf(object.discoverydate),
  discoveryMag: knownMag(object.discoverymag),
  discoveryBand: object.discmagfilter === null ? null : bandOf(object.discmagfilter),
  discoverer: cut(object.discoverer, 500),
  reportingGroup: cut(object.reporting_group, 200),
  discoverySource: cut(object.discovery_data_source ?? object.source_group, 200),
  daysFromNondet: timeSpanOf(object),
  ...spectraOf(object),
});

/** With its prefix, as people know it: SN2020oi; 2020oi where the TNS gives none. */
export const fullName = ({ prefix, objname }: Pick<TnsAlert, "prefix" | "objname">): string =>
  `${prefix ?? ""}${objname}`;

export const toGenericAlert = (alert: TnsAlert, site: string): GenericAlert => ({
  id: alert.objname,
  name: fullName(alert),
  timestamp: alert.discoveredAt,
  ra: alert.raDeg,
  dec: alert.decDeg,
  mag: alert.discoveryMag,
  band: alert.discoveryBand,
  // What is not classified is not a supernova yet; an object that nobody asked for says nothing.
  score: alert.prefix === null && !alert.isDetailed ? null : Number(alert.prefix === "SN"),
  url: `${site}/object/${encodeURIComponent(alert.objname)}`,
});

/** The type is given by people from spectra: no probability, and the TNS does not date it. */
export const classificationsOf = ({ type }: TnsAlert): ClassificationDraft[] =>
  type === null
    ? []
    : [{ name: type, source: manifest.name, classifier: null, version: null, probability: null, date: null }];

const spectrumText = ({ observedAt, by }: TnsAlert["spectra"][number]): string =>
  [observedAt?.slice(0, 10), by].filter(Boolean).join(" ");

/** A sidereal target: internal names are aliases, type and redshift have their own places and are extras as well. */
export function toTarget(alert: TnsAlert): TargetDraft {
  const name = fullName(alert);
  if (alert.raDeg === null || alert.decDeg === null) {
    throw new TomError("INVALID_INPUT", `The TNS gives no position for ${name}, so it cannot become a target.`);
  }
  const extras = {
    type: alert.type,
    redshift: alert.redshift,
    host: alert.host,
    host_redshift: alert.hostRedshift,
    discovered: alert.discoveredAt,
    discovery_magnitude: alert.discoveryMag,
    discovery_filter: alert.discoveryBand,
    discoverer: alert.discoverer,
    reporting_group: alert.reportingGroup,
    discovery_data_source: alert.discoverySource,
    days_from_nondetection: alert.daysFromNondet,
    spectra: alert.spectraCount === 0 ? null : alert.spectraCount,
    latest_spectra: alert.spectraCount === 0 ? null : (cut(alert.spectra.map(spectrumText).join("; "), 500) ?? null),
  };
  return {
    name,
    type: "SIDEREAL",
    raDeg: alert.raDeg,
    decDeg: alert.decDeg,
    aliases: alert.internalNames.filter((alias) => alias !== name),
    extras: Object.fromEntries(
      Object.entries(extras).flatMap(([key, value]) => (value === null || value === "" ? [] : [[key, value]])),
    ),
    classifications: classificationsOf(alert),
    redshift:
      alert.redshift === null ? null : { value: alert.redshift, error: null, frame: null, source: manifest.name },
  };
}
