import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as aliases from "@/app/api/v1/targets/[id]/aliases/route";
import * as classifications from "@/app/api/v1/targets/[id]/classifications/route";
import * as comments from "@/app/api/v1/targets/[id]/comments/route";
import * as grants from "@/app/api/v1/targets/[id]/grants/route";
import * as history from "@/app/api/v1/targets/[id]/history/route";
import * as one from "@/app/api/v1/targets/[id]/route";
import * as tags from "@/app/api/v1/targets/[id]/tags/route";
import * as whoCanSee from "@/app/api/v1/targets/[id]/who-can-see/route";
import * as list from "@/app/api/v1/targets/route";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createToken } from "@/lib/access/commands/api-tokens";
import type { Context } from "@/lib/access/context";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { addGroup, addUser, testConfig } from "@/lib/targets/testing";
import { targetShape, whoCanSeeShape } from "@/lib/web/api/target-shapes";
import { createRateLimiter } from "@/lib/web/rate-limit";
import { type Services, setServices } from "@/lib/web/services";

type Handler = (request: Request, args: { params: Promise<Record<string, string>> }) => Promise<Response>;

let database: TestDatabase;
let tokens: { ada: string; reader: string; ben: string };
let group: { id: string };

beforeAll(async () => {
  database = await createTestDatabase();
  const [ada, ben] = [await addUser(database, "ada"), await addUser(database, "ben")];
  group = await addGroup(database, "Ours", [ada]);
  const env = { anonymous: "read", origin: "http://127.0.0.1:1" };
  setServices({
    env,
    config: testConfig,
    database,
    logger: silentLogger,
    clock: systemClock,
    rateLimiter: createRateLimiter(null, systemClock),
  } as unknown as Services);
  tokens = { ada: await token(ada, "write"), reader: await token(ada, "read"), ben: await token(ben, "write") };
});
afterAll(async () => {
  setServices(undefined);
  await database.destroy();
});

async function token(ctx: Context, scope: "read" | "write"): Promise<string> {
  const made = await createToken({ ctx: { ...ctx, clock: systemClock }, input: { name: scope, scope, days: 30 } });
  return made.token;
}

type Call = { as?: keyof typeof tokens; query?: string; body?: unknown; headers?: Record<string, string>; id?: string };

type Answer = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

async function call(handler: unknown, method: string, given: Call = {}): Promise<Answer> {
  const request = new Request(`http://127.0.0.1:1/api/v1/targets${given.query ?? ""}`, {
    method,
    headers: { authorization: `Bearer ${tokens[given.as ?? "ada"]}`, ...given.headers },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  });
  const response = await (handler as Handler)(request, { params: Promise.resolve(given.id ? { id: given.id } : {}) });
  const text = await response.text();
  const json = text.startsWith("{") ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, body: json };
}

let serial = 0;
const make = async (more: object = {}): Promise<{ id: string; name: string }> => {
  serial += 1;
  const answer = await call(list.POST, "POST", { body: { name: `API ${serial}`, raDeg: 10, decDeg: -10, ...more } });
  expect(answer.status).toBe(201);
  return { id: String(answer.body.id), name: String(answer.body.name) };
};

