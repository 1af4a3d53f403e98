import * as z from "zod";
import { isoToMjd, mjdToIso, utcMjdToTaiMjd } from "@/lib/astro/time";
import { isTomError, TomError } from "@/lib/core/errors";
import { getJson, readJson } from "@/lib/http/get-json";
import type { HttpClient, HttpRequest } from "@/lib/http/types";
import { readableRows } from "../contract-remote";
import { askStamp, type StampKind } from "../contract-stamps";
import { ztfFactColumns } from "./facts";
import { manifest } from "./query";
import * as remote from "./remote";

/**
 * Fink's routes. No match is an empty list; a refusal is 400 with a printed Python dict under an HTML content type, which
 * nobody reads as JSON.
 */

export type Addresses = { ztf: string; lsst: string };

const service = manifest.name;
const { cacheS } = manifest;
const wordsLifetimeS = 3_600;

export type Found<Row> = { rows: Row[]; received: number; unreadable: number };

const nothingFound = { rows: [], received: 0, unreadable: 0 };

async function findRows<Row>(
  http: HttpClient,
  schema: z.ZodType<Row>,
  request: HttpRequest,
  asked = "the request",
): Promise<Found<Row>> {
  const reply = await http.request({ cacheS, expect: "json", ...request, accept: [400] });
  if (reply.status === 400) {
    throw new TomError("UPSTREAM_FAILED", `${service} did not accept ${refusedName(reply.text()) ?? asked} (400).`, {
      detail: { status: 400, kind: "status" },
    });
  }
  const list = readJson(reply, service, remote.rows);
  return { ...readableRows(schema, list), received: list.length };
}

/** The parameter that a refusal names in backticks; a plain word, else nothing of it is repeated. */
const refusedName = (text: string): string | undefined => /`(\w{1,40})`/.exec(text.slice(0, 2_000))?.[1];

/** Searches that GET does not do: a JSON body, and safe to send again. */
const posted = (url: string, body: Readonly<Record<string, unknown>>): HttpRequest => ({
  url,
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
  idempotent: true,
});

/** Rows that were asked for by one object's id are of that object, also where the column of the id is missing. */
const ofObject = <Row>(schema: z.ZodType<Row>, column: string, id: string) =>
  z.preprocess((given) => {
    const row = z.record(z.string(), z.unknown()).safeParse(given);
    return row.success ? { ...row.data, [column]: row.data[column] ?? id } : given;
  }, schema);

/** All columns: the class, the dates and the constellation are computed only then. */
export const ztfObject = (http: HttpClient, base: string, objectId: string): Promise<Found<remote.ZtfRow>> =>
  findRows(http, ofObject(remote.ztfRow, "i:objectId", objectId), {
    url: `${base}/api/v1/objects`,
    query: { objectId },
  });

const ztfCurveColumns = [
  ...["i:objectId", "i:candid", "i:jd", "i:fid", "i:magpsf", "i:sigmapsf", "i:diffmaglim", "i:isdiffpos"],
  ...["i:rb", "i:drb", "i:distnr", "d:tag"],
].join(",");

/** With limits: the switch is on only for the exact text "True". */
export const ztfCurve = (http: HttpClient, base: string, objectId: string): Promise<Found<remote.ZtfRow>> =>
  findRows(http, ofObject(remote.ztfRow, "i:objectId", objectId), {
    url: `${base}/api/v1/objects`,
    query: { objectId, withupperlim: "True", columns: ztfCurveColumns },
  });

export type Cone = { raDeg: number; decDeg: number; radiusArcsec: number };

/** What a cone can carry: columns that Fink computes (v:) are not among it. */
const stored = (columns: readonly string[]): string =>
  [...new Set(columns)].filter((column) => !column.startsWith("v:") && column !== "d:tag").join(",");
const ztfConeColumns = stored([...Object.keys(remote.ztfRow.shape), ...ztfFactColumns]);
const lsstConeColumns = stored(Object.keys(remote.lsstRow.shape));

/**
 * `n` counts the objects of each pixel of the sky before the circle is cut out of it: with the usual 1,000 a small circle in a
 * crowded field comes back empty. Wide circles hold too many pixels for more.
 */
