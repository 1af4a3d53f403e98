import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "@/tests/support/engine-bed";
import { bearer, errorOf, type Site, startSite } from "@/tests/support/site";
import { postUpload, type UploadParts } from "@/tests/support/upload";

/** Interfaces section 6, `/data-products`, on the built app. */

let site: Site;
let write: Record<string, string>;
let targetId: string;

type Product = {
  id: string;
  status: string;
  jobId: string | null;
  filename: string;
  message: string | null;
  counts: { accepted: number; unchanged: number; rejected: number } | null;
};
type Result = { accepted: number; unchanged: number; rejected: { row: number; field: string; message: string }[] };

const at = "/api/v1/data-products";
const table = "time,filter,magnitude,error\n60000.5,r,18.1,0.1\n60001.5,r,18.2,0.1\n60002.5,r,bright,0.1\n";

beforeAll(async () => {
  site = await startSite({ TOM_UPLOAD_MAX_BYTES: "1M" });
  write = bearer(site.tokens.write);
  targetId = await newTarget("AT 2026up");
});
afterAll(() => site?.close());

async function newTarget(name: string): Promise<string> {
  const body = { name, raDeg: 12, decDeg: -30, groups: [site.group], visibility: "private" };
  const answer = await site.ask("POST", "/api/v1/targets", { headers: write, body });
  return ((await answer.json()) as { id: string }).id;
}

const fieldsOf = (more: Record<string, string> = {}) => ({ targetId, type: "photometry", ...more });
const post = (parts: UploadParts = {}, headers = write): Promise<Response> =>
  postUpload(site.origin, headers, { file: table, fields: fieldsOf(), ...parts });
const made = async (parts: UploadParts = {}): Promise<Product> => {
  const answer = await post(parts);
  expect(answer.status).toBe(201);
  return (await answer.json()) as Product;
};
const get = async <T>(path: string): Promise<T> =>
  (await (await site.ask("GET", path, { headers: write })).json()) as T;
const settled = (id: string): Promise<Product> =>
  until(async () => {
    const product = await get<Product>(`${at}/${id}`);
    return product.status === "processed" || product.status === "failed" ? product : null;
  });
const download = (id: string, headers: Record<string, string> = {}): Promise<Response> =>
  site.ask("GET", `${at}/${id}/file`, { headers: { ...write, ...headers } });

describe("an upload", () => {
  it("is answered with 201 and the file, and its rows are told one by one once it is processed", async () => {
    const id = targetId;
    targetId = await newTarget("AT 2026rows");
    const product = await made();
    expect(["uploaded", "processing", "processed"]).toContain(product.status);
    expect(await settled(product.id)).toMatchObject({
      status: "processed",
      counts: { accepted: 2, unchanged: 0, rejected: 1 },
    });
    const result = await get<Result>(`${at}/${product.id}/result`);
    expect(result).toMatchObject({ accepted: 2, unchanged: 0 });
    expect(result.rejected).toMatchObject([{ row: 4 }]);
    const { items } = await get<{ items: { mag: number; via: string[] }[] }>(`/api/v1/targets/${targetId}/photometry`);
    expect(items).toMatchObject([
      { mag: 18.1, via: ["file"] },
      { mag: 18.2, via: ["file"] },
    ]);
    const again = await site.ask("POST", `${at}/${product.id}/reprocess`, { headers: write });
    expect(again.status).toBe(202);
    expect(await settled(product.id)).toMatchObject({ counts: { accepted: 0, unchanged: 2, rejected: 1 } });
    const gone = await site.ask("DELETE", `${at}/${product.id}`, { headers: write });
    expect(gone.status).toBe(204);
    expect((await get<{ items: unknown[] }>(`/api/v1/targets/${targetId}/photometry`)).items).toEqual([]);
    targetId = id;
  });

  it("takes its fields before the file and after it", async () => {
    expect(await made({ fieldsLast: true, filename: "last.csv" })).toMatchObject({ filename: "last.csv" });
    expect(await made({ filename: "first.csv" })).toMatchObject({ filename: "first.csv" });
  });

  it("is refused in words, on the field that is wrong", async () => {
    const refused = async (parts: UploadParts) => {
      const answer = await post(parts);
      const { error } = (await answer.json()) as { error: { fieldErrors?: Record<string, string[]> } };
      return [answer.status, Object.keys(error.fieldErrors ?? {})];
    };
    expect(await refused({ fields: { targetId } })).toEqual([400, ["type"]]);
    expect(await refused({ fields: fieldsOf({ type: "spaceship" }) })).toEqual([400, ["type"]]);
    expect(await refused({ fields: fieldsOf({ timeScale: "gps" }) })).toEqual([400, ["timeScale"]]);
    expect(await refused({ fields: fieldsOf({ groups: "all" }) })).toEqual([400, ["groups"]]);
    expect(await refused({ file: undefined as never, fields: fieldsOf() })).toEqual([400, ["file"]]);
    const json = await site.ask("POST", at, { headers: write, body: { targetId } });
    expect(json.status).toBe(400);
  });

  it("needs a token that may write, and a target that one may change", async () => {
    expect((await post({}, {})).status).toBe(401);
    expect((await post({}, bearer(site.tokens.read))).status).toBe(403);
    const stranger = await site.signIn("stranger");
    const elsewhere = { origin: "https://evil.example" };
    expect((await post({}, stranger)).status).toBe(404);
    expect((await post({}, { ...(await site.signIn("member")), ...elsewhere })).status).toBe(403);
  });

  it("with an Idempotency-Key is one upload, however often it is sent; another file with it is refused", async () => {
    const headers = { "Idempotency-Key": "upload-once" };
    const first = await made({ headers });
    const second = await made({ headers });
    expect(second.id).toBe(first.id);
    const other = await post({ headers, file: `${table}60009.5,r,18.0,0.1\n` });
    expect(await errorOf(other)).toMatchObject({ status: 409, code: "CONFLICT" });
  });

  it("past the limit is refused in a sentence, whether it says its size or not", async () => {
    const large = await post({ file: new Uint8Array(1024 * 1024 + 1) });
    expect(await errorOf(large)).toMatchObject({ status: 413, code: "LIMIT_EXCEEDED" });
    const larger = await post({ file: new Uint8Array(8 * 1024 * 1024) });
    expect(await errorOf(larger)).toMatchObject({ status: 413, code: "LIMIT_EXCEEDED" });
  });
});