describe("/api/v1/targets", () => {
  it("creates with 201, the whole object and its version", async () => {
    const body = { name: "AT 2020xyz", raDeg: "12:22:54.9", decDeg: "-00:30:00", groups: [group.id], tags: ["a"] };
    const answer = await call(list.POST, "POST", { body });
    expect(answer.status).toBe(201);
    expect(targetShape.parse(answer.body)).toEqual(answer.body);
    expect(answer.headers.get("etag")).toBe('"1"');
    expect(answer.body).toMatchObject({
      decDeg: -0.5,
      visibility: "private",
      groups: [{ id: group.id, name: "Ours" }],
    });
  });

  it("answers a taken name with 409, a bad field with 400 on it, a read token with 403", async () => {
    const { name } = await make();
    const taken = await call(list.POST, "POST", { body: { name, raDeg: 1, decDeg: 1 } });
    expect([taken.status, taken.body.error]).toEqual([
      409,
      expect.objectContaining({ code: "CONFLICT", fieldErrors: { name: [expect.any(String)] } }),
    ]);
    const bad = await call(list.POST, "POST", { body: { name: "x", raDeg: 400, decDeg: 1, colour: "red" } });
    expect([bad.status, bad.body.error]).toEqual([
      400,
      expect.objectContaining({ fieldErrors: { raDeg: [expect.any(String)], colour: [expect.any(String)] } }),
    ]);
    expect((await call(list.POST, "POST", { as: "reader", body: { name: "y", raDeg: 1, decDeg: 1 } })).status).toBe(
      403,
    );
  });

  it("lists with cursor, count and filters, and refuses what it does not know", async () => {
    await make({ visibility: "public", aliases: ["Gaia24zzz"] });
    const page = await call(list.GET, "GET", { query: "?limit=2&count=true&sort=name" });
    expect(page.body.items).toHaveLength(2);
    expect(page.body.total).toBeGreaterThan(2);
    const next = await call(list.GET, "GET", { query: `?limit=2&sort=name&cursor=${page.body.nextCursor}` });
    expect(next.status).toBe(200);
    const found = await call(list.GET, "GET", { as: "ben", query: "?q=a24ZZ" });
    expect(found.body.items).toEqual([expect.objectContaining({ aliases: ["Gaia24zzz"] })]);
    for (const query of [
      "?cursor=zzz",
      "?colour=red",
      "?limit=0",
      "?cone=a,b,c",
      "?cone=400,0,1",
      "?sort=-colour",
      "?group=nothing",
    ]) {
      expect([query, (await call(list.GET, "GET", { query })).status]).toEqual([query, 400]);
    }
  });

  it("streams CSV of what the filter selects", async () => {
    await make({ name: "In the file", tags: ["csv"] });
    const answer = await call(list.GET, "GET", { query: "?format=csv&tag=csv" });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const rows = Papa.parse<Record<string, string>>(answer.text, { header: true, skipEmptyLines: true }).data;
    expect(rows.map((row) => [row.name, row.dec])).toEqual([["In the file", "-10"]]);
    expect((await call(list.GET, "GET", { query: "?format=csv&group=nothing" })).status).toBe(400);
  });

  it("changes by version: 409 in the body, 412 by header, the present object in both", async () => {
    const { id } = await make();
    const first = await call(one.PATCH, "PATCH", { id, body: { tags: ["x"] }, headers: { "if-match": '"1"' } });
    expect([first.status, first.headers.get("etag")]).toEqual([200, '"2"']);
    const byBody = await call(one.PATCH, "PATCH", { id, body: { tags: ["y"], version: 1 } });
    const byHeader = await call(one.PATCH, "PATCH", { id, body: { tags: ["y"] }, headers: { "if-match": '"1"' } });
    expect([byBody.status, byHeader.status]).toEqual([409, 412]);
    expect(byBody.body.error).toMatchObject({ detail: { current: { version: 2, tags: ["x"] } } });
    expect((await call(one.PATCH, "PATCH", { id, body: { tags: ["y"] } })).body).toMatchObject({ version: 3 });
  });

  it("is 404 for what is invisible, 403 for what may only be seen", async () => {
    const hidden = await make();
    const open = await make({ visibility: "open" });
    for (const [handler, method, body] of [
      [one.GET, "GET", undefined],
      [one.PATCH, "PATCH", {}],
      [one.DELETE, "DELETE", undefined],
      [aliases.POST, "POST", { alias: "z" }],
      [tags.PUT, "PUT", { tags: [] }],
      [comments.GET, "GET", undefined],
      [comments.POST, "POST", { body: "x" }],
      [history.GET, "GET", undefined],
      [whoCanSee.GET, "GET", undefined],
      [grants.PUT, "PUT", {}],
      [classifications.POST, "POST", { name: "SN" }],
    ] as const) {
      expect((await call(handler, method, { as: "ben", id: hidden.id, body })).status).toBe(404);
    }
    expect((await call(one.GET, "GET", { as: "ben", id: open.id })).status).toBe(200);
    expect((await call(one.PATCH, "PATCH", { as: "ben", id: open.id, body: {} })).status).toBe(403);
    expect((await call(one.DELETE, "DELETE", { as: "ben", id: open.id })).status).toBe(403);
  });

  it("refuses fields where a door takes none, and does nothing", async () => {
    const { id } = await make();
    const answer = await call(one.DELETE, "DELETE", { id, body: { force: true } });
    expect([answer.status, answer.body.error]).toEqual([
      400,
      expect.objectContaining({ fieldErrors: { force: ['There is no field "force".'] } }),
    ]);
    expect((await call(one.DELETE, "DELETE", { id, body: {} })).status).toBe(204);
  });

  it("serves aliases, tags, comments, history, rights and entries of one target", async () => {
    const { id } = await make();
    expect((await call(aliases.POST, "POST", { id, body: { alias: "First alias" } })).body).toEqual({
      alias: "First alias",
      items: ["First alias"],
    });
    expect((await call(aliases.DELETE, "DELETE", { id, query: "?alias=FIRST-alias" })).status).toBe(204);
    expect((await call(aliases.GET, "GET", { id })).body).toEqual({ items: [], nextCursor: null });
    expect((await call(tags.POST, "POST", { id, body: { tag: "t" } })).status).toBe(201);
    expect((await call(tags.PUT, "PUT", { id, body: { tags: ["u", "v"] } })).body).toEqual({ items: ["u", "v"] });
    expect((await call(comments.POST, "POST", { id, body: { body: "hello" } })).body).toMatchObject({ author: "ada" });
    expect((await call(classifications.POST, "POST", { id, body: { name: "SN Ia" } })).body).toMatchObject({
      by: "ada",
    });
    expect((await call(grants.PUT, "PUT", { id, body: { people: [{ username: "ben" }] } })).body).toMatchObject({
      people: [
        { username: "ada", isCreator: true },
        { username: "ben", canChange: false },
      ],
    });
    const who = await call(whoCanSee.GET, "GET", { as: "ben", id });
    expect(
      whoCanSeeShape
        .parse(who.body)
        .people.map((person) => person.username)
        .sort(),
    ).toEqual(["ada", "ben"]);
    const trail = await call(history.GET, "GET", { id, query: "?limit=3" });
    expect(trail.body.items).toHaveLength(3);
    expect(trail.body.nextCursor).not.toBeNull();
    expect((await call(one.DELETE, "DELETE", { id, headers: { "if-match": '"1"' } })).status).toBe(412);
    expect((await call(one.DELETE, "DELETE", { id })).status).toBe(204);
    expect((await call(one.GET, "GET", { id })).status).toBe(404);
  });
});
