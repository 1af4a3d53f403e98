import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as history from "@/app/api/v1/observations/[id]/history/route";
import * as one from "@/app/api/v1/observations/[id]/route";
import * as list from "@/app/api/v1/observations/route";
import { createToken } from "@/lib/access/commands/api-tokens";
import type { Context } from "@/lib/access/context";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { testConfig } from "@/lib/targets/testing";
import { observationShape, stateChangeShape } from "@/lib/web/api/observation-shapes";
import { createRateLimiter } from "@/lib/web/rate-limit";
import { type Services, setServices } from "@/lib/web/services";
import { createObservationBed, type ObservationBed } from "@/tests/support/observation-bed";

type Handler = (request: Request, args: { params: Promise<Record<string, string>> }) => Promise<Response>;

let bed: ObservationBed;
let ada: Context;
let targetId: string;
let tokens: { ada: string; reader: string; ben: string };

beforeAll(async () => {
  bed = await createObservationBed();
  const ben = await bed.person("ben");
  ada = await bed.person("ada");
  targetId = await bed.target(ada);
  setServices({
    env: { anonymous: "read", origin: "http://127.0.0.1:1" },
    config: testConfig,
    database: bed.database,
    facilities: bed.facilities,
    logger: silentLogger,
    clock: systemClock,
    rateLimiter: createRateLimiter(null, systemClock),
  } as unknown as Services);
  tokens = { ada: await token(ada, "write"), reader: await token(ada, "read"), ben: await token(ben, "write") };
});
afterAll(async () => {
  setServices(undefined);
  await bed.destroy();
});

async function token(ctx: Context, scope: "read" | "write"): Promise<string> {
  const made = await createToken({ ctx: { ...ctx, clock: systemClock }, input: { name: scope, scope, days: 30 } });
  return made.token;
}

type Call = {
  as?: keyof typeof tokens;
  query?: string;
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
  id?: string;
};

async function call(handler: unknown, method: string, given: Call = {}) {
  const request = new Request(`http://127.0.0.1:1/api/v1/observations${given.query ?? ""}`, {
    method,
    headers: { authorization: `Bearer ${tokens[given.as ?? "ada"]}`, ...given.headers },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    ...(given.text === undefined ? {} : { body: given.text }),
  });
  const response = await (handler as Handler)(request, { params: Promise.resolve(given.id ? { id: given.id } : {}) });
  const text = await response.text();
  const body = (text.startsWith("{") ? JSON.parse(text) : {}) as Record<string, unknown> & {
    error?: { code: string; message: string; fieldErrors?: Record<string, string[]> };
  };
  return { status: response.status, headers: response.headers, body };
}

const make = (more: object = {}, headers: Record<string, string> = {}) =>
  call(list.POST, "POST", { body: { targetId, facilityId: "manual", ...more }, headers });

