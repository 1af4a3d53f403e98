import { readdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "@/tests/support/engine-bed";
import { bearer, type Site, startSite } from "@/tests/support/site";
import { postUpload } from "@/tests/support/upload";
import { hostileFiles, hostileNames, maxBytes } from "./corpus-files";

/** U1: files and names that nobody wishes for, at the built app. Each has its verdict, and none leaves anything behind. */

let site: Site;
let write: Record<string, string>;
let targetId: string;

beforeAll(async () => {
  site = await startSite({ TOM_UPLOAD_MAX_BYTES: String(maxBytes) });
  write = bearer(site.tokens.write);
  const body = { name: "AT 2026u1", raDeg: 12, decDeg: -30, groups: [site.group] };
  const answer = await site.ask("POST", "/api/v1/targets", { headers: write, body });
  targetId = ((await answer.json()) as { id: string }).id;
});
afterAll(() => site?.close());

type Product = {
  id: string;
  status: string;
  filename: string;
  contentType: string;
  message: string | null;
  jobId: string | null;
};

const at = "/api/v1/data-products";
const folder = (): string => join(site.app.dataDir, "uploads");
const incoming = (): string[] => readdirSync(join(folder(), "incoming"));
const stored = (): number =>
  readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
const get = async (id: string): Promise<Product> =>
  (await (await site.ask("GET", `${at}/${id}`, { headers: write })).json()) as Product;
const ended = (id: string): Promise<Product> =>
  until(async () => {
    const product = await get(id);
    const isOver = product.status === "processed" || product.status === "failed" || product.jobId === null;
    return isOver ? product : null;
  });

describe("a hostile file", () => {
  for (const [name, { type, filename = "file.dat", bytes, verdict, contentType }] of Object.entries(hostileFiles)) {
    it(`${name}: ${"refused" in verdict ? `refused with ${verdict.refused}` : verdict.ends}`, async () => {
      const before = stored();
      const answer = await postUpload(site.origin, write, { file: bytes(), filename, fields: { targetId, type } });
      const text = await answer.text();
      expect(incoming()).toEqual([]);
      if ("refused" in verdict) {
        expect(answer.status, text).toBe(verdict.refused);
        expect(stored()).toBe(before);
        return;
      }
      expect(answer.status, text).toBe(201);
      const product = await ended((JSON.parse(text) as Product).id);
      expect(product.status, product.message ?? "").toBe(verdict.ends);
      if (verdict.ends === "failed") expect(product.message).toMatch(/^[A-Z].*[.…]$/);
      if (contentType !== undefined) expect(product.contentType).toBe(contentType);
      const file = await site.ask("GET", `${at}/${product.id}/file`, { headers: write });
      expect(file.headers.get("content-disposition")).toMatch(/^attachment;/);
      expect(file.headers.get("content-type")).not.toMatch(/html|svg|xml|script/);
      await file.arrayBuffer();
    });
  }
});

describe("a hostile name", () => {
  const long = `${"ä".repeat(300)}.csv`;
  for (const [name, shown] of [...Object.entries(hostileNames), [long, /^ä{150,200}….csv$/] as const]) {
    it(`${JSON.stringify(name).slice(0, 40)} is words, never a path`, async () => {
      const answer = await postUpload(site.origin, write, {
        file: "x",
        filename: name,
        fields: { targetId, type: "other" },
      });
      expect(answer.status).toBe(201);
      const product = (await answer.json()) as Product;
      if (typeof shown === "string") expect(product.filename).toBe(shown);
      else expect(product.filename).toMatch(shown);
      const file = await site.ask("GET", `${at}/${product.id}/file`, { headers: write });
      expect(file.status).toBe(200);
      expect(file.headers.get("content-disposition")).not.toMatch(/[\r\n]|\.\.[/\\]/);
    });
  }

  it("with a NUL in it is told without it", async () => {
    const boundary = "xxxx";
    const field = (name: string, value: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = `${field("targetId", targetId)}${field("type", "other")}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a%00b.csv"\r\n\r\nx\r\n--${boundary}--\r\n`;
    const answer = await fetch(`${site.origin}${at}`, {
      method: "POST",
      headers: { ...write, "Content-Type": `multipart/form-data; boundary=${boundary}` },
      body: body.replace("%00", "\0"),
    });
    expect([201, 400]).toContain(answer.status);
    if (answer.status === 201) expect(((await answer.json()) as Product).filename).not.toContain("\0");
    expect(incoming()).toEqual([]);
  });
});

describe("an upload that never ends", () => {
  it("is broken off by its sender, and leaves nothing", async () => {
    const before = stored();
    const boundary = "broken";
    const head = [
      `--${boundary}\r\nContent-Disposition: form-data; name="targetId"\r\n\r\n${targetId}\r\n`,
      `--${boundary}\r\nContent-Disposition: form-data; name="type"\r\n\r\nother\r\n`,
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="half"\r\n\r\n`,
    ].join("");
    const call = request(`${site.origin}${at}`, {
      method: "POST",
      headers: { ...write, "Content-Type": `multipart/form-data; boundary=${boundary}`, "Content-Length": 500_000 },
    });
    call.on("error", () => undefined);
    call.write(head + "x".repeat(100_000));
    await until(() => incoming().length === 1);
    call.destroy();
    await until(() => incoming().length === 0);
    expect(stored()).toBe(before);
  });

  it("whose last part lacks its end is refused, and leaves nothing", async () => {
    const before = stored();
    const answer = await fetch(`${site.origin}${at}`, {
      method: "POST",
      headers: { ...write, "Content-Type": "multipart/form-data; boundary=b" },
      body: `--b\r\nContent-Disposition: form-data; name="file"; filename="half"\r\n\r\nno end`,
    });
    expect(answer.status).toBe(400);
    expect(incoming()).toEqual([]);
    expect(stored()).toBe(before);
  });
});
