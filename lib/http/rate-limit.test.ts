import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isTomError } from "@/lib/core/errors";
import { createHttp, type HttpLimits } from "./create-http";
import { createHostGate } from "./gate";
import { type Answer, type FaultServer, startFaultServer } from "./testing/fault-server";
import type { Http, HttpClientOptions } from "./types";
import { hearWaits, type Wait } from "./waits";

let server: FaultServer;
let answers: Answer[] = [];
const made: Http[] = [];
let skippedMs = 0;

beforeEach(async () => {
  answers = [];
  skippedMs = 0;
  server = await startFaultServer(() => answers.shift() ?? { body: '{"ok": true}' });
});
afterEach(async () => {
  await Promise.all(made.splice(0).map((http) => http.close()));
  await server.close();
});

function house(limits: Partial<HttpLimits> = {}) {
  const http = createHttp({
    allowPrivateHosts: [server.hostAndPort],
    limits: { timeoutMs: 2_000, retries: 2, ...limits },
    nowMs: () => performance.now() + skippedMs,
  });
  made.push(http);
  const client = (options: Partial<HttpClientOptions> = {}) =>
    http.client({ service: "TNS", hosts: [server.hostAndPort], ...options });
  return { http, client };
}

const url = () => `${server.origin}/api/get/search`;
const failureOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (isTomError(error)) return error.message;
    throw error;
  }
  return "no failure";
};

describe("a service's own limits", () => {
  it("hold for everybody together, whatever the credential", async () => {
    const { client, http } = house();
    const rateLimit = { concurrency: 1, burst: 2, perS: 0.001 };
    const mine = client({ rateLimit, credentialScope: "mine" });
    const theirs = client({ rateLimit, credentialScope: "theirs" });
    await Promise.all([mine.request({ url: url() }), theirs.request({ url: url() })]);
    const third = theirs.request({ url: url(), timeoutMs: 50 });
    expect(server.seen).toHaveLength(2);
    expect(http.stateOf("TNS")).toEqual({ asksToWaitS: 0, waiting: 1, triedAgainInS: 0 });
    skippedMs = 2_000_001;
    await mine.request({ url: url() });
    await third;
    expect(server.seen).toHaveLength(4);
  });

  it("let one request through at a time where the service wants that, in the order they came", async () => {
    const gate = createHostGate({ concurrency: 1, burst: 50, perS: 50 });
    const order: string[] = [];
    const patient = {
      signal: new AbortController().signal,
      pausePatienceUntilMs: Number.POSITIVE_INFINITY,
      refuse: () => new Error("never"),
    };
    const call = async (name: string) => {
      const leave = await gate.enter(patient);
      order.push(`${name} enters`);
      await Promise.resolve();
      order.push(`${name} leaves`);
      leave();
    };
    await Promise.all(["a", "b", "c"].map(call));
    expect(order).toEqual(["a", "b", "c"].flatMap((name) => [`${name} enters`, `${name} leaves`]));
  });

  it("say so when the line is too long", async () => {
    const { client } = house({ queueMs: 30 });
    const slow = client({ rateLimit: { concurrency: 1, burst: 1, perS: 0.001 } });
    await slow.request({ url: url() });
    expect(await failureOf(slow.request({ url: url() }))).toBe(
      "Too many requests to TNS are waiting; try again later.",
    );
  });

  it("are the service's own: another one at the same machine is not held up", async () => {
    const { client } = house();
    await client({ rateLimit: { concurrency: 1, burst: 1, perS: 0.001 } }).request({ url: url() });
    answers = [{ status: 429, headers: { "retry-after": "600" } }];
    const scout = client({ service: "Scout" });
    expect(await failureOf(scout.request({ url: url() }))).toBe("Scout is busy and asks to wait 600 s.");
    expect((await client({ service: "ALeRCE" }).request({ url: url() })).status).toBe(200);
  });
});