describe("/api/v1/observations", () => {
  it("creates with 201, the whole object and its version", async () => {
    const answer = await make({ parameters: { telescope: "NTT" }, scheduledStart: "2026-12-01T00:00:00Z" });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("etag")).toBe('"1"');
    expect(observationShape.strict().parse(answer.body)).toMatchObject({
      targetId,
      facilityId: "manual",
      status: "PENDING",
      parameters: { telescope: "NTT" },
      createdBy: "ada",
    });
  });

  it("answers the same key with the same record, and the same observation with the record that is there", async () => {
    const key = { "idempotency-key": "observe-once" };
    const [first, again] = [await make({}, key), await make({}, key)];
    expect(again.body).toEqual(first.body);
    const [there, same] = [await make({ observationId: "N-1" }), await make({ observationId: "N-1" })];
    expect([same.status, same.body.id]).toEqual([201, there.body.id]);
  });

  it("refuses a field by the one name that objects keep to themselves, wherever it stands and however it is spelled", async () => {
    for (const name of ["__proto__", "\\u005f_proto__"]) {
      for (const text of [`{"${name}":{},"targetId":1}`, `{"parameters":{"${name}":"lost"}}`]) {
        const answer = await call(list.POST, "POST", { text });
        expect([answer.status, answer.body.error?.message]).toEqual([400, 'There is no field "__proto__".']);
      }
    }
  });

  it("changes the state, tells it in the history, and refuses one that the facility does not have", async () => {
    const id = String((await make()).body.id);
    const changed = await call(one.PATCH, "PATCH", { id, body: { status: "IN_PROGRESS" } });
    expect(changed).toMatchObject({ status: 200, body: { status: "IN_PROGRESS", version: 2 } });
    const { body } = await call(history.GET, "GET", { id });
    const items = stateChangeShape.array().parse(body.items);
    expect(items.map(({ status, previousStatus, by, source }) => [status, previousStatus, by, source])).toEqual([
      ["IN_PROGRESS", "PENDING", "ada", "api"],
      ["PENDING", null, "ada", "api"],
    ]);
    const wrong = await call(one.PATCH, "PATCH", { id, body: { status: "DONE" } });
    expect([wrong.status, Object.keys(wrong.body.error?.fieldErrors ?? {})]).toEqual([400, ["status"]]);
  });

  it("refuses a stale edit, by its header with 412 and by its version with 409", async () => {
    const id = String((await make()).body.id);
    await call(one.PATCH, "PATCH", { id, body: { status: "SCHEDULED" }, headers: { "if-match": '"1"' } });
    const body = { status: "FAILED" };
    expect((await call(one.PATCH, "PATCH", { id, body, headers: { "if-match": '"1"' } })).status).toBe(412);
    expect((await call(one.PATCH, "PATCH", { id, body: { ...body, version: 1 } })).status).toBe(409);
    expect((await call(one.DELETE, "DELETE", { id, headers: { "if-match": '"1"' } })).status).toBe(412);
    expect((await call(one.GET, "GET", { id })).body.status).toBe("SCHEDULED");
  });

  it("lists with filters and a count, page by page", async () => {
    const other = await bed.target(ada);
    for (let i = 0; i < 3; i++) await make({ targetId: other, status: i === 0 ? "COMPLETED" : "PENDING" });
    const page = await call(list.GET, "GET", { query: `?targetId=${other}&limit=2&count=true` });
    expect(page.body).toMatchObject({ total: 3, items: [{ targetId: other }, { targetId: other }] });
    const rest = await call(list.GET, "GET", { query: `?targetId=${other}&limit=2&cursor=${page.body.nextCursor}` });
    expect([(rest.body.items as unknown[]).length, rest.body.nextCursor]).toEqual([1, null]);
    const done = await call(list.GET, "GET", { query: `?targetId=${other}&status=COMPLETED` });
    expect(done.body.items).toHaveLength(1);
    for (const query of [
      "?colour=blue",
      "?limit=0",
      "?sort=colour",
      "?cursor=x",
      "?terminal=perhaps",
      "?__proto__=1",
    ]) {
      expect([query, (await call(list.GET, "GET", { query })).status]).toEqual([query, 400]);
    }
  });

  it("hides records of targets that one does not see, and needs a token that may write", async () => {
    const id = String((await make()).body.id);
    for (const [handler, method, body] of [
      [one.GET, "GET", undefined],
      [history.GET, "GET", undefined],
      [one.PATCH, "PATCH", { status: "FAILED" }],
      [one.DELETE, "DELETE", undefined],
    ] as const) {
      expect((await call(handler, method, { as: "ben", id, body })).status).toBe(404);
    }
    expect((await call(list.POST, "POST", { as: "ben", body: { targetId, facilityId: "manual" } })).status).toBe(404);
    expect((await call(one.PATCH, "PATCH", { as: "reader", id, body: { status: "FAILED" } })).status).toBe(403);
    expect((await call(one.DELETE, "DELETE", { id })).status).toBe(204);
    expect((await call(one.GET, "GET", { id })).status).toBe(404);
  });

  it("answers 502 when the facility cannot be asked, in words of its own", async () => {
    bed.server.fault = { kind: "status", status: 500 };
    const answer = await make({ facilityId: "lco", observationId: "3400001" });
    bed.server.fault = null;
    expect([answer.status, answer.body.error?.code]).toEqual([502, "UPSTREAM_FAILED"]);
  });
});
