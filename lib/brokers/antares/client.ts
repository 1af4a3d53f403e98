import { isoToMjd } from "@/lib/astro/time";
import { findJson, getJson } from "@/lib/http/get-json";
import type { HttpClient } from "@/lib/http/types";
import { readableRows } from "../contract-remote";
import { type AntaresParameters, kindOfId, manifest, tagsOf } from "./query";
import * as remote from "./remote";

/** ANTARES' routes. A search is an Elasticsearch body in the address; an unknown locus is 404. */

const service = manifest.name;
const { cacheS } = manifest;
const newestFirst = "-properties.newest_alert_observation_time";
const pageMost = 100;
const tagsLifetimeS = 3_600;

type Condition = Readonly<Record<string, unknown>>;

const range = (field: string, from: number | undefined, to: number | undefined): Condition[] =>
  from === undefined && to === undefined
    ? []
    : [
        {
          range: {
            [field]: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) },
          },
        },
      ];

const mjdOf = (iso: string | undefined): number | undefined => (iso === undefined ? undefined : isoToMjd(iso));

// Times of LSST loci stand in the index as TAI, ahead of UTC by more than half a minute: what comes too many goes here.
const taiAheadDays = 60 / 86_400;

/** Until a time in either scale. */
function untilOf(iso: string | undefined): number | undefined {
  const mjd = mjdOf(iso);
  return mjd === undefined ? undefined : mjd + taiAheadDays;
}

/** A survey's object, in the survey's spelling; a locus has a route of its own. */
function byId(objectId: string): Condition {
  const kind = kindOfId(objectId);
  if (kind === "lsst") return { term: { "properties.survey.lsst.dia_object_id": objectId } };
  const name = kind === "ztf" ? `ZTF${objectId.slice(3).toLowerCase()}` : objectId;
  return { term: { "properties.ztf_object_id": name } };
}

/** The body of a search. Zero is a value; the cone is a circle on the whole sky, the south included. */
export function searchBody(parameters: AntaresParameters): unknown {
  if (parameters.elasticsearchQuery !== undefined) return JSON.parse(parameters.elasticsearchQuery);
  const { objectId, tags, raDeg, decDeg, radiusArcsec } = parameters;
  const isCone = raDeg !== undefined && decDeg !== undefined && radiusArcsec !== undefined;
  const filter: Condition[] = [
    ...(objectId === undefined ? [] : [byId(objectId)]),
    ...(tags === undefined ? [] : [{ terms: { tags: tagsOf(tags) } }]),
    ...range("properties.num_mag_values", parameters.detectionsMin, parameters.detectionsMax),
    ...range(
      "properties.newest_alert_observation_time",
      mjdOf(parameters.newestAfter),
      untilOf(parameters.newestBefore),
    ),
    ...range("properties.oldest_alert_observation_time", mjdOf(parameters.firstAfter), untilOf(parameters.firstBefore)),
    ...range("properties.newest_alert_magnitude", parameters.magMin, parameters.magMax),
    ...(isCone
      ? [{ sky_distance: { distance: `${radiusArcsec / 3600} degree`, htm16: { center: `${raDeg} ${decDeg}` } } }]
      : []),
  ];
  return { query: { bool: { filter } } };
}

export type LocusPage = { loci: remote.Locus[]; unreadable: number; next: string | null };

/** One page; `cursor` is the query of the link that the page before gave. Links name the public host, by http: only their query is used. */
export async function listLoci(
  http: HttpClient,
  base: string,
  body: unknown,
  { cursor, wanted }: { cursor: string | null; wanted: number },
): Promise<LocusPage> {
  const query = {
    sort: newestFirst,
    "elasticsearch_query[locus_listing]": JSON.stringify(body),
    "page[limit]": Math.min(pageMost, Math.max(1, wanted)),
  };
  const request = cursor === null ? { url: `${base}/loci`, query } : { url: `${base}/loci?${cursor}` };
  const page = await getJson(http, service, remote.locusPage, { ...request, cacheS });
  const { rows, unreadable } = readableRows(remote.locus, page.data);
  const next = page.links?.next ?? null;
  const search = next !== null && URL.canParse(next, base) ? new URL(next, base).search.slice(1) : "";
  return { loci: rows, unreadable, next: search === "" || page.data.length === 0 ? null : search };
}

export async function findLocus(http: HttpClient, base: string, id: string): Promise<remote.Locus | null> {
  const url = `${base}/loci/${encodeURIComponent(id)}`;
  return (await findJson(http, service, remote.locusDocument, { url, cacheS }))?.data ?? null;
}

export async function listAlerts(http: HttpClient, base: string, id: string): Promise<remote.Alert[]> {
  const url = `${base}/loci/${encodeURIComponent(id)}/alerts`;
  const page = await findJson(http, service, remote.alertPage, { url, cacheS });
  return readableRows(remote.alert, page?.data ?? []).rows;
}

/** Every tag that a locus has. */
export async function listTags(http: HttpClient, base: string): Promise<string[]> {
  const request = { url: `${base}/loci/statistics`, cacheS: tagsLifetimeS };
  const { data } = await getJson(http, service, remote.statistics, request);
  return Object.keys(data.attributes.tags ?? {});
}