describe("a service that asks to wait", () => {
  it.each([
    ["429 and Retry-After", 429, { "retry-after": "40" }],
    ["503 and Retry-After", 503, { "retry-after": "40" }],
    ["429 and the end of its window", 429, { "x-rate-limit-remaining": "0", "x-rate-limit-reset": "40" }],
    ["429 and its reset alone", 429, { "x-rate-limit-reset": "40" }],
    ["a used-up window in a good answer", 200, { "x-rate-limit-remaining": "0", "x-rate-limit-reset": "40" }],
    [
      "a used-up window for cones",
      200,
      {
        "x-rate-limit-remaining": "9",
        "x-rate-limit-reset": "55",
        "x-cone-rate-limit-remaining": "0",
        "x-cone-rate-limit-reset": "40",
      },
    ],
  ])("by %s is left alone by everybody until then", async (_name, status, headers) => {
    const { client, http } = house();
    answers = [{ status, headers }];
    await failureOf(client({ credentialScope: "mine" }).request({ url: url(), timeoutMs: 100 }));
    const other = client({ credentialScope: "theirs" });
    expect(await failureOf(other.request({ url: url() }))).toBe("TNS is busy and asks to wait 40 s.");
    expect(http.stateOf("TNS").asksToWaitS).toBe(40);
    expect(server.seen).toHaveLength(1);
    skippedMs = 40_100;
    expect((await other.request({ url: url() })).status).toBe(200);
    expect(http.stateOf("TNS")).toEqual({ asksToWaitS: 0, waiting: 0, triedAgainInS: 0 });
  });

  it("counts a reset that is a moment, and nothing that makes no sense", async () => {
    const { client } = house();
    const in30s = String(Math.floor(Date.now() / 1000) + 30);
    answers = [{ status: 429, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": in30s } }];
    expect(await failureOf(client().request({ url: url() }))).toMatch(/^TNS is busy and asks to wait (29|30) s\.$/);
    const another = client({ service: "Lasair" });
    answers = [{ status: 429, headers: { "retry-after": "-5", "x-rate-limit-reset": "soon" } }];
    expect(await failureOf(another.request({ url: url() }))).toBe("Lasair is busy; try again later.");
    answers = [{ headers: { "x-rate-limit-remaining": "3", "x-rate-limit-reset": "50" } }];
    await another.request({ url: url() });
    expect((await another.request({ url: url() })).status).toBe(200);
  });

  it("is waited for by who has the patience, who is told; nobody else holds a place meanwhile", async () => {
    const { client } = house();
    const tns = client({ rateLimit: { concurrency: 1, burst: 9, perS: 9 } });
    answers = [{ headers: { "x-rate-limit-remaining": "0", "x-rate-limit-reset": "60" } }];
    await tns.request({ url: url() });
    const heard: Wait[] = [];
    const patient = hearWaits(
      (wait) => heard.push(wait),
      () => tns.request({ url: url(), patienceMs: 90_000 }),
    );
    await Promise.resolve();
    expect(heard).toEqual([{ service: "TNS", why: "asked", ms: expect.closeTo(60_050, -3) }]);
    expect(await failureOf(tns.request({ url: url() }))).toBe("TNS is busy and asks to wait 60 s.");
    skippedMs = 60_100;
    // A newcomer finds the pause over, and takes those before her along.
    await Promise.all([patient, tns.request({ url: url() })]);
    expect(server.seen).toHaveLength(3);
  });

  it("while others are in the line sends away those whose patience ends before", async () => {
    const { client } = house();
    const tns = client({ rateLimit: { concurrency: 1, burst: 9, perS: 9 } });
    answers = [{ status: 429, headers: { "retry-after": "60" } }];
    const refusals = [1, 2, 3].map((n) => failureOf(tns.request({ url: `${url()}?n=${n}` })));
    expect(await Promise.all(refusals)).toEqual(Array(3).fill("TNS is busy and asks to wait 60 s."));
    expect(server.seen).toHaveLength(1);
  });

  it("asks in vain for more than an hour", async () => {
    const { client } = house();
    answers = [{ status: 429, headers: { "retry-after": "999999" } }];
    expect(await failureOf(client().request({ url: url() }))).toBe("TNS is busy and asks to wait 999999 s.");
    skippedMs = 3_600_100;
    expect((await client().request({ url: url() })).status).toBe(200);
  });
});
