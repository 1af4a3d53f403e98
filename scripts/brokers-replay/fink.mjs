/** Fink: ZTF's host under `/fink-ztf`, LSST's under `/fink-lsst`, with rows as each route gives them. */
import { recordingsOf } from "./data.mjs";
import { separationArcsec } from "./sky.mjs";
import { idText } from "./wide-json.mjs";

/** Errors are a printed Python dict under an HTML content type. */
const refuse = (text) => ({
  status: 400,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: `{'status': 'error', 'text': '${text}'}\n`,
});

const missing = (name) => refuse(`A value for \`${name}\` is required. See https://api.ztf.fink-portal.org \\n`);

/** @param {string | null} corpus */
export function loadFink(corpus) {
  const store = {
    ztf: new Map(),
    limits: new Map(),
    cones: new Map(),
    names: [],
    sources: new Map(),
    forced: new Map(),
  };
  for (const [name, value] of recordingsOf("fink", corpus)) {
    const [, survey, kind] = /^(ztf|lsst)_([a-z]+)_/.exec(name) ?? [];
    if (!Array.isArray(value) || value.length === 0 || kind === "alert") continue;
    if (survey === "ztf") loadZtfRows(store, kind, name, value);
    else if (kind === "sources") add(store.sources, value, "r:diaObjectId", "r:diaSourceId");
    else if (kind === "conesearch") add(store.sources, value, "r:diaObjectId", "r:diaSourceId");
    else if (kind === "fp") add(store.forced, value, "r:diaObjectId", "r:diaForcedSourceId");
  }
  return store;
}

function loadZtfRows(store, kind, name, rows) {
  if (kind === "resolver") store.names.push(...rows);
  else if (name.includes("withupperlim")) add(store.limits, rows, "i:objectId", "i:jd");
  else if (kind === "conesearch") add(store.cones, rows, "i:objectId", "i:candid");
  else add(store.ztf, rows, "i:objectId", "i:candid");
}

function add(map, rows, objectKey, rowKey) {
  for (const row of rows) {
    const id = idText(row[objectKey]);
    const known = map.get(id) ?? [];
    const at = known.findIndex((one) => idText(one[rowKey]) === idText(row[rowKey]));
    if (at < 0) known.push(row);
    else known[at] = { ...known[at], ...row };
    map.set(id, known);
  }
}

const newestFirst = (key) => (one, other) => other[key] - one[key];

/** What GET has in its query, POST has as JSON: every route takes both. */
function argumentsOf(url, request) {
  if (request.method !== "POST") return Object.fromEntries(url.searchParams);
  try {
    return JSON.parse(request.body);
  } catch {
    return null;
  }
}

const routes = {
  ztf: {
    objects: ["objectId", "withupperlim", "withcutouts", "columns", "output-format"],
    conesearch: ["ra", "dec", "radius", "n", "startdate", "stopdate", "window", "columns", "output-format"],
    latests: ["class", "n", "startdate", "stopdate", "color", "trend", "columns", "output-format"],
    resolver: ["resolver", "name", "reverse", "nmax", "output-format"],
    classes: [],
  },
  lsst: {
    sources: ["diaObjectId", "midpointMjdTai", "columns", "output-format"],
    fp: ["diaObjectId", "columns", "output-format"],
    conesearch: ["ra", "dec", "radius", "n", "columns", "output-format"],
    tags: ["tag", "n", "columns", "output-format"],
  },
};

function within(rows, { ra, dec, radius }, [raKey, decKey]) {
  return rows
    .map((row) => ({
      ...row,
      "v:separation_degree": separationArcsec(Number(ra), Number(dec), row[raKey], row[decKey]) / 3600,
    }))
    .filter((row) => row["v:separation_degree"] * 3600 <= Number(radius))
    .sort((one, other) => one["v:separation_degree"] - other["v:separation_degree"]);
}

const columnsOnly = (rows, columns) =>
  columns === undefined
    ? rows
    : rows.map((row) => Object.fromEntries(columns.split(",").flatMap((key) => (key in row ? [[key, row[key]]] : []))));

const coneProblem = ({ ra, dec, radius }) => {
  const name = Object.entries({ ra, dec, radius }).find(([, value]) => value === undefined)?.[0];
  if (name) return missing(name);
  return Number(radius) > 18_000 ? refuse("`radius` cannot be bigger than 18,000 arcseconds (5 degrees).") : null;
};

