/**
 * An Observatory Control System portal and its archive on one host, as far as the facility `lco` asks: strict about
 * methods, paths, parameters and tokens; signed addresses of files lead to itself. `npm run brokers:replay` has the brokers; this one can also be told that an
 * observation went on.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const fixture = new URL("../../lib/facilities/lco/fixtures/portal.json", import.meta.url);

/** A portal in the state of the fixtures. */
export function loadOcs() {
  const portal = JSON.parse(readFileSync(fixture, "utf8"));
  const requests = new Map(portal.requests.map((request) => [String(request.id), request]));
  return { ...portal, requests };
}

/** The scheduler went on with a request; `block`: when and how. */
export function moveRequest(store, id, state, block) {
  const request = store.requests.get(String(id));
  request.state = state;
  if (block) store.observations[id].push({ id: 660000100 + store.observations[id].length, site: "ogg", ...block });
}

/** A request of a proposal that only its members see, or (false) of a public one. */
export function hideRequest(store, id, hidden = true) {
  store.requests.get(String(id)).public = !hidden;
}

const json = (status, body) => ({
  status,
  headers: { "content-type": "application/json" },
  // Ids beyond 2^53 are numbers on the wire.
  body: JSON.stringify(body).replace(/"id":"(\d+)"/g, '"id":$1'),
});
const notFound = json(404, { detail: "Not found." });

/** What the portal shows to whoever asks. */
function seenBy(store, isKnown, id) {
  const request = store.requests.get(id);
  if (!request || !(isKnown || request.public)) return null;
  const { public: _public, ...shown } = request;
  return shown;
}

/** Addresses that are good without a token, because they are signed: of a store elsewhere, where there is a real one. */
function fileOf(store, url) {
  const frame = store.frames.find((one) => one.url === url.pathname + url.search);
  if (frame === undefined) return { status: 403, headers: { "content-type": "application/xml" }, body: "<Error/>" };
  return { status: 200, headers: { "content-type": "application/octet-stream" }, body: frame.content };
}

function framesOf(store, isKnown, query, origin) {
  const unknown = [...query.keys()].find((key) => !["REQNUM", "limit", "offset"].includes(key));
  const limit = Number(query.get("limit") ?? 100);
  if (unknown || !(limit >= 1 && limit <= 1000)) return json(400, { detail: "Bad parameter." });
  const of = query.get("REQNUM");
  const results = store.frames.filter((frame) => String(frame.REQNUM) === of && seenBy(store, isKnown, of) !== null);
  const shown = results.slice(0, limit).map(({ content: _content, ...frame }) => ({
    ...frame,
    url: frame.url && `${origin}${frame.url}`,
  }));
  return json(200, { count: results.length, next: null, previous: null, results: shown });
}

/** The answer to one request. */
export function answerOcs(store, { method, url, headers }) {
  if (method !== "GET") return json(405, { detail: `Method "${method}" not allowed.` });
  const { authorization } = headers;
  const isKnown = authorization === `Token ${store.token}`;
  if (authorization !== undefined && !isKnown) return json(401, { detail: "Invalid token." });
  if (url.pathname === "/frames/") return framesOf(store, isKnown, url.searchParams, url.origin);
  if (url.pathname.startsWith("/made-up/")) return fileOf(store, url);
  if (url.search !== "") return json(400, { detail: "Bad parameter." });
  const [, kind, id, rest] = /^\/api\/(requests|requestgroups)\/(\d+)\/(?:(observations)\/)?$/.exec(url.pathname) ?? [];
  if (kind === "requests") {
    const request = seenBy(store, isKnown, id);
    if (request === null) return notFound;
    return json(200, rest ? (store.observations[id] ?? []) : request);
  }
  const group = rest ? undefined : store.groups.find((one) => String(one.id) === id);
  const requests = (group?.requests ?? []).flatMap((one) => seenBy(store, isKnown, String(one)) ?? []);
  return group && requests.length > 0 ? json(200, { ...group, requests }) : notFound;
}

/** The portal on a port of its own. */
export async function startOcs() {
  const store = loadOcs();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const { status, headers, body } = answerOcs(store, { method: request.method, url, headers: request.headers });
    response.writeHead(status, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    store,
    env: { LCO_PORTAL_URL: origin, LCO_ARCHIVE_URL: origin, LCO_API_KEY: store.token },
    move: (id, state, block) => moveRequest(store, id, state, block),
    close: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
