/** ALeRCE's Rubin service: object_api, lightcurve_api, probability_api, classifier_api. Ids are bare 64-bit numbers. */
import { recordingsOf } from "./data.mjs";
import { separationArcsec } from "./sky.mjs";
import { stampAnswer } from "./stamps.mjs";
import { idText } from "./wide-json.mjs";

const listNames = [
  ...["class_name", "oid", "survey", "classifier", "ranking", "n_det", "probability", "firstmjd", "lastmjd"],
  ...["ra", "dec", "radius", "page", "page_size", "count", "order_by", "order_mode"],
];
const numbers = ["ranking", "n_det", "probability", "firstmjd", "lastmjd", "ra", "dec", "radius", "page", "page_size"];
const orderColumns = [
  "oid",
  "probability",
  "n_det",
  "firstmjd",
  "lastmjd",
  "deltamjd",
  "meanra",
  "meandec",
  "n_forced",
  "ranking",
];

const unprocessable = (type, name, msg, input) => ({
  status: 422,
  body: { detail: [{ type, loc: ["query", name], msg, input }] },
});
const missingName = (name) => unprocessable("missing", name, "Field required", null);
const section = (name, message) => ({ status: 422, body: { detail: { [name]: message } } });
const failure = { status: 500, body: { detail: "An error occurred" } };

export function loadLsst(corpus) {
  const store = { rows: [], objects: new Map(), detections: new Map(), forced: new Map() };
  const known = new Set();
  for (const [name, value] of recordingsOf("alerce", corpus)) {
    const [, kind, oid] = /^lsst_(object|detections|forced_photometry)_(\d+)(?:_part)?$/.exec(name) ?? [];
    if (name.startsWith("lsst_list_objects_")) {
      for (const row of value.items) {
        const key = `${idText(row.oid)} ${row.classifier_name}`;
        if (known.has(key)) continue;
        known.add(key);
        store.rows.push(row);
        store.objects.set(idText(row.oid), row);
      }
    } else if (kind === "object") store.objects.set(oid, value);
    else if (kind === "detections") store.detections.set(oid, value);
    else if (kind) store.forced.set(oid, value);
  }
  return store;
}

function classifiersOf(store) {
  const found = new Map();
  for (const row of store.rows) {
    const entry = found.get(row.classifier_name) ?? {
      ...{
        classifier_name: row.classifier_name,
        classifier_version: row.classifier_version,
        classes: [],
        classifier_id: found.size + 1,
      },
    };
    if (!entry.classes.includes(row.class_name)) entry.classes.push(row.class_name);
    found.set(row.classifier_name, entry);
  }
  return [...found.values()];
}

function refusalOf(query) {
  for (const [name, value] of query) {
    if (!listNames.includes(name))
      return unprocessable("extra_forbidden", name, "Extra inputs are not permitted", value);
    if (numbers.includes(name) && !/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) {
      return unprocessable(
        "float_parsing",
        name,
        "Input should be a valid number, unable to parse string as a number",
        value,
      );
    }
  }
  const [least, most] = query.getAll("n_det").map(Number);
  if (most !== undefined && least > most)
    return section("detections_container", "Min value can't be greater than max.");
  if (query.has("order_mode") && !["ASC", "DESC"].includes(query.get("order_mode"))) {
    return section("search_filters", "Order can be only DESC or ASC.");
  }
  return null;
}

const within = (values, value) =>
  (values.length < 1 || value >= Number(values[0])) && (values.length < 2 || value <= Number(values[1]));

function conditions(query) {
  const oids = query.getAll("oid");
  const hasCone = query.has("ra") && query.has("dec");
  const radius = Number(query.get("radius") ?? 30);
  return (row) =>
    (oids.length === 0 || oids.includes(idText(row.oid))) &&
    (!query.has("classifier") || row.classifier_name === query.get("classifier")) &&
    (!query.has("class_name") || row.class_name === query.get("class_name")) &&
    row.ranking === Number(query.get("ranking") ?? 1) &&
    row.probability >= Number(query.get("probability") ?? 0) &&
    ["n_det", "firstmjd", "lastmjd"].every((name) => within(query.getAll(name), row[name])) &&
    (!hasCone ||
      separationArcsec(Number(query.get("ra")), Number(query.get("dec")), row.meanra, row.meandec) <= radius);
}

