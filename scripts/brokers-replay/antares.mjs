/** ANTARES under `/antares/v1`: loci by an Elasticsearch body, a locus with its light curve, its alerts, statistics. */
import { recordingsOf } from "./data.mjs";
import { separationArcsec } from "./sky.mjs";
import { idText } from "./wide-json.mjs";

const prefix = "/antares/v1";
const own = "http://api.antares.noirlab.edu/v1";
const refuse = (status, title, detail) => ({ status, body: { errors: [{ status: String(status), title, detail }] } });

/** @param {string | null} corpus */
export function loadAntares(corpus) {
  const store = { loci: new Map(), alerts: new Map() };
  for (const [name, value] of recordingsOf("antares", corpus)) {
    const alertsOf = /^locus_alerts_(\w+)$/.exec(name)?.[1];
    if (alertsOf) store.alerts.set(alertsOf, value.data);
    else if (name.startsWith("loci_search_")) for (const row of value.data) keep(store, row);
    else if (name.startsWith("locus_")) keep(store, value.data);
  }
  return store;
}

function keep(store, row) {
  const earlier = store.loci.get(row.id);
  const attributes = { ...earlier?.attributes, ...row.attributes };
  store.loci.set(row.id, { ...earlier, ...row, type: "locus", attributes });
}

/** @param {string} path such as properties.survey.lsst.dia_object_id */
function valuesAt(locus, path) {
  const value = path.split(".").reduce((part, key) => part?.[key], locus.attributes);
  return (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined && one !== null).map(idText);
}

const bounds = { gte: (a, b) => a >= b, lte: (a, b) => a <= b, gt: (a, b) => a > b, lt: (a, b) => a < b };

const holds = {
  term: (locus, [[path, wanted]]) => valuesAt(locus, path).includes(String(wanted)),
  terms: (locus, [[path, wanted]]) => valuesAt(locus, path).some((value) => wanted.map(String).includes(value)),
  range: (locus, [[path, limits]]) =>
    valuesAt(locus, path).some((value) =>
      Object.entries(limits).every(([how, limit]) => bounds[how](Number(value), limit)),
    ),
  sky_distance: (locus, entries) => {
    const { distance, htm16 } = Object.fromEntries(entries);
    const [ra, dec] = htm16.center.split(" ").map(Number);
    return separationArcsec(ra, dec, locus.attributes.ra, locus.attributes.dec) <= Number.parseFloat(distance) * 3600;
  },
};

/** Which loci a body selects; null for a clause that the index does not have. */
function select(store, body) {
  if (Object.keys(body).join() !== "query") return null;
  const given = body.query?.bool?.filter ?? body.query;
  const clauses = (Array.isArray(given) ? given : [given]).filter(Boolean).flatMap((one) => Object.entries(one));
  if (clauses.length === 0 || clauses.some(([kind]) => !(kind in holds))) return null;
  return [...store.loci.values()].filter((locus) =>
    clauses.every(([kind, clause]) => holds[kind](locus, Object.entries(clause))),
  );
}

const parameters = ["sort", "elasticsearch_query[locus_listing]", "page[limit]", "page[offset]"];

function listing(store, url) {
  const query = url.searchParams;
  const unknown = [...query.keys()].find((name) => !parameters.includes(name));
  if (unknown) return refuse(400, "Bad Request", `Unknown parameter ${unknown}`);
  let body;
  try {
    body = JSON.parse(query.get("elasticsearch_query[locus_listing]") ?? '{"query":{"bool":{"filter":[]}}}');
  } catch {
    return refuse(400, "Bad Request", "The query is not JSON");
  }
  const found = select(store, body);
  if (found === null) return refuse(400, "Bad Request", "RequestError: x_content_parse_exception");
  const newest = (locus) => locus.attributes.properties.newest_alert_observation_time;
  found.sort((one, other) => newest(other) - newest(one));
  const [limit, offset] = [Number(query.get("page[limit]") ?? 10), Number(query.get("page[offset]") ?? 0)];
  const rows = found
    .slice(offset, offset + limit)
    .map(({ attributes: { lightcurve: _curve, ...attributes }, ...row }) => ({
      ...row,
      type: "locus_listing",
      attributes,
    }));
  const self = `${own}/loci?${query}`;
  const next = new URLSearchParams(query);
  next.set("page[offset]", String(offset + limit));
  const links = offset + limit < found.length ? { self, next: `${own}/loci?${next}` } : { self };
  return { body: { data: rows, links, meta: { count: found.length } } };
}

/** How many loci have each tag. */
function statistics(store) {
  const tags = {};
  for (const { attributes } of store.loci.values())
    for (const tag of attributes.tags ?? []) tags[tag] = (tags[tag] ?? 0) + 1;
  return { body: { data: { type: "locus_statistics", id: "statistics", attributes: { tags } } } };
}

export function answerAntares(store, url) {
  if (!url.pathname.startsWith(`${prefix}/`)) return null;
  const [kind, id, part] = url.pathname.slice(prefix.length + 1).split("/");
  if (kind !== "loci") return refuse(404, "Not Found", "No such resource");
  if (id === undefined || id === "") return listing(store, url);
  if (id === "statistics") return statistics(store);
  const locus = store.loci.get(id);
  if (!locus) return refuse(404, "Not Found", "Locus not found");
  if (part === "alerts") return { body: { data: store.alerts.get(id) ?? [], links: {}, meta: {} } };
  return { body: { data: { ...locus, type: "locus" } } };
}
