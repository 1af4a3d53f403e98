/** Hermes under `/hermes/api/v0/`: lists with login, the archive without. A list of the archive has no contents. */
import { recordingsOf } from "./data.mjs";
import { separationArcsec } from "./sky.mjs";

export const hermesToken = { HERMES_TOKEN: "replay-hermes-token" };

export function loadHermes(corpus) {
  const store = { events: new Map(), targets: new Map(), messages: new Map(), archive: new Map() };
  for (const [name, value] of recordingsOf("hermes", corpus)) {
    if (name.startsWith("nonlocalizedevents_")) {
      for (const row of value.results) if (!store.events.has(row.event_id)) store.events.set(row.event_id, row);
    } else if (name.startsWith("targets")) for (const row of value.results) store.targets.set(row.id, row);
    else if (name === "messages") for (const row of value.results) store.messages.set(row.uuid, row);
    else if (name === "archive" || name === "query_page")
      for (const row of value.messages) store.archive.set(row.annotations.con_text_uuid, row);
  }
  return store;
}

const paging = ["limit", "offset", "format"];

/** The real service ignores names that it does not know, and answers with everything; that would hide our mistakes. */
function refusalOf(query, names) {
  const unknown = [...query.keys()].find((name) => !names.includes(name) && !paging.includes(name));
  return unknown ? { status: 400, body: { [unknown]: ["Unknown filter."] } } : null;
}

function paged(url, rows) {
  const [limit, offset] = [Number(url.searchParams.get("limit") ?? 100), Number(url.searchParams.get("offset") ?? 0)];
  const hasNext = offset + limit < rows.length;
  const next = new URL(url);
  next.searchParams.set("offset", String(offset + limit));
  return {
    body: {
      ...{ count: rows.length, next: hasNext ? next.href : null, previous: null },
      results: rows.slice(offset, offset + limit),
    },
  };
}

const holds = (text, part) => part === null || text.toLowerCase().includes(part.toLowerCase());
const is = (text, wanted) => wanted === null || text === wanted;

/** When the service heard of a notice. */
const createdOf = ({ data, message }) => message.created ?? data?.time_created ?? "";

function events(store, url) {
  const names = ["event_id", "event_id_exact", "referenced_by_uuid", "created_after", "created_before"];
  const query = url.searchParams;
  const refusal = refusalOf(query, names);
  if (refusal) return refusal;
  const [after, before] = ["created_after", "created_before"].map((name) => Date.parse(query.get(name) ?? ""));
  const by = query.get("referenced_by_uuid");
  const rows = [...store.events.values()].filter(
    ({ event_id: id, sequences, references }) =>
      holds(id, query.get("event_id")) &&
      is(id, query.get("event_id_exact")) &&
      (Number.isNaN(after) || sequences.some((one) => Date.parse(createdOf(one)) >= after)) &&
      (Number.isNaN(before) || sequences.some((one) => Date.parse(createdOf(one)) <= before)) &&
      (by === null || references.some(({ uuid }) => uuid.startsWith(by))),
  );
  return paged(url, rows);
}

function sequences(store, url) {
  const query = url.searchParams;
  const refusal = refusalOf(query, [
    "event_id",
    "event_id_exact",
    "sequence_type",
    "exclude_sequence_type",
    "sequence_number",
  ]);
  if (refusal) return refusal;
  const [kinds, not] = ["sequence_type", "exclude_sequence_type"].map((name) => query.getAll(name));
  const rows = [...store.events.values()]
    .filter(({ event_id: id }) => holds(id, query.get("event_id")) && is(id, query.get("event_id_exact")))
    .flatMap((event) => event.sequences)
    .filter(({ sequence_type: kind }) => (kinds.length === 0 || kinds.includes(kind)) && !not.includes(kind));
  return paged(
    url,
    rows.toSorted((one, other) => other.id - one.id),
  );
}

function inCone(query, targets) {
  const cone = query.get("cone_search");
  if (cone === null) return true;
  const [ra, dec, radius] = cone.split(",").map(Number);
  return targets.some(
    ({ right_ascension: one, declination: other }) =>
      one !== null && separationArcsec(ra, dec, one, other) <= radius * 3_600,
  );
}