function list(store, query) {
  const refusal = refusalOf(query);
  if (refusal) return refusal;
  const classifier = query.get("classifier");
  // The service compares class names with numbers unless it has a classifier to translate them, and fails.
  if (query.has("class_name") && classifier === null) return failure;
  if (classifier !== null && !store.rows.some((row) => row.classifier_name === classifier)) return failure;
  const column = query.get("order_by") ?? "probability";
  const sign = (query.get("order_mode") ?? "DESC") === "DESC" ? -1 : 1;
  const found = query.has("survey") && query.get("survey") !== "lsst" ? [] : store.rows.filter(conditions(query));
  if (orderColumns.includes(column)) found.sort((one, other) => sign * (one[column] - other[column]));
  const [page, size] = [Number(query.get("page") ?? 1), Number(query.get("page_size") ?? 10)];
  const items = found.slice((page - 1) * size, page * size);
  const hasNext = found.length > page * size;
  return {
    body: {
      // The number of rows it fetched, one more than it shows when there are more.
      total: items.length + (hasNext ? 1 : 0),
      ...{
        next: hasNext ? page + 1 : null,
        has_next: hasNext,
        prev: page > 1 ? page - 1 : null,
        has_prev: page > 1,
        current_page: page,
        items,
      },
      info_message: items.length === 0 ? "Empty query" : null,
    },
  };
}

function oneObject(store, query) {
  for (const name of ["oid", "survey_id"]) if (!query.has(name)) return missingName(name);
  const row = store.objects.get(query.get("oid"));
  if (!row) return { status: 404, body: { detail: "Object not found" } };
  const { class_name, classifier_name, classifier_version, probability, ranking, ...object } = row;
  return { body: object };
}

function curves(store, route, query) {
  for (const name of ["survey_id", "oid"]) if (!query.has(name)) return missingName(name);
  if (query.get("survey_id") !== "lsst") return { status: 422, body: { detail: "survey_id must be lsst or ztf" } };
  const rowsOf = (kind) => query.getAll("oid").flatMap((oid) => store[kind].get(oid) ?? []);
  switch (route) {
    case "detections":
      return { body: rowsOf("detections") };
    case "forced-photometry":
      return { body: rowsOf("forced") };
    case "non_detections":
      return { body: [] };
    default:
      return { body: { detections: rowsOf("detections"), non_detections: [], forced_photometry: rowsOf("forced") } };
  }
}

function probabilities(store, query) {
  if (!query.has("oid")) return missingName("oid");
  const rows = store.rows.filter((row) => idText(row.oid) === query.get("oid"));
  if (rows.length === 0) return { status: 404, body: { detail: "Probability not found for the given OID" } };
  return {
    body: rows.map(({ classifier_name, classifier_version, class_name, probability, ranking }) => ({
      ...{ classifier_name, classifier_version, class_name, probability, ranking },
    })),
  };
}

/**
 * Null when the path is not of this service.
 * @returns {{ status?: number, headers?: Record<string, string>, body: unknown } | null}
 */
function stamp(store, query) {
  const kind = /^cutout(Science|Template|Difference)$/.exec(query.get("stamp_type") ?? "")?.[1];
  const isAsked = kind !== undefined && query.get("survey_id") === "lsst" && query.get("file_format") === "png";
  if (!isAsked) return { status: 422, body: { detail: [] } };
  const rows = store.detections.get(query.get("oid")) ?? [];
  const row = rows.find((one) => idText(one.measurement_id) === query.get("measurement_id"));
  return row?.has_stamp === false || !row
    ? { status: 500, body: "Internal Server Error" }
    : stampAnswer(kind.toLowerCase());
}

export function answerLsst(store, url) {
  const route = /^\/lightcurve_api\/(detections|forced-photometry|non_detections|lightcurve)$/.exec(url.pathname)?.[1];
  if (route) return curves(store, route, url.searchParams);
  switch (url.pathname) {
    case "/object_api/list_objects":
      return list(store, url.searchParams);
    case "/object_api/object":
      return oneObject(store, url.searchParams);
    case "/probability_api/probability":
      return probabilities(store, url.searchParams);
    case "/stamps_api/stamp":
      return stamp(store, url.searchParams);
    case "/classifier_api/classifiers":
      return { body: classifiersOf(store) };
    default:
      return null;
  }
}
