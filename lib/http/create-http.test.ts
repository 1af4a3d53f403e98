import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isTomError, type TomError } from "@/lib/core/errors";
import { createHttp, type HttpLimits } from "./create-http";
import { type FaultServer, startFaultServer } from "./testing/fault-server";
import type { Http, HttpClient, HttpRequest } from "./types";

let server: FaultServer;
const made: Http[] = [];

beforeEach(async () => {
  server = await startFaultServer(() => ({ body: '{"oid": 313853499348582401, "ok": true}' }));
});

afterEach(async () => {
  await Promise.all(made.splice(0).map((http) => http.close()));
  await server.close();
});

let skippedMs = 0;

function clientWith(
  limits: Partial<HttpLimits> = {},
  extra: { secrets?: string[]; credentialScope?: string } = {},
): HttpClient {
  skippedMs = 0;
  const http = createHttp({
    allowPrivateHosts: [server.hostAndPort],
    limits: { timeoutMs: 400, retries: 0, ...limits },
    nowMs: () => performance.now() + skippedMs,
  });
  made.push(http);
  return http.client({ service: "ALeRCE", hosts: [server.hostAndPort], ...extra });
}

async function failureOf(client: HttpClient, request: Partial<HttpRequest> = {}): Promise<TomError> {
  try {
    await client.request({ url: `${server.origin}/objects?token=hush`, expect: "json", ...request });
  } catch (error) {
    if (isTomError(error)) return error;
    throw error;
  }
  throw new Error("expected a failure");
}

