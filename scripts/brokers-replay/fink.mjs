/**
 * Fink: ZTF's host under `/fink-ztf`, LSST's under `/fink-lsst`, with rows as each route gives them. Limits, dates and
 * refusals are the services' own, oddities included.
 */
import { matches, nameRoute } from "./fink-names.mjs";
import { loadFink } from "./fink-store.mjs";
import { separationArcsec } from "./sky.mjs";
import { stampAnswer } from "./stamps.mjs";
import { idText } from "./wide-json.mjs";

export { loadFink };

/** Errors are a printed Python dict under an HTML content type. */
const refuse = (text) => ({
  status: 400,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: `{'status': 'error', 'text': '${text}'}\n`,
});

const missing = (name) => refuse(`A value for \`${name}\` is required. See https://api.ztf.fink-portal.org \\n`);

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

const tabular = ["columns", "output-format"];
/** By route: the arguments that it must have, then those that it may have. */
const routes = {
  ztf: {
    objects: [["objectId"], ["withupperlim", "withcutouts", "cutout-kind", ...tabular]],
    conesearch: [
      ["ra", "dec", "radius"],
      ["n", "startdate", "stopdate", "window", ...tabular],
    ],
    latests: [["class"], ["n", "startdate", "stopdate", "color", "trend", ...tabular]],
    resolver: [
      ["resolver", "name"],
      ["reverse", "nmax", "output-format"],
    ],
    sso: [["n_or_d"], ["withEphem", "withResiduals", "withcutouts", "cutout-kind", ...tabular]],
    classes: [[], []],
    cutouts: [
      ["objectId", "kind"],
      ["candid", "stretch", "output-format"],
    ],
  },
  lsst: {
    sources: [["diaObjectId"], ["midpointMjdTai", ...tabular]],
    objects: [["diaObjectId"], tabular],
    fp: [["diaObjectId"], tabular],
    conesearch: [
      ["ra", "dec", "radius"],
      ["n", "startdate", "stopdate", "window", "kind", ...tabular],
    ],
    cutouts: [
      ["diaObjectId", "kind"],
      ["diaSourceId", "stretch", "output-format"],
    ],
    tags: [["tag"], ["n", "startdate", "stopdate", ...tabular]],
    resolver: [
      ["resolver", "name_or_id"],
      ["reverse", "nmax", "output-format"],
    ],
    sso: [["n_or_d"], ["withEphem", "withResiduals", ...tabular]],
  },
};

/** What Fink computes on the fly exists only where all columns were asked for, and the circle adds its own. */
function columnsOnly(rows, columns, always = []) {
  if (columns === undefined) return rows;
  const asked = new Set([
    ...columns
      .replaceAll(" ", "")
      .split(",")
      .filter((key) => !key.startsWith("v:")),
    ...always,
  ]);
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => asked.has(key))));
}

/** `n` cuts before the circle is drawn, as the service does. */
function within(rows, { ra, dec, radius, n, columns }, [raKey, decKey, ...always]) {
  const inside = rows
    .slice(0, Number(n ?? 1000))
    .map((row) => ({
      ...row,
      "v:separation_degree": separationArcsec(Number(ra), Number(dec), row[raKey], row[decKey]) / 3600,
    }))
    .filter((row) => row["v:separation_degree"] * 3600 <= Number(radius))
    .sort((one, other) => one["v:separation_degree"] - other["v:separation_degree"]);
  return columnsOnly(inside, columns, [raKey, decKey, ...always, "v:separation_degree"]);
}

const coneProblem = ({ radius }) =>
  Number(radius) > 18_000 ? refuse("`radius` cannot be bigger than 18,000 arcseconds (5 degrees).\\n") : null;

const mjdOf = (text) => Date.parse(`${text.replace(" ", "T")}Z`) / 86_400_000 + 40_587;

/** Between two dates, newest first, the last n: what both lists by class and by tag do. */
function lastOf(rows, key, { n, startdate, stopdate }, zero) {
  const from = startdate === undefined ? 0 : mjdOf(startdate) + zero;
  const until = stopdate === undefined ? Number.POSITIVE_INFINITY : mjdOf(stopdate) + zero;
  return rows
    .filter((row) => row[key] >= from && row[key] <= until)
    .sort(newestFirst(key))
    .slice(0, Number(n ?? 10));
}

function byClass(store, given) {
  const { trend } = given;
  if (trend !== undefined && !["rising", "fading", "low_state", "new_low_state"].includes(trend))
    return { status: 400, headers: { "content-type": "text/html" }, body: `${trend} is not a valid trend.` };
  const isTns = given.class.startsWith("(TNS) ");
  const isSimbad = given.class.startsWith("(SIMBAD) ");
  const wanted = isTns || isSimbad ? given.class.slice(given.class.indexOf(" ") + 1) : given.class;
  const column = isTns ? "d:tns" : isSimbad ? "d:cdsxmatch" : "v:classification";
  const rows = [...store.ztf.values()].flat().filter((row) => row[column] === wanted);
  // The trend is looked at after the count.
  const found = lastOf(rows, "i:jd", given, 2_400_000.5).filter(
    (row) =>
      trend === undefined ||
      !["rising", "fading"].includes(trend) ||
      row["d:mag_rate"] * (trend === "rising" ? -1 : 1) > 0,
  );
  return { body: columnsOnly(found, given.columns) };
}

