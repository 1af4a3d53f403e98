/** ALeRCE's ZTF service: `/ztf/v1/...` and `/v2/lightcurve/...`, with its paging, its errors and its bugs. */
import { separationArcsec } from "./sky.mjs";
import { stampAnswer } from "./stamps.mjs";

const columns = [
  ...[
    "oid",
    "ndet",
    "g_r_max",
    "g_r_max_corr",
    "g_r_mean",
    "g_r_mean_corr",
    "meanra",
    "meandec",
    "sigmara",
    "sigmadec",
  ],
  ...[
    "deltajd",
    "firstmjd",
    "lastmjd",
    "class_name",
    "classifier_name",
    "classifier_version",
    "probability",
    "ranking",
  ],
];
const columnOf = { class_name: "class", classifier_name: "classifier" };
const number = { type: "float", ok: (text) => /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) };
const integer = { type: "int", ok: (text) => /^-?\d+$/.test(text) };
const text = { type: "str", ok: () => true };
const parameters = {
  ...{
    oid: text,
    classifier: text,
    classifier_version: text,
    class: text,
    ranking: integer,
    probability: number,
    ndet: integer,
  },
  ...{ firstmjd: number, lastmjd: number, ra: number, dec: number, radius: number, page: integer, page_size: integer },
  ...{ count: { type: "bool", ok: (value) => /^(true|false|yes|no|t|f|y|n|1|0)$/i.test(value) } },
  ...{
    order_by: { type: "str", ok: (value) => columns.includes(value) },
    order_mode: { type: "str", ok: (value) => /^(ASC|DESC)$/.test(value) },
  },
};

const refuse = (name, message) => ({
  status: 400,
  body: { errors: { [name]: message }, message: "Input payload validation failed" },
});

/** The real service ignores names it does not know; a stand-in that did so would hide our mistakes. */
function refusalOf(query) {
  for (const [name, value] of query) {
    const rule = parameters[name];
    if (!rule) return refuse(name, "Unknown parameter");
    if (rule.ok(value)) continue;
    if (rule.type === "int" || rule.type === "float") {
      return refuse(
        name,
        rule.type === "int"
          ? `invalid literal for int() with base 10: '${value}'`
          : `could not convert string to float: '${value}'`,
      );
    }
    return refuse(name, `The value '${value}' is not a valid choice for '${name}'.`);
  }
  return null;
}

