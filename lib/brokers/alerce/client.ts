import * as z from "zod";
import { TomError } from "@/lib/core/errors";
import { getJson, readJson } from "@/lib/http/get-json";
import type { HttpClient, HttpReply, HttpRequest } from "@/lib/http/types";
import { readableRows, remoteRows } from "../contract-remote";
import { type AlerceParameters, manifest } from "./query";
import * as remote from "./remote";
import { type Cursor, lsstListQuery, ztfListQuery } from "./requests";

/**
 * ALeRCE's routes. The slash behind `objects/` and `classifiers/` belongs to the address: without it the service
 * redirects. An unknown object is 404 at some routes and an empty list at others; both are "none" here.
 */

export type Addresses = { ztf: string; lsst: string; stamps: string };

const service = manifest.name;
const { cacheS } = manifest;
const classListLifetimeS = 3_600;

const place = z.object({ loc: z.array(z.union([z.string(), z.number()])) });
const refusal = z.object({
  errors: z.record(z.string(), z.unknown()).catch({}),
  // Either the places of what is wrong, or a section of the site's own form: that one names nothing of ours.
  detail: z.array(place).catch([]),
});

/** Names of the parameters that a refusal speaks about; only names that we sent are repeated. */
function refusedNames(reply: { json(): unknown }, sent: readonly string[]): string[] {
  try {
    const { errors, detail } = refusal.parse(reply.json());
    const names = [...Object.keys(errors), ...detail.map(({ loc }) => String(loc.at(-1)))];
    return [...new Set(names)].filter((name) => sent.includes(name));
  } catch {
    return [];
  }
}

const refusals = [400, 422];

function readAccepted<Value>(reply: HttpReply, schema: z.ZodType<Value>, request: HttpRequest): Value {
  if (reply.status < 300) return readJson(reply, service, schema);
  const names = refusedNames(reply, Object.keys(request.query ?? {}));
  const what = names.length > 0 ? names.join(", ") : "the request";
  throw new TomError("UPSTREAM_FAILED", `${service} did not accept ${what} (${reply.status}).`, {
    detail: { status: reply.status, kind: "status" },
  });
}

const search = async <Value>(http: HttpClient, schema: z.ZodType<Value>, request: HttpRequest): Promise<Value> =>
  readAccepted(await http.request({ ...request, expect: "json", accept: refusals }), schema, request);

/** Null for what the service does not know. */
async function find<Value>(http: HttpClient, schema: z.ZodType<Value>, request: HttpRequest): Promise<Value | null> {
  const reply = await http.request({ ...request, expect: "json", accept: [...refusals, 404] });
  return reply.status === 404 ? null : readAccepted(reply, schema, request);
}

export type Page<Row> = { rows: readonly Row[]; received: number; unreadable: number; hasNext: boolean | null };

export async function listZtf(
  http: HttpClient,
  base: string,
  parameters: AlerceParameters,
  { page, pageSize }: Cursor,
): Promise<Page<remote.ZtfObject>> {
  const url = `${base}/ztf/v1/objects/`;
  const found = await search(http, remote.ztfObjectPage, { url, query: ztfListQuery(parameters, page, pageSize) });
  return {
    ...readableRows(remote.ztfObject, found.items),
    received: found.items.length,
    hasNext: found.has_next ?? null,
  };
}

export async function listLsst(
  http: HttpClient,
  base: string,
  parameters: AlerceParameters,
  { page, pageSize }: Cursor,
): Promise<Page<remote.LsstObject>> {
  const url = `${base}/object_api/list_objects`;
  const found = await search(http, remote.lsstObjectPage, { url, query: lsstListQuery(parameters, page, pageSize) });
  return {
    ...readableRows(remote.lsstObject, found.items),
    received: found.items.length,
    hasNext: found.has_next ?? null,
  };
}

const ztfObjectUrl = (base: string, oid: string): string => `${base}/ztf/v1/objects/${encodeURIComponent(oid)}`;

