import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as result from "@/app/api/v1/targets/import/[id]/route";
import * as door from "@/app/api/v1/targets/import/route";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createToken } from "@/lib/access/commands/api-tokens";
import type { Context } from "@/lib/access/context";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { addUser, testConfig } from "@/lib/targets/testing";
import { createRateLimiter } from "@/lib/web/rate-limit";
import { type Services, setServices } from "@/lib/web/services";
import { attemptImport } from "@/tests/support/run-import";

let database: TestDatabase;
let ada: Context;
let tokens: { write: string; read: string; other: string };

beforeAll(async () => {
  database = await createTestDatabase();
  ada = { ...(await addUser(database, "ada")), clock: systemClock };
  const ben = { ...(await addUser(database, "ben")), clock: systemClock };
  const env = { anonymous: "read", origin: "http://127.0.0.1:1" };
  const rateLimiter = createRateLimiter(null, systemClock);
  const core = { config: testConfig, database, logger: silentLogger, clock: systemClock };
  setServices({ env, rateLimiter, ...core } as unknown as Services);
  const token = async (ctx: Context, scope: "read" | "write") =>
    (await createToken({ ctx, input: { name: scope, scope, days: 30 } })).token;
  tokens = { write: await token(ada, "write"), read: await token(ada, "read"), other: await token(ben, "write") };
});
afterAll(async () => {
  setServices(undefined);
  await database.destroy();
});

const csv = "name,ra,dec\nApi 1,1,1\nApi 2,999,1\n";
const formOf = (text: string): FormData => {
  const form = new FormData();
  form.set("file", new File([text], "targets.csv"));
  return form;
};

type Call = { as?: keyof typeof tokens; query?: string; headers?: Record<string, string> };