const matches = (pattern, oid) =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[^\w]/g, "\\$&"))
      .join(".*")}$`,
  ).test(oid);

/** One row for each object, with the class that the conditions select; null class where the default classifier has none. */
function classified(store, query) {
  const asked = ["classifier", "classifier_version", "class", "ranking", "probability"].some((name) => query.has(name));
  const ranking = Number(query.get("ranking") ?? 1);
  return [...store.objects.values()].flatMap((object) => {
    const fits = (row) =>
      row.ranking === ranking &&
      (!query.has("classifier") || row.classifier_name === query.get("classifier")) &&
      (!query.has("classifier_version") || row.classifier_version === query.get("classifier_version")) &&
      (!query.has("class") || row.class_name === query.get("class")) &&
      (!query.has("probability") || row.probability >= Number(query.get("probability")));
    const candidates = store.classes.get(object.oid) ?? [];
    const row = asked
      ? candidates.find(fits)
      : candidates.find((one) => one.classifier_name === "lc_classifier" && one.ranking === 1);
    if (asked && !row) return [];
    return [
      {
        ...object,
        class: row?.class_name ?? null,
        classifier: row?.classifier_name ?? null,
        probability: row?.probability ?? null,
      },
    ];
  });
}

/** Positional: the first value is the lower bound, the second the upper one. */
const within = (values, value) =>
  (values.length < 1 || value >= Number(values[0])) && (values.length < 2 || value <= Number(values[1]));

function conditions(query) {
  const oids = query.getAll("oid");
  const [ra, dec] = [Number(query.get("ra") ?? 0), Number(query.get("dec") ?? 0)];
  const radius = query.has("radius") ? Number(query.get("radius")) : 30;
  // As the service does it: a zero anywhere switches the whole cone off.
  const hasCone = ra !== 0 && dec !== 0 && radius !== 0;
  return (item) =>
    (oids.length === 0 || oids.some((oid) => matches(oid, item.oid))) &&
    ["ndet", "firstmjd", "lastmjd"].every((name) => within(query.getAll(name), item[name])) &&
    (!hasCone || separationArcsec(ra, dec, item.meanra, item.meandec) <= radius);
}

function list(store, query) {
  const refusal = refusalOf(query);
  if (refusal) return refusal;
  const found = classified(store, query).filter(conditions(query));
  if (query.has("order_by")) {
    const column = columnOf[query.get("order_by")] ?? query.get("order_by");
    const sign = query.get("order_mode") === "DESC" ? -1 : 1;
    found.sort((one, other) => sign * (one[column] > other[column] ? 1 : one[column] < other[column] ? -1 : 0));
  }
  const [page, size] = [Number(query.get("page") ?? 1), Number(query.get("page_size") ?? 10)];
  const items = found.slice((page - 1) * size, page * size);
  const counted = /^(true|yes|t|y|1)$/i.test(query.get("count") ?? "false");
  const more = counted && found.length > page * size;
  const envelope = {
    total: counted ? Math.min(found.length, 50_001) : null,
    page: null,
    next: more ? page + 1 : null,
    has_next: more,
  };
  return { body: { ...envelope, prev: counted && page > 1 ? page - 1 : null, has_prev: counted && page > 1, items } };
}

const missing = { status: 404, body: { message: "Object not found" } };
/** The light-curve routes leave out what is null. */
const sparse = (rows) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));

function oneObject(store, oid, route) {
  const object = store.objects.get(oid);
  if (!object) return missing;
  const curve = store.curves.get(oid) ?? { detections: [], non_detections: [] };
  switch (route ?? "") {
    case "": {
      const { class: _class, classifier: _classifier, probability: _probability, ...bare } = object;
      return { body: bare };
    }
    case "lightcurve":
      return { body: { detections: sparse(curve.detections), non_detections: sparse(curve.non_detections) } };
    case "detections":
      return { body: sparse(curve.detections) };
    case "non_detections":
      return { body: sparse(curve.non_detections) };
    case "probabilities":
      return { body: store.classes.get(oid) ?? [] };
    case "magstats":
      return { body: store.magstats.get(oid) ?? [] };
    case "features":
      return { body: store.features.get(oid) ?? [] };
    default:
      return { status: 404, body: { message: "The requested URL was not found on the server." } };
  }
}

/** Of a detection that has stamps; for any other one the service fails. */
function stamp(store, query) {
  const { detections = [] } = store.curves.get(query.get("oid")) ?? {};
  const row = detections.find(({ candid }) => String(candid) === query.get("candid"));
  const isAsked = ["science", "template", "difference"].includes(query.get("type")) && query.get("format") === "png";
  if (!isAsked) return { status: 400, body: { message: "Input payload validation failed" } };
  return row?.has_stamp ? stampAnswer(query.get("type")) : { status: 500, body: { message: "Internal Server Error" } };
}

/**
 * Null when the path is not of this service.
 * @returns {{ status?: number, headers?: Record<string, string>, body: unknown } | null}
 */
export function answerZtf(store, url) {
  const path = url.pathname.replace(/^\/alerts\/v1\//, "/ztf/v1/");
  if (path === "/ztf/v1/objects" || path === "/ztf/v1/classifiers")
    return { status: 308, headers: { location: `${path}/${url.search}` }, body: null };
  if (path === "/ztf/v1/objects/") return list(store, url.searchParams);
  if (path === "/ztf/v1/classifiers/") return { body: store.classifiers };
  const [, oid, route] = /^\/ztf\/v1\/objects\/([^/]+)(?:\/([a-z_]+))?$/.exec(path) ?? [];
  if (oid) return oneObject(store, decodeURIComponent(oid), route);
  if (path === "/get_stamp") return stamp(store, url.searchParams);
  const [, curveRoute, curveOid] =
    /^\/v2\/lightcurve\/(forced-photometry|detections|non_detections|lightcurve)\/([^/]+)$/.exec(path) ?? [];
  if (!curveOid) return null;
  const forced = store.forced.get(decodeURIComponent(curveOid)) ?? [];
  if (curveRoute === "forced-photometry") return { body: forced };
  const curve = store.curves.get(decodeURIComponent(curveOid)) ?? { detections: [], non_detections: [] };
  return { body: curveRoute === "lightcurve" ? { ...curve, forced_photometry: forced } : curve[curveRoute] };
}