function ztfRoute(store, route, given) {
  if (route === "classes") {
    const own = [...store.ztf.values()].flat().flatMap((row) => row["v:classification"] ?? []);
    return {
      body: {
        "Fink classifiers": [...new Set([...own, "Early SN Ia candidate"])],
        "Cross-match with TNS": ["(TNS) SN Ia"],
        "Cross-match with SIMBAD (see http://simbad.u-strasbg.fr/simbad/sim-display?data=otypes)": ["(SIMBAD) Galaxy"],
      },
    };
  }
  if (route === "objects") {
    const ids = String(given.objectId).split(",");
    const own = ids.flatMap((id) => store.ztf.get(id.trim()) ?? []).sort(newestFirst("i:jd"));
    if (given.withupperlim !== "True" && given.withupperlim !== true) return { body: columnsOnly(own, given.columns) };
    const limits = ids.flatMap((id) => store.limits.get(id.trim()) ?? []);
    const rows = limits.length > 0 ? limits : own.map((row) => ({ ...row, "d:tag": "valid" }));
    return { body: columnsOnly(rows, given.columns, ["d:tag"]) };
  }
  if (route === "conesearch") {
    const newest = new Map(
      [...store.ztf, ...store.cones].map(([id, all]) => [id, [...all].sort(newestFirst("i:jd"))[0]]),
    );
    const from = given.startdate === undefined ? 0 : mjdOf(given.startdate) + 2_400_000.5;
    // Without an earlier date the later one is not looked at.
    const until =
      given.startdate === undefined || given.stopdate === undefined
        ? Number.POSITIVE_INFINITY
        : mjdOf(given.stopdate) + 2_400_000.5;
    const rows = [...newest.values()]
      .filter((row) => row["i:jdstarthist"] >= from && row["i:jdstarthist"] <= until)
      .map((row) => ({ "d:classification": row["v:classification"], ...row }));
    const columns = given.columns ?? Object.keys(Object.assign({}, ...rows)).join(",");
    return coneProblem(given) ?? { body: within(rows, { ...given, columns }, ["i:ra", "i:dec"]) };
  }
  return byClass(store, given);
}

const tags = {
  extragalactic_lt20mag_candidate: {
    description: "Rising, bright and extragalactic candidates",
    "API support": true,
  },
  sn_near_galaxy_candidate: { description: "Supernovae near a galaxy", "API support": true },
  in_tns: { description: "Known to the TNS", "API support": true },
  hostless_candidate: { description: "Without a host", "API support": false },
};

function byTag(store, given) {
  const known = tags[given.tag];
  if (known?.["API support"] !== true) {
    const body = known
      ? `${given.tag} is only available from the Livestream service`
      : `${given.tag} is not a valid tag.`;
    return { status: 400, headers: { "content-type": "text/html; charset=utf-8" }, body };
  }
  const all = [...store.sources.values()].flat();
  const rows =
    given.tag === "in_tns"
      ? all.filter((row) => typeof row["f:xm_tns_fullname"] === "string")
      : given.tag === "sn_near_galaxy_candidate"
        ? all.filter((row) => row["f:clf_cats_class"] === 11)
        : [];
  return { body: columnsOnly(lastOf(rows, "r:midpointMjdTai", given, 0), given.columns) };
}

function lsstRoute(store, route, given) {
  if (route === "tags") return byTag(store, given);
  if (route === "conesearch") {
    const newest = [...store.sources.values()].map((rows) => [...rows].sort(newestFirst("r:midpointMjdTai"))[0]);
    return coneProblem(given) ?? { body: within(newest, given, ["r:ra", "r:dec", "r:midpointMjdTai"]) };
  }
  // A number is not cut into its digits: the id must be text.
  if (typeof given.diaObjectId !== "string") return { status: 500, headers: { "content-type": "text/html" }, body: "" };
  const kinds = { fp: store.forced, objects: store.objects, sources: store.sources };
  const rows = given.diaObjectId.split(",").flatMap((id) => kinds[route].get(id.trim()) ?? []);
  return { body: columnsOnly([...rows].sort(newestFirst("r:midpointMjdTai")), given.columns) };
}

function moving(store, survey, given) {
  const rows = store.moving[survey].filter((row) => matches(row, given.n_or_d));
  return rows.length > 0
    ? { body: columnsOnly(rows, given.columns, ["sso_name", "sso_number", "f:sso_name"]) }
    : refuse(`${idText(given.n_or_d)} is not a valid name or number according to quaero.\\n`);
}

/** An object that it does not know is an index out of its bounds. */
function cutout(store, survey, { objectId, diaObjectId, kind }) {
  const known = survey === "ztf" ? store.ztf.has(objectId) : store.sources.has(diaObjectId);
  return known ? stampAnswer(kind.toLowerCase()) : { status: 500, headers: { "content-type": "text/html" }, body: "" };
}

export function answerFink(store, url, request) {
  const [, survey, route] = /^\/fink-(ztf|lsst)\/api\/v1\/(\w+)$/.exec(url.pathname) ?? [];
  if (!survey) return null;
  const known = Object.hasOwn(routes[survey], route) ? routes[survey][route] : null;
  if (!known) return { status: 404, headers: { "content-type": "text/html" }, body: "<title>404 Not Found</title>" };
  if (route === "tags" && request.method !== "POST" && url.search === "") return { body: tags };
  const given = argumentsOf(url, request);
  if (given === null) return refuse("The payload is not JSON");
  const [needed, allowed] = known;
  const absent = needed.find((name) => given[name] === undefined);
  if (absent) return missing(absent);
  // The real service ignores what it does not know; a stand-in that did so would hide our mistakes.
  const stranger = Object.keys(given).find((name) => !needed.includes(name) && !allowed.includes(name));
  if (stranger) return refuse(`Unknown argument \`${stranger}\``);
  if (route === "resolver") return nameRoute(store, survey, given);
  if (route === "sso") return moving(store, survey, given);
  if (route === "cutouts") return cutout(store, survey, given);
  return survey === "ztf" ? ztfRoute(store, route, given) : lsstRoute(store, route, given);
}
