/**
 * The Transient Name Server: search, objects, lists of values, reports. As strict as the real one about the bot's marker
 * and key; windows of a minute are counted in its headers. A report is not ready at its first poll.
 */
import { recordingsOf } from "./data.mjs";
import { separationArcsec } from "./sky.mjs";

export const tnsBot = { TNS_API_KEY: "replay-key", TNS_BOT_ID: "4242", TNS_BOT_NAME: "replay_bot" };

const windowLimit = 600;

export function loadTns(corpus) {
  const store = {
    objects: new Map(),
    listed: [],
    values: {},
    reports: new Map(),
    files: new Map(),
    window: { minute: 0, used: 0 },
  };
  for (const [name, value] of recordingsOf("tns", corpus)) {
    if (/_get_object_/.test(name)) {
      const object = value.data.reply ?? value.data;
      if (object.objname) keepObject(store, object, value);
    } else if (/^object_record_/.test(name)) {
      keepObject(store, value, { id_code: 200, id_message: "OK", data: value });
    } else if (/_get_search/.test(name)) {
      const rows = value.data.reply ?? value.data;
      if (Array.isArray(rows)) store.listed.push(...rows);
    } else if (/^values/.test(name)) {
      const lists = value.data ?? value;
      for (const [list, entries] of Object.entries(lists)) {
        store.values[list] = Array.isArray(entries) ? entries : { ...store.values[list], ...entries };
      }
    }
  }
  return store;
}

/** One recording may have the photometry of an object and another its spectra. */
function keepObject(store, object, envelope) {
  const known = store.objects.get(object.objname);
  const photometry = object.photometry ?? known?.object.photometry ?? [];
  const spectra = object.spectra ?? known?.object.spectra ?? [];
  store.objects.set(object.objname, { object: { ...object, photometry, spectra }, isLegacy: "reply" in envelope.data });
}

const envelope = (status, message, data) => ({
  status,
  body: { id_code: status, id_message: message, data },
});
const ok = (data) => envelope(200, "OK", data);

/** TNS refuses by status and says the same in its envelope. */
function refusalOf({ headers, fields }) {
  const marker = /^tns_marker(\{.*\})$/.exec(headers["user-agent"] ?? "")?.[1];
  try {
    const bot = JSON.parse(marker ?? "");
    if (bot.type !== "bot" || !bot.tns_id || !bot.name) throw new Error("not a bot");
    if (String(bot.tns_id) !== tnsBot.TNS_BOT_ID) return envelope(401, "Unauthorized", {});
  } catch {
    return envelope(403, "Forbidden", {});
  }
  return fields.get("api_key") === tnsBot.TNS_API_KEY ? null : envelope(401, "Unauthorized", {});
}

function takeFromWindow({ window }) {
  const minute = Math.floor(Date.now() / 60_000);
  if (window.minute !== minute) Object.assign(window, { minute, used: 0 });
  window.used += 1;
  return {
    "x-rate-limit-limit": String(windowLimit),
    "x-rate-limit-remaining": String(Math.max(0, windowLimit - window.used)),
    "x-rate-limit-reset": String(60 - (Math.floor(Date.now() / 1000) % 60)),
  };
}

const searchKeys = [
  ...["ra", "dec", "radius", "units", "objname", "objname_exact_match", "internal_name", "internal_name_exact_match"],
  ...["objid", "public_timestamp", "name", "name_exact_match"],
];
const perUnit = { arcsec: 1, arcmin: 60, deg: 3600 };

const badRequest = (message) => envelope(400, "Bad request", { message });

function search(store, data) {
  const unknown = Object.keys(data).find((key) => !searchKeys.includes(key));
  if (unknown) return badRequest(`Unknown key ${unknown}`);
  if (data.public_timestamp && !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(data.public_timestamp)) {
    return badRequest("public_timestamp is YYYY-MM-DD HH:MM:SS");
  }
  const isCone = data.ra !== "" && data.ra !== undefined;
  if (isCone && !perUnit[data.units]) return badRequest("units are arcsec, arcmin or deg");
  const fits = (text, wanted, exact) =>
    !wanted || (Number(exact) === 1 ? text.some((one) => one === wanted) : text.some((one) => one.includes(wanted)));
  const radius = Number(data.radius) * (perUnit[data.units] ?? 1);
  const rows = [...store.objects.values()].flatMap(({ object }) => {
    const internal = `${object.internal_names ?? object.internal_name ?? ""}`.split(",").map((name) => name.trim());
    const isNear =
      !isCone ||
      separationArcsec(Number(data.ra), Number(data.dec), object.radeg ?? -999, object.decdeg ?? 0) <= radius;
    const isNew = !data.public_timestamp || `${object.discoverydate}`.replace("T", " ") >= data.public_timestamp;
    return fits([object.objname], data.objname || data.name, data.objname_exact_match) &&
      fits(internal, data.internal_name, data.internal_name_exact_match) &&
      isNear &&
      isNew
      ? [{ objname: object.objname, prefix: object.name_prefix, objid: object.objid }]
      : [];
  });
  const named = store.listed.filter(
    (row) =>
      !isCone &&
      !data.internal_name &&
      !data.public_timestamp &&
      !rows.some(({ objname }) => objname === row.objname) &&
      fits([row.objname ?? data.objname], data.objname || data.name, data.objname_exact_match),
  );
  return ok([...rows, ...named]);
}

