/**
 * A strict stand-in for the brokers' hosts, on loopback: one server, each service under the paths that it really has.
 * Answers come from our fixtures and, where it is there, from the corpus. To add a broker: a file with `load` and
 * `answer`, a line in `services`, a line in `environment`.
 */
import { createServer } from "node:http";
import { answerLsst, loadLsst } from "./alerce-lsst.mjs";
import { answerZtf } from "./alerce-ztf.mjs";
import { loadZtf, manyZtf } from "./alerce-ztf-store.mjs";
import { answerAntares, loadAntares } from "./antares.mjs";
import { corpusFolder } from "./data.mjs";
import { kinds, spoil } from "./faults.mjs";
import { answerFink, loadFink } from "./fink.mjs";
import { answerGaia, loadGaia } from "./gaia.mjs";
import { answerHermes, hermesToken, loadHermes } from "./hermes.mjs";
import { answerLasair, lasairTokens, loadLasair } from "./lasair.mjs";
import { answerMyBroker, loadMyBroker } from "./mybroker.mjs";
import { answerScout, loadScout } from "./scout.mjs";
import { answerTns, loadTns, tnsBot } from "./tns.mjs";
import { stringifyWide } from "./wide-json.mjs";

/** @param {string | null} corpus */
function loadServices(corpus) {
  const ztf = loadZtf(corpus);
  const lsst = loadLsst(corpus);
  const myBroker = loadMyBroker(corpus);
  const antares = loadAntares(corpus);
  const gaia = loadGaia(corpus);
  const fink = loadFink(corpus);
  const scout = loadScout(corpus);
  const tns = loadTns(corpus);
  const lasair = loadLasair(corpus);
  const hermes = loadHermes(corpus);
  return [
    (url, fault) => answerZtf(fault?.kind === "rows" ? manyZtf(ztf, fault.rows ?? 50_000) : ztf, url),
    (url) => answerLsst(lsst, url),
    (url) => answerMyBroker(myBroker, url),
    (url) => answerAntares(antares, url),
    (url) => answerGaia(gaia, url),
    (url, _fault, request) => answerFink(fink, url, request),
    (url) => answerScout(scout, url),
    (url, _fault, request) => answerTns(tns, url, request),
    (url, _fault, request) => answerLasair(lasair, url, request),
    (url, _fault, request) => answerHermes(hermes, url, request),
  ];
}

/** Which environment makes a TOM speak to the stand-in. @param {string} origin */
function environment(origin) {
  return {
    ALERCE_URL: origin,
    ALERCE_LSST_URL: origin,
    ALERCE_STAMPS_URL: origin,
    ANTARES_URL: `${origin}/antares/v1`,
    FINK_ZTF_URL: `${origin}/fink-ztf`,
    FINK_LSST_URL: `${origin}/fink-lsst`,
    GAIA_ALERTS_URL: origin,
    SCOUT_URL: `${origin}/scout.api`,
    HERMES_URL: `${origin}/hermes`,
    ...hermesToken,
    LASAIR_ZTF_URL: `${origin}/lasair-ztf`,
    LASAIR_LSST_URL: `${origin}/lasair-lsst`,
    ...lasairTokens,
    MYBROKER_URL: `${origin}/mybroker/alerts.json`,
    TNS_URL: origin,
    ...tnsBot,
    TOM_ALLOW_PRIVATE_HOSTS: new URL(origin).host,
  };
}

async function readText(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const readJson = async (request) => JSON.parse((await readText(request)) || "{}");

function control(state, request, response, url) {
  const say = (status, body) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (url.pathname === "/__replay/requests") return say(200, state.requests);
  if (url.pathname === "/__replay/reset") {
    state.fault = null;
    state.requests.length = 0;
    return say(200, { ok: true });
  }
  if (url.pathname !== "/__replay/fault" || request.method !== "POST") return say(404, { message: "No such control" });
  return readJson(request).then(
    (fault) => {
      if (fault.kind !== null && !kinds.includes(fault.kind))
        return say(400, { message: `kind is one of ${kinds.join(", ")}` });
      state.fault = fault.kind === null ? null : fault;
      return say(200, { ok: true });
    },
    () => say(400, { message: "Not JSON" }),
  );
}

/** The fault that hits this request, if any; a counted one wears out. */
function faultFor(state, url) {
  const { fault } = state;
  if (!fault || (fault.path && !url.pathname.startsWith(fault.path))) return null;
  if (fault.times !== undefined) {
    fault.times -= 1;
    if (fault.times <= 0) state.fault = null;
  }
  return fault;
}

async function serve(state, services, request, response) {
  const url = new URL(request.url ?? "/", "http://replay");
  if (url.pathname.startsWith("/__replay/")) return control(state, request, response, url);
  if (state.requests.length < 10_000) state.requests.push(`${request.method} ${request.url}`);
  const body = await readText(request);
  const fault = faultFor(state, url);
  let answer = null;
  for (const service of services) {
    answer = service(url, fault, { method: request.method, headers: request.headers, body });
    if (answer) break;
  }
  const { status = 200, headers = {}, body: content } = answer ?? { status: 404, body: { message: "Not Found" } };
  const text =
    content === null ? "" : typeof content === "string" || Buffer.isBuffer(content) ? content : stringifyWide(content);
  if (fault && fault.kind !== "rows") return spoil(fault, request, response, status, String(text));
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

/**
 * @param {{ port?: number, corpusDir?: string | null }} [options] `corpusDir: null` answers from our fixtures only
 * @returns {Promise<{ origin: string, env: Record<string, string>, corpus: string | null, close: () => Promise<void> }>}
 */
export async function startReplay({ port = 0, corpusDir } = {}) {
  const corpus = corpusDir === null ? null : corpusFolder(corpusDir);
  const services = loadServices(corpus);
  const state = { fault: null, requests: [] };
  const server = createServer((request, response) => {
    serve(state, services, request, response).catch((error) => {
      if (response.headersSent) request.socket.destroy();
      else response.writeHead(500, { "content-type": "text/plain" }).end(String(error));
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, env: environment(origin), corpus, close };
}
