import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { createHttp } from "./create-http";
import { readJson } from "./get-json";
import { type FaultServer, startFaultServer } from "./testing/fault-server";
import type { Http, HttpClient, HttpClientOptions } from "./types";
import { hearWaits, type Wait } from "./waits";

let server: FaultServer;
let http: Http;
let skippedMs = 0;
let body = '{"rows": [1]}';

beforeEach(async () => {
  skippedMs = 0;
  body = '{"rows": [1]}';
  server = await startFaultServer(() => ({ body }));
  http = createHttp({
    allowPrivateHosts: [server.hostAndPort],
    limits: { timeoutMs: 400, retries: 0 },
    nowMs: () => performance.now() + skippedMs,
  });
});
afterEach(async () => {
  await http.close();
  await server.close();
});

const client = (options: Partial<HttpClientOptions> = {}): HttpClient =>
  http.client({ service: "ALeRCE", hosts: [server.hostAndPort], cacheS: 60, ...options });
const search = (parameter: string) => ({ url: server.origin, method: "POST", body: parameter }) as const;

describe("an answer", () => {
  it("is given again for its time, to requests that may be repeated", async () => {
    const mine = client();
    for (let times = 0; times < 3; times += 1) {
      expect((await mine.request({ url: server.origin, expect: "json" })).json()).toEqual({ rows: [1] });
      await mine.request({ ...search("name=a"), idempotent: true });
    }
    expect(server.seen).toHaveLength(2);
    await mine.request({ ...search("name=b"), idempotent: true });
    await mine.request({ url: server.origin, cacheS: 0 });
    await mine.request(search("report"));
    await mine.request(search("report"));
    expect(server.seen).toHaveLength(6);
    skippedMs = 60_001;
    await mine.request({ url: server.origin });
    expect(server.seen).toHaveLength(7);
  });

  it("is not given to another credential, and not kept when it is a refusal", async () => {
    await client({ credentialScope: "mine" }).request({ url: server.origin });
    await client({ credentialScope: "theirs" }).request({ url: server.origin });
    server.fault = { kind: "status", status: 404 };
    const other = `${server.origin}/other`;
    await client().request({ url: other, accept: [404] });
    server.fault = null;
    expect((await client().request({ url: other, accept: [404] })).status).toBe(200);
    expect(server.seen).toHaveLength(4);
  });

  it("that makes no sense is not kept", async () => {
    const schema = z.object({ rows: z.array(z.number()) });
    const ask = async () => readJson(await client().request({ url: server.origin, expect: "json" }), "ALeRCE", schema);
    body = '{"detail": "maintenance"}';
    await expect(ask()).rejects.toThrow("ALeRCE answered in a form that this TOM does not know.");
    body = '{"rows": [2]}';
    expect(await ask()).toEqual({ rows: [2] });
  });

  it("tells who asks that it is an old one, but not of what the same work asked before", async () => {
    const heard: Wait[] = [];
    const twice = async () => {
      await client().request({ url: server.origin });
      await client().request({ url: server.origin });
    };
    await hearWaits((wait) => heard.push(wait), twice);
    expect(heard).toEqual([]);
    skippedMs = 30_000;
    await hearWaits((wait) => heard.push(wait), twice);
    expect(heard[0]).toMatchObject({ service: "ALeRCE", why: "kept", ms: expect.closeTo(30_000, -3) });
  });
});

describe("the same question, asked by many at once", () => {
  it("is put once, and answered to each for herself", async () => {
    const values = await Promise.all(
      Array.from({ length: 8 }, async () => (await client().request({ url: server.origin, expect: "json" })).json()),
    );
    expect(server.seen).toHaveLength(1);
    expect(values).toEqual(Array(8).fill({ rows: [1] }));
    expect(new Set(values).size).toBe(8);
  });

  it("fails for all of them, and is put anew afterwards", async () => {
    server.fault = { kind: "status", status: 500 };
    const asked = await Promise.allSettled([1, 2, 3].map(() => client().request({ url: server.origin })));
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(server.seen).toHaveLength(1);
    server.fault = null;
    expect((await client().request({ url: server.origin })).status).toBe(200);
  });

  it("is put twice with two credentials", async () => {
    await Promise.all(["a", "b"].map((credentialScope) => client({ credentialScope }).request({ url: server.origin })));
    expect(server.seen).toHaveLength(2);
  });
});
