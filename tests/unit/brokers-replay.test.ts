import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttp } from "@/lib/http/create-http";
import type { Http, HttpClient, HttpReply } from "@/lib/http/types";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";

let replay: Awaited<ReturnType<typeof startReplay>>;
let http: Http;
let client: HttpClient;
const every = [200, 308, 400, 404, 422, 429, 500];

beforeAll(async () => {
  replay = await startReplay({ corpusDir: null });
  const host = new URL(replay.origin).host;
  http = createHttp({
    allowPrivateHosts: [host],
    limits: { retries: 0, breaker: { failuresToOpen: 1000, openMs: 1 } },
  });
  client = http.client({ service: "Stand-in", hosts: [host], timeoutMs: 2_000 });
});
afterAll(async () => {
  await http.close();
  await replay.close();
});

const get = (path: string): Promise<HttpReply> => client.request({ url: `${replay.origin}${path}`, accept: every });
const control = (path: string, body: unknown): Promise<HttpReply> =>
  client.request({
    url: `${replay.origin}/__replay/${path}`,
    method: "POST",
    body: JSON.stringify(body),
    accept: every,
  });

describe("the brokers' stand-in", () => {
  it.each([
    [
      "/ztf/v1/objects/?ndet=None",
      400,
      {
        errors: { ndet: "invalid literal for int() with base 10: 'None'" },
        message: "Input payload validation failed",
      },
    ],
    [
      "/ztf/v1/objects/?order_by=deltamjd",
      400,
      expect.objectContaining({ message: "Input payload validation failed" }),
    ],
    ["/ztf/v1/objects/?maxmjd=1", 400, expect.objectContaining({ errors: { maxmjd: "Unknown parameter" } })],
    ["/ztf/v1/objects/unknown", 404, { message: "Object not found" }],
    [
      "/object_api/list_objects?survey=lsst&order_mode=UP",
      422,
      { detail: { search_filters: "Order can be only DESC or ASC." } },
    ],
    [
      "/lightcurve_api/detections?oid=1",
      422,
      { detail: [{ type: "missing", loc: ["query", "survey_id"], msg: "Field required", input: null }] },
    ],
    ["/probability_api/probability?oid=1", 404, { detail: "Probability not found for the given OID" }],
    ["/nowhere", 404, { message: "Not Found" }],
  ])("answers %s with %i, as the service does", async (path, status, body) => {
    const reply = await get(path);
    expect([reply.status, reply.json()]).toEqual([status, body]);
  });

  it("redirects an address without its slash, as the service does", async () => {
    expect((await get("/ztf/v1/objects?page=1")).headers.location).toBe("/ztf/v1/objects/?page=1");
  });

  it("pages as the service does: no total, no has_next, short page last", async () => {
    const page = async (number: number): Promise<unknown> =>
      (await get(`/ztf/v1/objects/?page=${number}&page_size=3&count=false`)).json();
    expect(await page(1)).toMatchObject({ total: null, has_next: false, items: { length: 3 } });
    expect(await page(2)).toMatchObject({ items: { length: 2 } });
    expect(await page(3)).toMatchObject({ items: [] });
  });

  it("sends 64-bit ids as bare numbers", async () => {
    expect((await get("/object_api/list_objects?survey=lsst")).text()).toContain('"oid":170098765432109873,');
  });

  it("misbehaves on demand, as often and where it is told to", async () => {
    await control("fault", { kind: "status", status: 429, retryAfter: 7, times: 1, path: "/ztf/v1/objects/" });
    expect((await get("/ztf/v1/classifiers/")).status).toBe(200);
    // Asked past our own client, which would keep to the wait for seven seconds.
    const busy = await fetch(`${replay.origin}/ztf/v1/objects/`);
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "7"]);
    expect((await get("/ztf/v1/objects/")).status).toBe(200);
    await control("fault", { kind: "nan" });
    expect((await get("/ztf/v1/objects/")).text()).toContain('"meanra":NaN');
    await control("fault", { kind: "rows", rows: 5000 });
    expect((await get("/ztf/v1/objects/?page_size=5000")).json()).toMatchObject({ items: { length: 5000 } });
    expect((await control("fault", { kind: "nonsense" })).status).toBe(400);
    await control("reset", {});
    expect((await get("/ztf/v1/objects/")).json()).toMatchObject({ items: { length: 5 } });
  });

  it("starts as a command, prints one line that a shell takes as it stands, and ends on a signal", async () => {
    const script = fileURLToPath(new URL("../../scripts/brokers-replay.mjs", import.meta.url));
    const child = spawn(process.execPath, [script, "--own-fixtures"], { stdio: ["ignore", "pipe", "inherit"] });
    let pasted = "";
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.endsWith("npm start")) continue;
      pasted = line;
      child.kill("SIGTERM");
    }
    const [code] = child.exitCode === null ? await once(child, "exit") : [child.exitCode];
    expect(code).toBe(0);
    // What the shell makes of it: `npm start` replaced by a program that tells its environment.
    const told = spawnSync(
      "/bin/sh",
      ["-c", pasted.replace(/npm start$/, '"$NODE" -p "JSON.stringify(process.env)"')],
      {
        env: { NODE: process.execPath, NODE_ENV: "test" },
        encoding: "utf8",
      },
    );
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(pasted) ?? [""];
    const wanted = Object.entries(replay.env).map(([name, value]) => [
      name,
      value.replaceAll(new URL(replay.origin).host, new URL(origin).host),
    ]);
    expect(JSON.parse(told.stdout)).toMatchObject(Object.fromEntries(wanted));
  });
});