const mjdOf = (text) => Date.parse(`${text.replace(" ", "T")}Z`) / 86_400_000 + 40_587;

function ztfRoute(store, route, given) {
  if (route === "classes") {
    const own = [...store.ztf.values()].flat().flatMap((row) => row["v:classification"] ?? []);
    return [...new Set(own)].length > 0
      ? {
          body: {
            "Fink classifiers": [...new Set([...own, "Early SN Ia candidate"])],
            "TNS classified data": ["SN Ia"],
          },
        }
      : { body: { "Fink classifiers": ["Early SN Ia candidate"] } };
  }
  if (route === "objects") {
    if (given.objectId === undefined) return missing("objectId");
    const id = given.objectId;
    const own = [...(store.ztf.get(id) ?? [])].sort(newestFirst("i:jd"));
    if (given.withupperlim !== "True" && given.withupperlim !== true) return { body: columnsOnly(own, given.columns) };
    const limits = store.limits.get(id) ?? own.map((row) => ({ ...row, "d:tag": "valid" }));
    return { body: columnsOnly(limits, given.columns) };
  }
  if (route === "conesearch") {
    const rows = new Map(
      [...store.ztf, ...store.cones].map(([id, all]) => [id, [...all].sort(newestFirst("i:jd"))[0]]),
    );
    return (
      coneProblem(given) ?? {
        body: within([...rows.values()], given, ["i:ra", "i:dec"]).slice(0, Number(given.n ?? 1000)),
      }
    );
  }
  if (route === "latests") {
    if (given.class === undefined) return missing("class");
    const all = [...store.ztf.values()].flat().filter((row) => row["v:classification"] === given.class);
    const from = given.startdate === undefined ? 0 : mjdOf(given.startdate) + 2_400_000.5;
    const until = given.stopdate === undefined ? Number.POSITIVE_INFINITY : mjdOf(given.stopdate) + 2_400_000.5;
    const found = all.filter((row) => row["i:jd"] >= from && row["i:jd"] <= until).sort(newestFirst("i:jd"));
    return { body: found.slice(0, Number(given.n ?? 10)) };
  }
  const wanted = String(given.name ?? "")
    .replace(/\s/g, "")
    .toLowerCase();
  return { body: store.names.filter((row) => row["d:fullname"].replace(/\s/g, "").toLowerCase() === wanted) };
}

function lsstRoute(store, route, given, request) {
  if (route === "tags" && request.method !== "POST")
    return { body: { extragalactic_lt20mag_candidate: "Bright", sn_near_galaxy_candidate: "SN" } };
  if (route === "tags") {
    if (given.tag === undefined) return missing("tag");
    const newest = [...store.sources.values()].map((rows) => [...rows].sort(newestFirst("r:midpointMjdTai"))[0]);
    return { body: given.tag === "sn_near_galaxy_candidate" ? newest.slice(0, Number(given.n ?? 100)) : [] };
  }
  if (route === "conesearch") {
    const newest = [...store.sources.values()].map((rows) => [...rows].sort(newestFirst("r:midpointMjdTai"))[0]);
    return coneProblem(given) ?? { body: within(newest, given, ["r:ra", "r:dec"]).slice(0, Number(given.n ?? 1000)) };
  }
  if (given.diaObjectId === undefined) return missing("diaObjectId");
  const rows = (route === "fp" ? store.forced : store.sources).get(String(given.diaObjectId)) ?? [];
  return { body: [...rows].sort(newestFirst("r:midpointMjdTai")) };
}

export function answerFink(store, url, request) {
  const [, survey, route] = /^\/fink-(ztf|lsst)\/api\/v1\/(\w+)$/.exec(url.pathname) ?? [];
  if (!survey) return null;
  const known = routes[survey][route];
  if (!known) return { status: 404, headers: { "content-type": "text/html" }, body: "<title>404 Not Found</title>" };
  const given = argumentsOf(url, request);
  if (given === null) return refuse("The payload is not JSON");
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger) return refuse(`Unknown argument \`${stranger}\``);
  return survey === "ztf" ? ztfRoute(store, route, given) : lsstRoute(store, route, given, request);
}