function targets(store, url) {
  const query = url.searchParams;
  const names = ["name", "name_exact", "event_id", "cone_search", "polygon_search", "referenced_by_uuid"];
  const refusal = refusalOf(query, names);
  if (refusal) return refusal;
  const eventsOf = ({ messages }) =>
    messages.flatMap(({ uuid }) => store.messages.get(uuid)?.nonlocalizedevents.map((one) => one.event_id) ?? []);
  const part = query.get("event_id");
  const by = query.get("referenced_by_uuid");
  const rows = [...store.targets.values()].filter(
    (row) =>
      holds(row.name, query.get("name")) &&
      is(row.name, query.get("name_exact")) &&
      (part === null || eventsOf(row).some((id) => holds(id, part))) &&
      (by === null || row.messages.some(({ uuid }) => uuid.startsWith(by))) &&
      inCone(query, [row]),
  );
  return paged(url, rows.toReversed());
}

function messages(store, url) {
  const query = url.searchParams;
  const names = [
    "uuid",
    "target_name",
    "target_name_exact",
    "event_id",
    "event_id_exact",
    "cone_search",
    "polygon_search",
  ];
  const refusal = refusalOf(query, names);
  if (refusal) return refusal;
  const some = (list, test) => list.some(test);
  const rows = [...store.messages.values()].filter(
    ({ uuid, targets: named, nonlocalizedevents: about }) =>
      uuid.startsWith(query.get("uuid") ?? "") &&
      (!query.has("target_name") || some(named, ({ name }) => holds(name, query.get("target_name")))) &&
      (!query.has("target_name_exact") || some(named, ({ name }) => is(name, query.get("target_name_exact")))) &&
      (!query.has("event_id") || some(about, ({ event_id: id }) => holds(id, query.get("event_id")))) &&
      (!query.has("event_id_exact") || some(about, ({ event_id: id }) => is(id, query.get("event_id_exact")))) &&
      inCone(query, named),
  );
  return paged(url, rows.toReversed());
}

function archive(store, url) {
  const query = url.searchParams;
  const refusal = refusalOf(query, ["topic", "start", "end", "search_query", "include_retracted", "page"]);
  if (refusal) return refusal;
  const topics = query.getAll("topic");
  const [start, end] = ["start", "end"].map((name) => Date.parse(query.get(name) ?? ""));
  const words = query.get("search_query");
  const rows = [...store.archive.values()]
    .filter(
      ({ metadata, annotations, message }) =>
        (topics.length === 0 || topics.includes(metadata.topic)) &&
        (Number.isNaN(start) || metadata.timestamp >= start) &&
        (Number.isNaN(end) || metadata.timestamp <= end) &&
        (query.get("include_retracted") !== "false" || !annotations.retracted) &&
        (words === null || holds(JSON.stringify([annotations.title, message]), words)),
    )
    .toSorted((one, other) => other.metadata.timestamp - one.metadata.timestamp);
  const mark = query.get("page");
  const offset = mark === null ? 0 : Number(/^a(\d+):$/.exec(mark)?.[1]);
  if (Number.isNaN(offset)) return { status: 400, body: { error: "400 Client Error: Bad Request" } };
  const limit = Number(query.get("limit") ?? 10);
  const shown = rows.slice(offset, offset + limit).map(({ message: _content, ...row }) => row);
  return { body: { messages: shown, next: offset + limit < rows.length ? `a${offset + limit}:` : null, prev: null } };
}

const notFound = { status: 404, body: { detail: "Not found." } };

function publicAnswer(store, url, [kind, part, uuid]) {
  if (kind === "topics") {
    const names = [...store.archive.values()].map(({ metadata }) => metadata.topic);
    return { body: { topics: [...new Set(names)].toSorted() } };
  }
  if (kind !== "query") return null;
  if (part === undefined) return archive(store, url);
  const known = part === "message" ? store.archive.get(uuid) : undefined;
  return known ? { body: known } : { status: 404, body: { error: "404 Client Error: Not Found for url" } };
}

export function answerHermes(store, url, { headers = {} } = {}) {
  if (!url.pathname.startsWith("/hermes/api/v0/") || !url.pathname.endsWith("/")) return null;
  const parts = url.pathname.slice("/hermes/api/v0/".length, -1).split("/").map(decodeURIComponent);
  const open = publicAnswer(store, url, parts);
  if (open) return open;
  const token = /^Token (\S+)$/.exec(headers.authorization ?? "")?.[1];
  if (!token) return { status: 401, body: { detail: "Authentication credentials were not provided." } };
  if (token !== hermesToken.HERMES_TOKEN) return { status: 401, body: { detail: "Invalid token." } };
  const [list, id] = parts;
  if (list === "nonlocalizedevents" && id === undefined) return events(store, url);
  if (list === "nonlocalizedeventsequence" && id === undefined) return sequences(store, url);
  if (list === "messages" && id === undefined) return messages(store, url);
  if (list !== "targets") return notFound;
  if (id === undefined) return targets(store, url);
  const target = store.targets.get(Number(id));
  return target ? { body: target } : notFound;
}
