import type * as z from "zod";
import { TomError } from "@/lib/core/errors";
import { getJson, readJson } from "@/lib/http/get-json";
import type { HttpClient, HttpRequest } from "@/lib/http/types";
import { readableRows } from "../contract-remote";
import { manifest } from "./query";
import * as remote from "./remote";

/**
 * Fink's routes. No match is an empty list; a refusal is 400 with a printed Python dict under an HTML content type, which
 * nobody reads as JSON.
 */

const service = manifest.name;
const { cacheS } = manifest;
const wordsLifetimeS = 3_600;

export type Found<Row> = { rows: Row[]; received: number; unreadable: number };

async function findRows<Row>(http: HttpClient, schema: z.ZodType<Row>, request: HttpRequest): Promise<Found<Row>> {
  const reply = await http.request({ cacheS, ...request, accept: [400] });
  if (reply.status === 400) {
    throw new TomError("UPSTREAM_FAILED", `${service} did not accept ${refusedName(reply.text())} (400).`, {
      detail: { status: 400, kind: "status" },
    });
  }
  const list = readJson(reply, service, remote.rows);
  return { ...readableRows(schema, list), received: list.length };
}

/** The parameter that a refusal names in backticks; a plain word, else nothing of it is repeated. */
const refusedName = (text: string): string => /`(\w{1,40})`/.exec(text.slice(0, 2_000))?.[1] ?? "the request";

export const ztfObject = (http: HttpClient, base: string, objectId: string): Promise<Found<remote.ZtfRow>> =>
  findRows(http, remote.ztfRow, { url: `${base}/api/v1/objects`, query: { objectId } });

const curveColumns = [
  "i:objectId",
  "i:candid",
  "i:jd",
  "i:fid",
  "i:magpsf",
  "i:sigmapsf",
  "i:diffmaglim",
  "i:isdiffpos",
  "i:rb",
  "i:drb",
  "d:tag",
].join(",");

/** With limits: the switch is on only for the exact text "True". */
export const ztfCurve = (http: HttpClient, base: string, objectId: string): Promise<Found<remote.ZtfRow>> =>
  findRows(http, remote.ztfRow, {
    url: `${base}/api/v1/objects`,
    query: { objectId, withupperlim: "True", columns: curveColumns },
  });

type Cone = { raDeg: number; decDeg: number; radiusArcsec: number };
const coneQuery = ({ raDeg, decDeg, radiusArcsec }: Cone) => ({ ra: raDeg, dec: decDeg, radius: radiusArcsec });

/** One row an object. `n` counts before the exact cut, so it is asked for generously. */
const coneMost = 1_000;

export const ztfCone = (http: HttpClient, base: string, cone: Cone): Promise<Found<remote.ZtfRow>> =>
  findRows(http, remote.ztfRow, { url: `${base}/api/v1/conesearch`, query: { ...coneQuery(cone), n: coneMost } });

export const lsstCone = (http: HttpClient, base: string, cone: Cone): Promise<Found<remote.LsstRow>> =>
  findRows(http, remote.lsstRow, { url: `${base}/api/v1/conesearch`, query: { ...coneQuery(cone), n: coneMost } });

type Latest = { className: string; n: number; from: string | undefined; until: string | undefined };

/** Times as Fink reads them: 2021-11-24 06:17:31. */
const plain = (iso: string | undefined): string | undefined => iso?.slice(0, 19).replace("T", " ");

export const ztfLatest = (http: HttpClient, base: string, { className, n, from, until }: Latest) =>
  findRows(http, remote.ztfRow, {
    url: `${base}/api/v1/latests`,
    query: { class: className, n, startdate: plain(from), stopdate: plain(until) },
  });

/** Tags are asked by POST: by GET the same route lists them. */
export const lsstTagged = (http: HttpClient, base: string, tag: string, n: number): Promise<Found<remote.LsstRow>> =>
  findRows(http, remote.lsstRow, {
    url: `${base}/api/v1/tags`,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tag, n }),
    idempotent: true,
  });

export const lsstSources = (http: HttpClient, base: string, diaObjectId: string): Promise<Found<remote.LsstRow>> =>
  findRows(http, remote.lsstRow, { url: `${base}/api/v1/sources`, query: { diaObjectId } });

export const lsstForced = (http: HttpClient, base: string, diaObjectId: string): Promise<Found<remote.LsstForcedRow>> =>
  findRows(http, remote.lsstForcedRow, { url: `${base}/api/v1/fp`, query: { diaObjectId } });

export const resolve = (http: HttpClient, base: string, name: string): Promise<Found<remote.Resolved>> =>
  findRows(http, remote.resolved, { url: `${base}/api/v1/resolver`, query: { resolver: "tns", name } });

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

export async function lsstTags(http: HttpClient, base: string): Promise<string[]> {
  const url = `${base}/api/v1/tags`;
  const list = await getJson(http, service, remote.wordList, { url, cacheS: wordsLifetimeS });
  return Array.isArray(list) ? textsIn(list) : Object.keys(list);
}