describe("safe fetch", () => {
  it("sends a query with repeated keys in order and reads 64-bit ids as text", async () => {
    const reply = await clientWith().request({
      url: `${server.origin}/objects/`,
      query: { ndet: [0, 12], page: 1, oid: undefined, class: null, count: false },
      expect: "json",
    });
    expect(server.seen[0]?.url.search).toBe("?ndet=0&ndet=12&page=1&count=false");
    expect(reply.json()).toEqual({ oid: "313853499348582401", ok: true });
  });

  it.each([
    ["a hang", { kind: "hang" }, "ALeRCE did not answer within 0.4 s."],
    ["a drip that never ends", { kind: "drip" }, "ALeRCE did not answer within 0.4 s."],
    ["500 with HTML", { kind: "status", status: 500 }, "ALeRCE answered with an error (500)."],
    ["401", { kind: "status", status: 401 }, "ALeRCE refused the request (401)."],
    ["400", { kind: "status", status: 400 }, "ALeRCE did not accept the request (400)."],
    ["HTML instead of JSON", { kind: "html" }, "ALeRCE answered with something that is not JSON."],
    ["truncated JSON", { kind: "truncated" }, "ALeRCE answered with something that is not JSON."],
    ["a broken-off answer", { kind: "broken-off" }, "ALeRCE broke off its answer."],
    ["a reset", { kind: "reset" }, "ALeRCE broke off its answer."],
    [
      "a redirect to loopback",
      { kind: "redirect", to: "http://127.0.0.1:1/" },
      "ALeRCE answered with a redirect, which is not followed (302).",
    ],
  ] as const)("turns %s into one plain sentence", async (_name, fault, sentence) => {
    server.fault = fault;
    const error = await failureOf(clientWith());
    expect(error.code).toBe("UPSTREAM_FAILED");
    expect(error.message).toBe(sentence);
    expect(JSON.stringify([error.detail, String(error.cause)])).not.toMatch(/hush|Internal detail|doctype/);
    expect(server.seen).toHaveLength(1);
  });

  it("says so when nobody listens, and when TLS is spoken to a plain server", async () => {
    const client = clientWith();
    await server.close();
    expect((await failureOf(client)).message).toBe("ALeRCE could not be reached.");
    server = await startFaultServer(() => ({}));
    const https = await failureOf(clientWith(), { url: `https://${server.hostAndPort}/` });
    expect(https.message).toMatch(/^ALeRCE could not be reached/);
  });

  it("reads NaN and 1e400 as null", async () => {
    server.fault = { kind: "text", body: '{"ra": NaN, "dec": 1e400}' };
    const reply = await clientWith().request({ url: server.origin, expect: "json" });
    expect(reply.json()).toEqual({ ra: null, dec: null });
  });

  it("stops a gzip bomb at the cap without holding it", async () => {
    server.fault = { kind: "gzip-bomb", decodedBytes: 200_000_000 };
    const before = process.memoryUsage().rss;
    const error = await failureOf(clientWith({ maxBytes: 5_000_000, timeoutMs: 5_000 }));
    expect(error.message).toBe("ALeRCE sent more than 5 MB, more than this TOM reads.");
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });

  it("waits as long as Retry-After asks when that fits into the budget, and says so when it does not", async () => {
    let asked = 0;
    const busy = await startFaultServer(() => {
      asked += 1;
      return asked === 1 ? { status: 429, headers: { "retry-after": "0" } } : { body: "[]" };
    });
    const http = createHttp({ allowPrivateHosts: [busy.hostAndPort], limits: { timeoutMs: 2_000 } });
    made.push(http);
    const client = http.client({ service: "ALeRCE", hosts: [busy.hostAndPort] });
    expect((await client.request({ url: busy.origin, expect: "json" })).json()).toEqual([]);
    expect(asked).toBe(2);
    await busy.close();

    server.fault = { kind: "status", status: 429, headers: { "retry-after": "30" } };
    const patient = clientWith({ retries: 2 });
    const error = await failureOf(patient);
    expect(error.message).toBe("ALeRCE is busy and asks to wait 30 s.");
    expect(error.retryAfterS).toBe(30);
    server.fault = null;
    expect((await failureOf(patient)).message).toMatch(/asks to wait 30 s/);
    expect(server.seen).toHaveLength(1);
    skippedMs = 30_001;
    expect((await patient.request({ url: server.origin })).status).toBe(200);
  });

  it("repeats only what is safe to repeat", async () => {
    server.fault = { kind: "status", status: 503 };
    const client = clientWith({ retries: 2, timeoutMs: 5_000 });
    await failureOf(client);
    expect(server.seen).toHaveLength(3);
    await failureOf(client, { method: "POST", body: "{}" });
    expect(server.seen).toHaveLength(4);
    await failureOf(client, { method: "POST", body: "{}", idempotent: true });
    expect(server.seen).toHaveLength(7);
  });

  it("opens the circuit after five failures and asks again within 30 s", async () => {
    server.fault = { kind: "html" };
    const client = clientWith();
    for (let call = 0; call < 5; call += 1) await failureOf(client);
    const refused = await failureOf(client);
    expect(refused.message).toBe("ALeRCE has not been answering; it is asked again in 15 s.");
    expect(server.seen).toHaveLength(5);
    server.fault = null;
    skippedMs = 15_001;
    expect((await client.request({ url: server.origin, expect: "json" })).status).toBe(200);
    expect((await client.request({ url: server.origin, expect: "json" })).status).toBe(200);
  });

  it("serves a cached answer to the same credential only", async () => {
    const http = createHttp({ allowPrivateHosts: [server.hostAndPort] });
    made.push(http);
    const mine = http.client({ service: "X", hosts: [server.hostAndPort], credentialScope: "mine" });
    const theirs = http.client({ service: "X", hosts: [server.hostAndPort], credentialScope: "theirs" });
    for (const client of [mine, mine, theirs, theirs]) {
      const reply = await client.request({ url: server.origin, expect: "json", cacheS: 60 });
      expect(reply.json()).toEqual({ oid: "313853499348582401", ok: true });
    }
    expect(server.seen).toHaveLength(2);
  });

  it("never has more requests under way at a host than its limit", async () => {
    const client = clientWith({
      gate: { concurrency: 3, burst: 100, perS: 100 },
      timeoutMs: 150,
      breaker: { failuresToOpen: 99, openMs: 1 },
    });
    server.fault = { kind: "hang" };
    const calls = Array.from({ length: 6 }, () => failureOf(client));
    await Promise.all(calls.slice(0, 3));
    expect(server.seen.length).toBeLessThanOrEqual(6);
    expect(server.seen.length).toBeGreaterThanOrEqual(3);
    await Promise.all(calls);
    expect(server.seen).toHaveLength(6);
  });

  it("keeps a secret out of whatever is thrown", async () => {
    await server.close();
    const error = await failureOf(clientWith({}, { secrets: ["hush"] }), { headers: { authorization: "Token hush" } });
    expect(JSON.stringify({ ...error, message: error.message, cause: String(error.cause) })).not.toContain("hush");
    server = await startFaultServer(() => ({}));
  });
});