export const findZtf = (http: HttpClient, base: string, oid: string): Promise<remote.ZtfObject | null> =>
  find(http, remote.ztfObject, { url: ztfObjectUrl(base, oid), cacheS });

export const findLsst = (http: HttpClient, base: string, oid: string): Promise<remote.LsstObject | null> =>
  find(http, remote.lsstObject, {
    url: `${base}/object_api/object`,
    query: { survey_id: "lsst", oid },
    cacheS,
  });

async function findRows<Row>(http: HttpClient, schema: z.ZodType<Row>, request: HttpRequest): Promise<Row[]> {
  const found = await find(http, remoteRows, request);
  return readableRows(schema, found ?? []).rows;
}

export const probabilitiesZtf = (http: HttpClient, base: string, oid: string): Promise<remote.ZtfProbability[]> =>
  findRows(http, remote.ztfProbability, { url: `${ztfObjectUrl(base, oid)}/probabilities`, cacheS });

export const probabilitiesLsst = (http: HttpClient, base: string, oid: string): Promise<remote.ZtfProbability[]> =>
  findRows(http, remote.ztfProbability, { url: `${base}/probability_api/probability`, query: { oid }, cacheS });

export const magstatsZtf = (http: HttpClient, base: string, oid: string): Promise<remote.ZtfMagstats[]> =>
  findRows(http, remote.ztfMagstats, { url: `${ztfObjectUrl(base, oid)}/magstats`, cacheS });

export type ZtfLightCurve = { detections: remote.ZtfDetection[]; limits: remote.ZtfNonDetection[] };

export async function lightCurveZtf(http: HttpClient, base: string, oid: string): Promise<ZtfLightCurve> {
  const url = ztfObjectUrl(base, oid);
  const found = await find(http, remote.ztfLightCurve, { url: `${url}/lightcurve` });
  // The combined route has been away before while its two parts were there.
  if (found === null) {
    return {
      detections: await findRows(http, remote.ztfDetection, { url: `${url}/detections` }),
      limits: await findRows(http, remote.ztfNonDetection, { url: `${url}/non_detections` }),
    };
  }
  return {
    detections: readableRows(remote.ztfDetection, found.detections).rows,
    limits: readableRows(remote.ztfNonDetection, found.non_detections).rows,
  };
}

export const forcedZtf = (http: HttpClient, base: string, oid: string): Promise<remote.ZtfForcedRow[]> =>
  findRows(http, remote.ztfForcedRow, { url: `${base}/v2/lightcurve/forced-photometry/${encodeURIComponent(oid)}` });

const lsstSources = (http: HttpClient, base: string, route: string, oid: string): Promise<remote.LsstSource[]> =>
  findRows(http, remote.lsstSource, { url: `${base}/lightcurve_api/${route}`, query: { survey_id: "lsst", oid } });

export const detectionsLsst = (http: HttpClient, base: string, oid: string): Promise<remote.LsstSource[]> =>
  lsstSources(http, base, "detections", oid);

export const forcedLsst = (http: HttpClient, base: string, oid: string): Promise<remote.LsstSource[]> =>
  lsstSources(http, base, "forced-photometry", oid);

/** The class lists of both surveys, each for itself: one being away must not empty the other's. */
export const classifiersZtf = (http: HttpClient, base: string): Promise<remote.ClassifierRow[]> =>
  getJson(http, service, remoteRows, { url: `${base}/ztf/v1/classifiers/`, cacheS: classListLifetimeS }).then(
    (list) => readableRows(remote.classifierRow, list).rows,
  );

export const classifiersLsst = (http: HttpClient, base: string): Promise<remote.ClassifierRow[]> =>
  getJson(http, service, remoteRows, {
    url: `${base}/classifier_api/classifiers`,
    cacheS: classListLifetimeS,
  }).then((list) => readableRows(remote.classifierRow, list).rows);