const smallArcsec = 600;
const mostOf = ({ radiusArcsec }: Cone): number => (radiusArcsec <= smallArcsec ? 10_000 : 1_000);

/** Times as Fink reads them: 2021-11-24 06:17:31.004, without the fraction where it is none. */
const plain = (iso: string | undefined): string | undefined =>
  iso
    ?.slice(0, 23)
    .replace("T", " ")
    .replace(/\.000$/, "");

/** The dates of a cone are those of the first alert; the later one counts only with the earlier. */
export function ztfCone(
  http: HttpClient,
  base: string,
  cone: Cone,
  first: { after: string | undefined; before: string | undefined },
): Promise<Found<remote.ZtfRow>> {
  const isDated = first.after !== undefined || first.before !== undefined;
  const query = {
    ...{ ra: cone.raDeg % 360, dec: cone.decDeg, radius: cone.radiusArcsec, n: mostOf(cone), columns: ztfConeColumns },
    startdate: isDated ? plain(first.after ?? "2018-01-01T00:00:00.000Z") : undefined,
    stopdate: plain(first.before),
  };
  return findRows(http, remote.ztfRow, { url: `${base}/api/v1/conesearch`, query });
}

export function lsstCone(http: HttpClient, base: string, cone: Cone): Promise<Found<remote.LsstRow>> {
  const { raDeg, decDeg: dec, radiusArcsec: radius } = cone;
  const query = { ra: raDeg % 360, dec, radius, n: mostOf(cone), columns: lsstConeColumns };
  return findRows(http, remote.lsstRow, { url: `${base}/api/v1/conesearch`, query });
}

export type Latest = {
  className: string;
  n: number;
  /** ISO 8601 UTC. */
  from: string | undefined;
  until: string | undefined;
  trend: string | undefined;
};

export const ztfLatest = (http: HttpClient, base: string, { className, n, from, until, trend }: Latest) =>
  findRows(
    http,
    remote.ztfRow,
    {
      url: `${base}/api/v1/latests`,
      query: { class: className, n, startdate: plain(from), stopdate: plain(until), trend },
    },
    "the class",
  );

/** LSST's alerts are filed under TAI, and dates are compared with it as they are written. */
const inTai = (iso: string | undefined): string | undefined =>
  iso === undefined ? undefined : plain(mjdToIso(utcMjdToTaiMjd(isoToMjd(iso))));

/** Tags are asked by POST: by GET the same route lists them. */
export function lsstTagged(http: HttpClient, base: string, { className, n, from, until }: Latest) {
  const body = { tag: className, n, startdate: inTai(from), stopdate: inTai(until) };
  return findRows(http, remote.lsstRow, posted(`${base}/api/v1/tags`, body), "the tag");
}

/** All columns: cross-matches that Fink adds later are kept, too. */
export const lsstSources = (http: HttpClient, base: string, diaObjectId: string): Promise<Found<remote.LsstRow>> =>
  findRows(http, ofObject(remote.lsstRow, "r:diaObjectId", diaObjectId), {
    url: `${base}/api/v1/sources`,
    query: { diaObjectId },
  });

const lsstCurveColumns = [
  ...["r:diaObjectId", "r:diaSourceId", "r:midpointMjdTai", "r:band", "r:psfFlux", "r:psfFluxErr"],
  ...["r:scienceFlux", "r:scienceFluxErr", "r:reliability", "r:snr", "r:visit"],
].join(",");

export const lsstCurve = (http: HttpClient, base: string, diaObjectId: string): Promise<Found<remote.LsstRow>> =>
  findRows(http, ofObject(remote.lsstRow, "r:diaObjectId", diaObjectId), {
    url: `${base}/api/v1/sources`,
    query: { diaObjectId, columns: lsstCurveColumns },
  });

const stampNames = { science: "Science", template: "Template", difference: "Difference" } as const;

/** Of the newest alert of the object. */
export const stamp = (
  http: HttpClient,
  addresses: Addresses,
  { survey, objectId, kind }: { survey: keyof Addresses; objectId: string; kind: StampKind },
): Promise<Uint8Array | null> =>
  askStamp(http, {
    url: `${addresses[survey]}/api/v1/cutouts`,
    query: {
      [survey === "ztf" ? "objectId" : "diaObjectId"]: objectId,
      kind: stampNames[kind],
      "output-format": "PNG",
    },
  });