const noResults = { 110: { message: "No results found.", message_id: 110 } };

function objectOf(store, data) {
  const known = store.objects.get(data.objname);
  if (!known) return ok({ name: noResults, objid: noResults });
  const { photometry, spectra, ...rest } = known.object;
  const object = {
    ...rest,
    ...(Number(data.photometry) === 1 ? { photometry } : {}),
    ...(Number(data.spectra) === 1 ? { spectra } : {}),
  };
  return ok(known.isLegacy ? { received_data: data, reply: object } : object);
}

const message = (id, text, more = {}) => ({ [id]: { message: text, message_id: id, ...more } });

/** What is wrong with a report, as the TNS answers a poll with it; null when it is taken. */
function rejectionOf(store, kind, report, twin) {
  const wrong = {};
  const { groups, objtypes } = store.values;
  const group = kind === "at_report" ? report.reporting_group_id : report.groupid;
  const groupKey = kind === "at_report" ? "reporting_group_id" : "groupid";
  if (!groups?.[group]) wrong[groupKey] = message(5, "The value is not valid.");
  if (kind === "at_report") {
    for (const axis of ["ra", "dec"]) {
      if (!report[axis]?.value) wrong[axis] = { value: message(1, "This field is required.") };
    }
    if (!report.non_detection?.limiting_flux && !report.non_detection?.archiveid) {
      wrong.non_detection = message(7, "Give the last non-detection or an archive.");
    }
    if (!report.photometry?.photometry_group?.["0"]?.flux) wrong.photometry = message(1, "This field is required.");
  } else {
    if (!objtypes?.[report.objtypeid]) wrong.objtypeid = message(5, "The value is not valid.");
    const file = report.spectra?.["spectra-group"]?.["0"]?.ascii_file;
    if (file && !store.files.has(file)) wrong.ascii_file = message(11, "There is no such file.");
  }
  if (twin) wrong.report = message(8, "An identical report exists.");
  return Object.keys(wrong).length === 0 ? null : wrong;
}

const nextName = (store) => {
  const count = [...store.reports.values()].filter(({ name }) => name).length;
  return `2026zz${String.fromCharCode(97 + Math.floor(count / 26) + 1)}${String.fromCharCode(97 + (count % 26))}`;
};

function atFeedback(store, entry) {
  const report = entry.report.at_report["0"];
  const [raDeg, decDeg] = [Number(report.ra.value), Number(report.dec.value)];
  const known = [...store.objects.values()].find(
    ({ object }) => separationArcsec(raDeg, decDeg, object.radeg ?? -999, object.decdeg ?? 0) <= 3,
  );
  if (known) {
    const { objname, name_prefix: prefix } = known.object;
    return message(101, "Transient object exists.", { objname, prefix });
  }
  entry.name = nextName(store);
  store.objects.set(entry.name, {
    object: {
      ...{ objname: entry.name, name_prefix: "AT", objid: 900_000 + store.reports.size, radeg: raDeg, decdeg: decDeg },
      ...{ internal_names: report.internal_name ?? "", discoverydate: report.discovery_datetime, photometry: [] },
      ...{ object_type: { name: null, id: null }, redshift: null, spectra: [] },
    },
    isLegacy: false,
  });
  return {
    ...message(100, "Transient object was inserted.", { objname: entry.name }),
    internal_ids: { internal_name: report.internal_name ?? null },
  };
}