async function post(body: BodyInit, { as = "write", query = "", headers = {} }: Call = {}) {
  const authorization = `Bearer ${tokens[as]}`;
  const request = new Request(`http://127.0.0.1:1/api/v1/targets/import${query}`, {
    method: "POST",
    body,
    headers: { authorization, ...headers },
  });
  const answer = await door.POST(request, { params: Promise.resolve({}) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function read(id: string, as: keyof typeof tokens, query = "") {
  const request = new Request(`http://127.0.0.1:1/api/v1/targets/import/${id}${query}`, {
    headers: { authorization: `Bearer ${tokens[as]}` },
  });
  return result.GET(request, { params: Promise.resolve({ id }) });
}

const asText = { "content-type": "text/csv" };

describe("POST /targets/import", () => {
  it("answers a dry run with the verdicts, from a form and from a plain body", async () => {
    for (const answer of [
      await post(formOf(csv), { query: "?dryRun=true" }),
      await post(csv, { query: "?dryRun=true", headers: asText }),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        counts: { total: 2, created: 1, rejected: 1 },
        verdicts: [{ row: 2 }, { row: 3 }],
      });
    }
  });

  it("starts one job for one key, whatever form the file comes in again, and refuses another file under it", async () => {
    const headers = { "idempotency-key": "once" };
    const first = await post(formOf(csv), { headers });
    expect(first).toMatchObject({ status: 202, body: { jobId: expect.any(String) } });
    expect(await post(formOf(csv), { headers })).toEqual(first);
    expect((await post(formOf(`${csv}Api 3,1,1\n`), { headers })).status).toBe(409);
    const jobId = String(first.body.jobId);
    await attemptImport(ada, jobId, 1);
    const page = await read(jobId, "read", "?verdict=rejected");
    expect(await page.json()).toMatchObject({
      counts: { created: 1 },
      items: [{ row: 3, field: "ra" }],
      nextCursor: null,
    });
    expect(await (await read(jobId, "read", "?format=csv")).text()).toMatch(/^row,name.*\r\n2,Api 1,created,/);
    expect((await read(jobId, "other")).status).toBe(404);
  });

  it("pages the verdicts either way, counts them on wish, and says which orders there are", async () => {
    const rows = Array.from({ length: 7 }, (_, index) => `Paged ${index},${index % 2 === 0 ? 1 : 999},1`);
    const { body } = await post(`name,ra,dec\n${rows.join("\n")}\n`, { headers: asText });
    const jobId = String(body.jobId);
    type Page = { items: { row: number }[]; nextCursor: string | null; total?: number };
    const page = async (query: string) => (await (await read(jobId, "read", query)).json()) as Page;
    expect(await page("?count=true")).toMatchObject({ items: [], total: 0 });
    await attemptImport(ada, jobId, 1);
    const rowsOf = async (query: string): Promise<number[]> => {
      const found: number[] = [];
      let next: string | null = "";
      while (next !== null) {
        const { items, nextCursor }: Page = await page(`${query}${next === "" ? "" : `&cursor=${next}`}`);
        found.push(...items.map(({ row }) => row));
        next = nextCursor;
      }
      return found;
    };
    expect(await rowsOf("?limit=3")).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(await rowsOf("?limit=3&sort=-row")).toEqual([8, 7, 6, 5, 4, 3, 2]);
    expect(await rowsOf("?limit=1&sort=-row&verdict=rejected")).toEqual([7, 5, 3]);
    expect(await page("?count=true&verdict=created&limit=1")).toMatchObject({ total: 4 });
    expect(await page("")).not.toHaveProperty("total");
    const { nextCursor } = await page("?limit=3");
    expect((await read(jobId, "read", `?sort=-row&cursor=${nextCursor}`)).status).toBe(400);
    const refused = await read(jobId, "read", "?sort=name");
    expect(await refused.json()).toMatchObject({ error: { fieldErrors: { sort: ["must be one of row, -row"] } } });
  });

  it("takes photometry beside the targets, and tells the verdicts on both", async () => {
    const both = (): FormData => {
      const form = formOf("name,ra,dec\nLit 1,1,1\n");
      const light = "target,mjd,filter,mag\nLit 1,60000,r,18\nNobody,60000,r,18\n";
      form.set("photometry", new File([light], "light.csv"));
      return form;
    };
    const checked = await post(both(), { query: "?dryRun=true&timeScale=tai" });
    expect(checked.body).toMatchObject({
      counts: { created: 1 },
      photometry: {
        counts: { total: 2, accepted: 1, rejected: 1 },
        verdicts: [{ row: 2 }, { row: 3, field: "target" }],
      },
    });
    const { body } = await post(both());
    await attemptImport(ada, String(body.jobId), 1);
    const page = await (await read(String(body.jobId), "read", "?of=photometry&verdict=accepted")).json();
    expect(page).toMatchObject({ photometry: { fileName: "light.csv" }, items: [{ row: 2, name: "Lit 1" }] });
    const csvFile = await read(String(body.jobId), "read", "?of=photometry&format=csv");
    expect(await csvFile.text()).toMatch(/^row,name,verdict.*\r\n2,Lit 1,accepted,/);
    expect((await read(String(body.jobId), "read", "?of=photometry&verdict=created")).status).toBe(400);
    expect((await post(both(), { query: "?timeScale=martian" })).status).toBe(400);
  });

  it("refuses what is no file, who may only read, and words that it does not know", async () => {
    expect((await post("{}", { headers: { "content-type": "application/json" } })).status).toBe(400);
    expect((await post(new FormData())).body).toMatchObject({ error: { code: "INVALID_INPUT" } });
    expect((await post(formOf(csv), { as: "read" })).status).toBe(403);
    expect((await post(formOf(csv), { query: "?visibility=secret" })).status).toBe(400);
    expect((await post(formOf("ra,dec\n1,1"))).body).toMatchObject({
      error: { fieldErrors: { file: [expect.any(String)] } },
    });
  });

  it("holds the files of two requests of a person at once, and says of a third that it must wait", async () => {
    const sendSlowly = () => {
      let [begins, goOn] = [() => {}, () => {}];
      const isRead = new Promise<void>((resolve) => {
        begins = resolve;
      });
      const goesOn = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            begins();
            await goesOn;
            controller.enqueue(new TextEncoder().encode(csv));
            controller.close();
          },
        },
        { highWaterMark: 0 },
      );
      const request = new Request("http://127.0.0.1:1/api/v1/targets/import?dryRun=true", {
        method: "POST",
        body,
        duplex: "half",
        headers: { authorization: `Bearer ${tokens.write}`, ...asText },
      } as RequestInit);
      const answer = door.POST(request, { params: Promise.resolve({}) });
      const end = async (): Promise<number> => {
        goOn();
        return (await answer).status;
      };
      return { isRead, end };
    };
    const held = [sendSlowly(), sendSlowly()];
    await Promise.all(held.map(({ isRead }) => isRead));
    const third = () => post(csv, { query: "?dryRun=true", headers: asText });
    const refused = await third();
    expect(refused).toMatchObject({ status: 429, body: { error: { code: "LIMIT_EXCEEDED" } } });
    expect(await Promise.all(held.map(({ end }) => end()))).toEqual([200, 200]);
    expect((await third()).status).toBe(200);
    const others = await post(csv, { as: "other", query: "?dryRun=true", headers: asText });
    expect(others.status).toBe(200);
  });
});