export const lsstObjects = (http: HttpClient, base: string, diaObjectId: string): Promise<Found<remote.LsstObject>> =>
  findRows(http, remote.lsstObject, { url: `${base}/api/v1/objects`, query: { diaObjectId } });

export const lsstForced = (http: HttpClient, base: string, diaObjectId: string): Promise<Found<remote.LsstForcedRow>> =>
  findRows(http, remote.lsstForcedRow, { url: `${base}/api/v1/fp`, query: { diaObjectId } });

/** The two services call the name differently. */
const resolverQuery = (survey: keyof Addresses, resolver: string, name: string) =>
  survey === "ztf" ? { resolver, name } : { resolver, name_or_id: name };

type Asked = { survey: keyof Addresses; name: string };

export const tnsNames = (http: HttpClient, addresses: Addresses, { survey, name }: Asked) =>
  findRows(
    http,
    remote.tnsName,
    { url: `${addresses[survey]}/api/v1/resolver`, query: resolverQuery(survey, "tns", name) },
    "the name",
  );

export const simbadNames = (http: HttpClient, addresses: Addresses, { survey, name }: Asked) =>
  findRows(
    http,
    remote.simbadName,
    { url: `${addresses[survey]}/api/v1/resolver`, query: resolverQuery(survey, "simbad", name) },
    "the name",
  );

/** What the TNS calls an object of ZTF. `reverse` is on only as a JSON true. */
export const tnsNamesOf = (http: HttpClient, base: string, objectId: string): Promise<Found<remote.TnsName>> =>
  findRows(
    http,
    remote.tnsName,
    posted(`${base}/api/v1/resolver`, { resolver: "tns", name: objectId, reverse: true, nmax: 10 }),
  );

/** Alerts of a solar-system object; none for one that the resolver behind Fink does not know, which is a 400. */
async function solarSystem<Row>(http: HttpClient, schema: z.ZodType<Row>, base: string, nOrD: string) {
  try {
    return await findRows(http, schema, { url: `${base}/api/v1/sso`, query: { n_or_d: nOrD } });
  } catch (error) {
    if (isTomError(error) && error.detail?.status === 400) return nothingFound;
    throw error;
  }
}

export const ztfMovingRows = (http: HttpClient, base: string, nOrD: string): Promise<Found<remote.ZtfSsoRow>> =>
  solarSystem(http, remote.ztfSsoRow, base, nOrD);

export const lsstMovingRows = (http: HttpClient, base: string, nOrD: string): Promise<Found<remote.LsstSsoRow>> =>
  solarSystem(http, remote.lsstSsoRow, base, nOrD);

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one.length <= 200) : [];

/** Fink's classes; those of the TNS and of SIMBAD are asked with their origin before them. */
export async function ztfClasses(http: HttpClient, base: string): Promise<string[]> {
  const url = `${base}/api/v1/classes`;
  const groups = await getJson(http, service, remote.wordList, { url, cacheS: wordsLifetimeS });
  if (Array.isArray(groups)) return textsIn(groups);
  return Object.entries(groups).flatMap(([origin, names]) => {
    const prefix = /TNS/i.test(origin) ? "(TNS) " : /SIMBAD/i.test(origin) ? "(SIMBAD) " : "";
    return textsIn(names).map((name) => (name.startsWith("(") ? name : `${prefix}${name}`));
  });
}

export type Tag = { tag: string; description: string | null };

/** The tags that can be asked for; some exist in the livestream only. */
export async function lsstTags(http: HttpClient, base: string): Promise<Tag[]> {
  const url = `${base}/api/v1/tags`;
  const list = await getJson(http, service, remote.wordList, { url, cacheS: wordsLifetimeS });
  if (Array.isArray(list)) return textsIn(list).map((tag) => ({ tag, description: null }));
  return Object.entries(list).flatMap(([tag, value]) => {
    const words = remote.tagWords.safeParse(value);
    if (!words.success) return [{ tag, description: typeof value === "string" ? value.slice(0, 200) : null }];
    const { description, "API support": isOffered } = words.data;
    return isOffered === false ? [] : [{ tag, description }];
  });
}