function classificationFeedback(store, entry) {
  const report = entry.report.classification_report["0"];
  const known = store.objects.get(report.name);
  const type = store.values.objtypes[report.objtypeid];
  if (!known) return [message(110, "No such object.")];
  const prefix = /^SN/.test(type) ? "SN" : /^TDE/.test(type) ? "TDE" : known.object.name_prefix;
  const old = `${known.object.name_prefix}${report.name}`;
  const isRenamed = prefix !== known.object.name_prefix;
  known.object = { ...known.object, name_prefix: prefix, object_type: { name: type, id: Number(report.objtypeid) } };
  return isRenamed
    ? [
        message(121, "The object's name prefix has changed.", {
          old_object_name: old,
          new_object_name: `${prefix}${report.name}`,
        }),
      ]
    : [message(120, "Classification was inserted.", { objname: report.name, prefix })];
}

function submit(store, fields) {
  let report;
  try {
    report = JSON.parse(fields.get("data") ?? "");
  } catch {
    return badRequest("data is not JSON");
  }
  const kind = ["at_report", "classification_report"].find((one) => report[one]?.["0"]);
  if (!kind) return badRequest("No report");
  const text = JSON.stringify(report);
  const twin = [...store.reports.values()].some((one) => one.text === text);
  const id = 123_456 + store.reports.size;
  store.reports.set(String(id), { report, kind, text, twin, polls: 0, name: null, answer: null });
  return ok({ report_id: id });
}

function reply(store, fields) {
  const entry = store.reports.get(fields.get("report_id") ?? "");
  if (!entry) return envelope(404, "Not found", {});
  entry.polls += 1;
  // It works its queue off now and then.
  if (entry.polls === 1) return envelope(404, "Not found", {});
  entry.answer ??= answerOf(store, entry);
  return entry.answer;
}

function answerOf(store, entry) {
  const wrong = rejectionOf(store, entry.kind, entry.report[entry.kind]["0"], entry.twin);
  if (wrong) return envelope(400, "Bad request", { feedback: { [entry.kind]: [wrong] } });
  const feedback =
    entry.kind === "at_report"
      ? atFeedback(store, entry)
      : { classification_messages: classificationFeedback(store, entry) };
  return ok({ feedback: { [entry.kind]: [feedback] } });
}

/** The fields of a form with files in it, and its files. */
function multipartOf(type, body) {
  const boundary = /boundary=([^;]+)/.exec(type)?.[1];
  const fields = new URLSearchParams();
  const files = [];
  for (const part of boundary ? body.split(`--${boundary}`) : []) {
    const [head, ...rest] = part.split("\r\n\r\n");
    const name = /name="([^"]+)"/.exec(head)?.[1];
    if (!name) continue;
    const content = rest.join("\r\n\r\n").replace(/\r\n$/, "");
    const filename = /filename="([^"]+)"/.exec(head)?.[1];
    if (filename) files.push({ filename, content });
    else fields.set(name, content);
  }
  return { fields, files };
}

/** Each file gets a name that says where it came from. */
function upload(store, files) {
  if (files.length === 0) return badRequest("No files");
  const names = files.map(({ filename, content }) => {
    const name = `tns_${store.files.size + 1}_${filename.replace(/[^\w.-]/g, "_")}`;
    store.files.set(name, content);
    return name;
  });
  return ok(names);
}

export function answerTns(store, url, { method = "GET", headers = {}, body = "" } = {}) {
  const route = /^\/api\/((?:get|set)\/[a-z-]+)\/?$/.exec(url.pathname)?.[1];
  if (!route) return null;
  if (route === "get/values" && method === "GET") return ok(store.values);
  const type = headers["content-type"] ?? "";
  const { fields, files } = type.startsWith("multipart/form-data")
    ? multipartOf(type, body)
    : { fields: new URLSearchParams(body), files: [] };
  const refusal = method === "POST" ? refusalOf({ headers, fields }) : envelope(405, "Method not allowed", {});
  if (refusal) return refusal;
  if (route === "set/file-upload") return upload(store, files);
  if (route === "set/bulk-report") return submit(store, fields);
  if (route === "get/bulk-report-reply") return reply(store, fields);
  if (route !== "get/search" && route !== "get/object") return envelope(404, "Not found", {});
  const limits = takeFromWindow(store);
  if (store.window.used > windowLimit) return { ...envelope(429, "Too Many Requests", {}), headers: limits };
  let data;
  try {
    data = JSON.parse(fields.get("data") ?? "");
  } catch {
    return badRequest("data is not JSON");
  }
  return { ...(route === "get/search" ? search(store, data) : objectOf(store, data)), headers: limits };
}
