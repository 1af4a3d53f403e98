import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, errorOf, type Site, startSite } from "@/tests/support/site";

/** Interfaces section 4: what programs may rely on at every door of the API. */

let site: Site;
let write: Record<string, string>;
beforeAll(async () => {
  site = await startSite();
  write = bearer(site.tokens.write);
});
afterAll(() => site?.close());

type Target = { id: string; name: string; version: number; tags: string[] };

const place = { raDeg: 150, decDeg: 30 };
const create = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  site.ask("POST", "/api/v1/targets", { headers: { ...write, ...headers }, body });
const made = async (name: string): Promise<Target> => (await (await create({ name, ...place })).json()) as Target;
const total = async (): Promise<number> => {
  const answer = await site.ask("GET", "/api/v1/targets?count=true&limit=1", { headers: write });
  return ((await answer.json()) as { total: number }).total;
};

describe("an Idempotency-Key", () => {
  const key = { "Idempotency-Key": "a-key-of-ours" };

  it("gives the same answer to the same request, with one effect", async () => {
    const body = { name: "Once", ...place };
    const first = await create(body, key);
    const again = await create(body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  it("is refused with another body: 409, and nothing is made", async () => {
    const before = await total();
    const other = await create({ name: "Twice", ...place }, key);
    expect(await errorOf(other)).toMatchObject({ status: 409, code: "CONFLICT" });
    expect(await total()).toBe(before);
  });

  it("is one key of one person at one address: elsewhere it is new", async () => {
    const body = { name: "Elsewhere", brokerId: "mybroker", parameters: { name: "x" } };
    const query = await site.ask("POST", "/api/v1/broker-queries", { headers: { ...write, ...key }, body });
    expect(query.status).toBe(201);
    const stranger = await site.signIn("stranger");
    const headers = { ...stranger, ...key };
    const target = await site.ask("POST", "/api/v1/targets", {
      headers,
      body: { name: "Of another person", ...place },
    });
    expect(target.status).toBe(201);
  });

  it("that failed can be tried again", async () => {
    const retry = { "Idempotency-Key": "tried-again" };
    expect((await create({ name: "Retried", raDeg: 400, decDeg: 0 }, retry)).status).toBe(400);
    expect((await create({ name: "Retried", ...place }, retry)).status).toBe(201);
  });

  it("holds among requests that come together: one of them works, the others wait or are told", async () => {
    const body = { name: "Together", ...place };
    const together = { "Idempotency-Key": "together" };
    const answers = await Promise.all(Array.from({ length: 6 }, () => create(body, together)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    const found = await site.ask("GET", "/api/v1/targets?q=Together", { headers: write });
    expect(((await found.json()) as { items: unknown[] }).items).toHaveLength(1);
  });

  it("must be printable and short", async () => {
    for (const bad of ["", " ", "x".repeat(201)]) {
      expect((await create({ name: "Never", ...place }, { "Idempotency-Key": bad })).status, bad).toBe(400);
    }
  });
});

describe("a version", () => {
  const patch = (id: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    site.ask("PATCH", `/api/v1/targets/${id}`, { headers: { ...write, ...headers }, body });

  it("comes as ETag with a single object, and a stale one in If-Match is 412", async () => {
    const { id } = await made("With an ETag");
    const etag = (await site.ask("GET", `/api/v1/targets/${id}`, { headers: write })).headers.get("etag") ?? "";
    expect(etag).toBe('"1"');
    const changed = await patch(id, { tags: ["first"] }, { "If-Match": etag });
    expect([changed.status, changed.headers.get("etag")]).toEqual([200, '"2"']);
    const stale = await patch(id, { tags: ["second"] }, { "If-Match": etag });
    expect(stale.status).toBe(412);
    const now = (await (await site.ask("GET", `/api/v1/targets/${id}`, { headers: write })).json()) as Target;
    expect(now.tags).toEqual(["first"]);
  });

  it("that is stale in the body is 409, and the answer has what is there now", async () => {
    const { id } = await made("With a version");
    expect((await patch(id, { tags: ["first"], version: 1 })).status).toBe(200);
    const stale = await errorOf(await patch(id, { tags: ["second"], version: 1 }));
    expect(stale).toMatchObject({ status: 409, code: "CONFLICT" });
    expect(stale.text).toContain('"first"');
  });

  it("that nobody names is not asked for: the named fields are applied", async () => {
    const { id } = await made("Without a version");
    expect((await patch(id, { tags: ["any"] })).status).toBe(200);
    expect((await patch(id, { aliases: ["Other"] })).status).toBe(200);
  });

  it("guards a removal too, and one that is no version is 400", async () => {
    const { id } = await made("To be removed");
    const remove = (match: string): Promise<Response> =>
      site.ask("DELETE", `/api/v1/targets/${id}`, { headers: { ...write, "If-Match": match } });
    expect((await remove('"7"')).status).toBe(412);
    expect((await remove("yesterday")).status).toBe(400);
    expect((await remove('"1"')).status).toBe(204);
  });

  it("guards the removal of a query", async () => {
    const query = { name: "To go", brokerId: "mybroker", parameters: { name: "SN" } };
    const posted = await site.ask("POST", "/api/v1/broker-queries", { headers: write, body: query });
    const { id } = (await posted.json()) as { id: string };
    const remove = (match: string): Promise<Response> =>
      site.ask("DELETE", `/api/v1/broker-queries/${id}`, { headers: { ...write, "If-Match": match } });
    expect((await remove('"7"')).status).toBe(412);
    expect((await remove('"1"')).status).toBe(204);
  });

  it("is won by one of two writers who come together", async () => {
    const { id } = await made("Two writers");
    const both = await Promise.all([
      patch(id, { tags: ["one"], version: 1 }),
      patch(id, { tags: ["two"], version: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe("what is not known", () => {
  it("as a parameter of any list is 400, and says which", async () => {
    const { id } = await made("With lists");
    const lists = [
      "/targets",
      `/targets/${id}/photometry`,
      `/targets/${id}/comments`,
      `/targets/${id}/history`,
      "/brokers",
      "/broker-queries",
      "/hook-runs",
      "/jobs",
    ];
    for (const path of lists) {
      const unknown = await errorOf(await site.ask("GET", `/api/v1${path}?colour=red`, { headers: write }));
      expect(unknown, path).toMatchObject({ status: 400, code: "INVALID_INPUT" });
      expect(unknown.text, path).toContain("colour");
    }
  });

  it("as a cursor of any list is 400", async () => {
    const { id } = await made("With cursors");
    const lists = [
      "/targets",
      `/targets/${id}/photometry`,
      `/targets/${id}/comments`,
      `/targets/${id}/history`,
      "/broker-queries",
      "/hook-runs",
      "/jobs",
    ];
    for (const path of lists) {
      for (const cursor of ["nonsense", "../../etc/passwd", "eyJrIjoxfQ", "%00"]) {
        const answer = await site.ask("GET", `/api/v1${path}?cursor=${cursor}`, { headers: write });
        expect(answer.status, `${path} ${cursor}`).toBe(400);
      }
    }
  });

  it("as a limit, a sort or a field is 400", async () => {
    for (const query of [
      "limit=0",
      "limit=201",
      "limit=-1",
      "limit=1e2",
      "limit=ten",
      "sort=colour",
      "format=xml",
      "count=maybe",
      "type=STAR",
    ]) {
      expect((await site.ask("GET", `/api/v1/targets?${query}`, { headers: write })).status, query).toBe(400);
    }
    const answer = await errorOf(await create({ name: "With a colour", ...place, colour: "red" }));
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toContain("colour");
  });

  it("as a body is 400: no JSON, none at all, another kind, deep beyond reason", async () => {
    const bodies = ["{", "", "[]", '"text"', "null", "NaN", '{"name":', `${"[".repeat(5_000)}${"]".repeat(5_000)}`];
    for (const body of bodies) expect((await create(body)).status, body.slice(0, 20)).toBe(400);
  });

  it("as a method is 405, with the methods that there are", async () => {
    for (const [method, path, allowed] of [
      ["DELETE", "/api/v1/targets", "GET, HEAD, POST, OPTIONS"],
      ["POST", "/api/v1/me", "GET, HEAD, OPTIONS"],
      ["GET", "/api/v1/targets/x/refresh", "POST, OPTIONS"],
    ] as const) {
      const answer = await site.ask(method, path, { headers: write });
      expect(answer.headers.get("allow"), path).toBe(allowed);
      expect(await errorOf(answer), path).toMatchObject({ status: 405, code: "INVALID_INPUT" });
    }
  });

  it("as an address is 404 in JSON, whoever asks", async () => {
    for (const path of ["/api/v1/nothing", "/api/v1/targets/x/nothing", "/api/nothing"]) {
      expect((await site.ask("GET", path, { headers: write })).status, path).toBe(404);
    }
    expect(await errorOf(await site.ask("GET", "/api/v1/targets/no-such-id", { headers: write }))).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
  });
});

describe("an error", () => {
  it("is one sentence with a code and the id of the request, and tells nothing of the inside", async () => {
    const answers = [
      await create({ name: "", ...place }),
      await create("{"),
      await site.ask("GET", "/api/v1/targets/'%20OR%201=1--", { headers: write }),
      await site.ask("GET", "/api/v1/targets?q=%27%20OR%201=1--&sort=name", { headers: write }),
      await site.ask("GET", "/api/v1/targets?cone=x", { headers: write }),
      await site.ask("GET", "/api/v1/me"),
      await site.ask("PATCH", "/api/v1/targets/no-such-id", { headers: write, body: {} }),
      await site.ask("POST", "/api/v1/broker-queries", { headers: write, body: { name: "x", brokerId: "no-such" } }),
    ];
    for (const answer of answers) {
      const text = await answer.text();
      expect(text).not.toMatch(
        /\bat .+\.(js|ts):\d+|SQLITE|SELECT |node_modules|file:|tom\.db|argon2|tom_[A-Za-z0-9_-]{20}/,
      );
      if (answer.ok) continue;
      const { error } = JSON.parse(text) as { error: Record<string, unknown> };
      expect(error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      expect(answer.headers.get("x-request-id")).toBe(error.requestId);
      expect(answer.headers.get("cache-control")).toContain("no-store");
    }
  });
});

describe("a rate limit", () => {
  it("counts by token, tells so in each answer, and past it says when to come back", async () => {
    const small = await startSite({ TOM_RATE_LIMIT: "5/1" });
    try {
      const ask = (headers: Record<string, string>): Promise<Response> => small.ask("GET", "/api/v1/me", { headers });
      const mine = bearer(small.tokens.write);
      const answers: Response[] = [];
      for (let at = 0; at < 12; at += 1) answers.push(await ask(mine));
      const [first] = answers;
      expect(first?.headers.get("ratelimit-limit")).toBe("5");
      expect(Number(first?.headers.get("ratelimit-remaining"))).toBe(4);
      expect(Number(first?.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
      const refused = answers.find(({ status }) => status === 429);
      expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(await (refused as Response).json()).toMatchObject({ error: { code: "LIMIT_EXCEEDED" } });
      // Somebody else has a limit of her own.
      expect((await ask(await small.signIn("stranger"))).status).toBe(200);
      // Whoever guesses tokens is slowed down, which is nothing to those who hold one.
      const guesses: number[] = [];
      for (let at = 0; at < 8; at += 1) guesses.push((await ask(bearer(`tom_guess${at}`))).status);
      expect(new Set(guesses)).toEqual(new Set([401, 429]));
      // What pages send counts as well.
      const browser = { ...(await small.signIn("member")), origin: small.origin };
      const said: (string | undefined)[] = [];
      for (let at = 0; at < 12; at += 1) {
        const input = { names: ["M 31"], raDeg: null, decDeg: null };
        const { result } = await small.act("checkDuplicatesAction", browser, input);
        said.push(result?.ok === false ? result.error.code : "answered");
      }
      expect(new Set(said)).toEqual(new Set(["answered", "LIMIT_EXCEEDED"]));
    } finally {
      await small.close();
    }
  });
});

it("finds a target by a name in any spelling, given as `fuzzy` or as `q` with a yes beside it", async () => {
  const { id } = await made("SN 2099zz");
  const found = async (query: string): Promise<string[]> => {
    const answer = await site.ask("GET", `/api/v1/targets?${query}`, { headers: write });
    return ((await answer.json()) as { items: Target[] }).items.map((one) => one.id);
  };
  expect(await found("fuzzy=sn-2099_ZZ")).toEqual([id]);
  expect(await found("q=sn-2099_ZZ&fuzzy=true")).toEqual([id]);
  expect(await found("q=sn-2099_ZZ&fuzzy=false")).toEqual([]);
  expect(await found("q=2099Z&fuzzy=false")).toEqual([id]);
});
