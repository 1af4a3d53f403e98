import type * as z from "zod";
import { isTomError } from "@/lib/core/errors";
import { readJson } from "@/lib/http/get-json";
import type { HttpClient } from "@/lib/http/types";
import { readableRows, remoteRows } from "../contract-remote";
import { type LasairParameters, manifest } from "./query";
import { errorOf, refused } from "./refusals";
import * as remote from "./remote";
import { idCondition, ownColumns } from "./sql";

/** Lasair's routes: forms by POST with the token in a header; the slash at the end belongs to the address. */

export type Survey = LasairParameters["survey"];

/** One of the two services, with its own token. */
export type Service = { survey: Survey; http: HttpClient; baseUrl: string; token: string };

/** People copy the address with its /api. */
export const siteOf = (baseUrl: string): string => baseUrl.replace(/\/+$/, "").replace(/\/api$/i, "");

type Fields = Readonly<Record<string, string | number | boolean>>;

/** An answer in the shape the schema says; null for no such object. @throws TomError with our words for a refusal */
async function ask<Value>(
  { http, baseUrl, token }: Service,
  route: "cone" | "query" | "object" | "objects",
  fields: Fields,
  schema: z.ZodType<Value>,
): Promise<Value | null> {
  const texts = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  const reply = await http.request({
    url: `${baseUrl}/api/${route}/`,
    method: "POST",
    headers: { authorization: `Token ${token}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(texts).toString(),
    expect: "json",
    idempotent: true,
    accept: route === "object" ? [400, 404] : [400],
  });
  if (reply.status === 404) return null;
  const value = reply.json();
  if (reply.status === 400 || errorOf(value) !== null) {
    reply.forget();
    throw refused(value, Object.keys(fields), reply.status);
  }
  return value === null && route === "object" ? null : readJson(reply, manifest.name, schema);
}

/** Ids around a place, nearest first. Neither service says where they are. */
export async function listCone(
  service: Service,
  place: { raDeg: number; decDeg: number; radiusArcsec: number },
): Promise<{ rows: remote.ConeHit[]; unreadable: number }> {
  const fields = { ra: place.raDeg % 360, dec: place.decDeg, radius: place.radiusArcsec, requestType: "all" };
  const { rows, unreadable } = readableRows(remote.coneHit, (await ask(service, "cone", fields, remote.cone)) ?? []);
  return { rows: rows.toSorted((one, other) => (one.separation ?? 0) - (other.separation ?? 0)), unreadable };
}

export type SqlQuery = { selected: string; tables: string; conditions: string; limit: number; offset: number };

export async function listQuery(
  service: Service,
  query: SqlQuery,
): Promise<{ rows: remote.QueryRow[]; unreadable: number; received: number }> {
  const found = (await ask(service, "query", query, remoteRows)) ?? [];
  return { ...readableRows(remote.queryRow, found), received: found.length };
}

/** What a list tells of objects whose ids are known. */
export async function listByIds(service: Service, ids: readonly string[]): Promise<remote.QueryRow[]> {
  const { survey } = service;
  const query = { selected: ownColumns(survey).join(", "), tables: "objects", conditions: idCondition(survey, ids) };
  return (await listQuery(service, { ...query, limit: 1_000, offset: 0 })).rows;
}

export type LasairObject = { survey: "ztf"; object: remote.ZtfObject } | { survey: "lsst"; object: remote.LsstObject };

async function findZtf(service: Service, objectId: string): Promise<LasairObject | null> {
  const fields = { objectId, lite: false, lasair_added: true };
  try {
    const object = await ask(service, "object", fields, remote.ztfObject);
    return object && { survey: "ztf", object };
  } catch (error) {
    // The ZTF service fails with 500 for an object that it does not know; whether it does, the list says.
    if (!isTomError(error) || error.detail?.status !== 500) throw error;
    if ((await listByIds(service, [objectId])).length > 0) throw error;
    return null;
  }
}

async function findLsst(service: Service, objectId: string): Promise<LasairObject | null> {
  // Not the lite form: it leaves out the ids of forced measurements.
  const fields = { objectId, lite: false };
  try {
    const object = await ask(service, "object", { ...fields, lasair_added: true }, remote.lsstObject);
    return object && { survey: "lsst", object };
  } catch (error) {
    // Its own additions fail for objects whose image cutouts have expired; the survey's part is there all the same.
    if (!isTomError(error) || error.detail?.kind !== "refused") throw error;
    const object = await ask(service, "object", { ...fields, lasair_added: false }, remote.lsstObject);
    return object?.diaObject ? { survey: "lsst", object } : null;
  }
}

/** One object with its light curve; null when Lasair does not know it. */
export const findObject = (service: Service, objectId: string): Promise<LasairObject | null> =>
  service.survey === "ztf" ? findZtf(service, objectId) : findLsst(service, objectId);

/** Several ZTF objects in one answer. Deprecated there, and the only way that costs one call instead of ten. */
export async function listZtfObjects(service: Service, ids: readonly string[]): Promise<LasairObject[]> {
  const found = (await ask(service, "objects", { objectIds: ids.join(",") }, remoteRows)) ?? [];
  return readableRows(remote.ztfObject, found).rows.map((object) => ({ survey: "ztf", object }));
}