describe("the list", () => {
  it("is newest first, by pages, with filters; what it does not know is refused", async () => {
    await made({ filename: "one.csv" });
    await made({ filename: "two.txt", fields: fieldsOf({ type: "other" }) });
    type Page = { items: Product[]; nextCursor: string | null; total?: number };
    const first = await get<Page>(`${at}?targetId=${targetId}&limit=1`);
    expect(first.items).toMatchObject([{ filename: "two.txt" }]);
    const second = await get<Page>(`${at}?targetId=${targetId}&limit=1&cursor=${first.nextCursor}`);
    expect(second.items).toMatchObject([{ filename: "one.csv" }]);
    const others = await get<Page>(`${at}?targetId=${targetId}&type=other&count=true`);
    expect(others).toMatchObject({ total: 1, items: [{ filename: "two.txt" }] });
    expect((await site.ask("GET", `${at}?colour=red`, { headers: write })).status).toBe(400);
    expect((await site.ask("GET", `${at}?cursor=none`, { headers: write })).status).toBe(400);
    const stranger = await site.signIn("stranger");
    const seen = (await (await site.ask("GET", at, { headers: stranger })).json()) as Page;
    expect(seen.items).toEqual([]);
  });
});

describe("a download", () => {
  it("is the file as it came, an attachment in a sandbox, and never a page", async () => {
    const { id } = await made({
      file: "<script>alert(1)</script>",
      filename: "näht.html",
      fields: fieldsOf({ type: "other" }),
    });
    const answer = await download(id);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("<script>alert(1)</script>");
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="n_ht.html"; filename*=UTF-8''n%C3%A4ht.html`,
      "x-content-type-options": "nosniff",
      "accept-ranges": "bytes",
      "content-length": "25",
    });
    expect(headers["content-security-policy"]).toContain("sandbox");
  });

  it("answers ranges: a part, the end, none outside, and the whole again when the file is another", async () => {
    const { id } = await made({ file: "0123456789", fields: fieldsOf({ type: "other" }) });
    const whole = await download(id);
    const etag = whole.headers.get("etag") ?? "";
    const part = async (range: string, more: Record<string, string> = {}) => {
      const answer = await download(id, { Range: range, ...more });
      const text = await answer.text();
      if (answer.ok) expect(answer.headers.get("content-length")).toBe(String(text.length));
      return [answer.status, answer.headers.get("content-range"), text];
    };
    expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await part("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=10-")).toEqual([416, "bytes */10", ""]);
    expect(await part("bytes=0-1", { "If-Range": etag })).toEqual([206, "bytes 0-1/10", "01"]);
    expect(await part("bytes=0-1", { "If-Range": '"another"' })).toEqual([200, null, "0123456789"]);
    expect((await download(id, { "If-None-Match": etag })).status).toBe(304);
  });

  it("is for those who see the target", async () => {
    const { id } = await made();
    const stranger = await site.signIn("stranger");
    for (const rest of ["", "/file", "/result", "/preview"]) {
      expect((await site.ask("GET", `${at}/${id}${rest}`, { headers: stranger })).status).toBe(404);
    }
  });
});
