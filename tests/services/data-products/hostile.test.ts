import { readdirSync } from "node:fs";
import { type ClientRequest, request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "@/tests/support/engine-bed";
import { canTellPeaks, peakBytes, restartPeak } from "@/tests/support/peak-memory";
import { bearer, type Site, startSite } from "@/tests/support/site";
import { postUpload, uploadForm } from "@/tests/support/upload";
import { corpus, maxBytes } from "./hostile/corpus";
import type { Hostile } from "./hostile/entry";
import { hostileNames } from "./hostile/names";

/**
 * U1: files and names that nobody wishes for, at the built app. Each has its verdict, none leaves anything behind, and
 * none takes more than 100 MB of memory above what the app has while nothing comes.
 */

const memoryAboveIdle = 100_000_000;

let site: Site;
let write: Record<string, string>;
let targetId: string;
let idleBytes = 0;
let drip: Drip;

type Product = {
  id: string;
  status: string;
  filename: string;
  contentType: string;
  message: string | null;
  jobId: string | null;
  counts: { accepted: number; unchanged: number; rejected: number } | null;
};

const at = "/api/v1/data-products";
const folder = (): string => join(site.app.dataDir, "uploads");
/** All but the one that drips all the while. */
const incoming = (): string[] => readdirSync(join(folder(), "incoming")).filter((name) => name !== drip?.part);
const stored = (): number =>
  readdirSync(folder(), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== drip?.part,
  ).length;
const get = async (id: string): Promise<Product> =>
  (await (await site.ask("GET", `${at}/${id}`, { headers: write })).json()) as Product;
const ended = (id: string): Promise<Product> =>
  until(async () => {
    const product = await get(id);
    const isOver = product.status === "processed" || product.status === "failed" || product.jobId === null;
    return isOver ? product : null;
  }, 60_000);

const boundary = "by-hand";
const multipart = { "Content-Type": `multipart/form-data; boundary=${boundary}` };
/** The parts before the bytes of a file of the type `other`. */
const partsOf = (filename: string): string =>
  [
    `--${boundary}\r\nContent-Disposition: form-data; name="targetId"\r\n\r\n${targetId}\r\n`,
    `--${boundary}\r\nContent-Disposition: form-data; name="type"\r\n\r\nother\r\n`,
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n\r\n`,
  ].join("");

type Drip = { part: string; status: Promise<number>; call: ClientRequest };

/** A file of which a byte comes now and then. */
async function startDrip(): Promise<Drip> {
  const call = request(`${site.origin}${at}`, {
    method: "POST",
    headers: { ...write, ...multipart, "Content-Length": 500_000 },
  });
  const status = new Promise<number>((resolve, reject) => {
    call.on("response", (answer) => resolve(answer.resume().statusCode ?? 0));
    call.on("error", reject);
  });
  status.catch(() => undefined);
  call.write(partsOf("slow"));
  const timer = setInterval(() => call.write("x"), 500);
  call.once("close", () => clearInterval(timer));
  const [part = ""] = await until(() => (incoming().length === 1 ? incoming() : null));
  return { part, status, call };
}

const fieldsOf = (type: string): Record<string, string> => ({ targetId, type });

async function send({ type, filename = "file.dat", bytes, unannounced }: Hostile): Promise<Response> {
  const parts = { file: bytes(), filename, fields: fieldsOf(type) };
  if (!unannounced) return postUpload(site.origin, write, parts);
  const form = new Response(uploadForm(parts));
  const headers = { ...write, "Content-Type": form.headers.get("content-type") ?? "" };
  return fetch(`${site.origin}${at}`, { method: "POST", headers, body: form.body, duplex: "half" } as RequestInit);
}

beforeAll(async () => {
  site = await startSite({ TOM_UPLOAD_MAX_BYTES: String(maxBytes) });
  write = bearer(site.tokens.write);
  const body = { name: "AT 2026u1", raDeg: 12, decDeg: -30, groups: [site.group] };
  const answer = await site.ask("POST", "/api/v1/targets", { headers: write, body });
  targetId = ((await answer.json()) as { id: string }).id;
  // What is loaded once with the first file of each kind belongs to the idle app.
  for (const type of ["photometry", "image", "spectroscopy"]) {
    const first = await postUpload(site.origin, write, { file: "x", fields: fieldsOf(type) });
    await ended(((await first.json()) as Product).id);
  }
  if (canTellPeaks) idleBytes = restartPeak(site.app.pid);
  drip = await startDrip();
});
afterAll(() => site?.close());

describe.each(corpus)("a hostile file %s", (_group, files) => {
  it.each(Object.entries(files))("%s", async (_name, file) => {
    const before = stored();
    const beforeBytes = canTellPeaks ? restartPeak(site.app.pid) : 0;
    const answer = await send(file);
    const text = await answer.text();
    expect(incoming()).toEqual([]);
    const { verdict, says = /./ } = file;
    if ("refused" in verdict) {
      expect(answer.status, text).toBe(verdict.refused);
      expect(text).toMatch(says);
      expect(stored()).toBe(before);
    } else {
      expect(answer.status, text).toBe(201);
      await expectEnd(await ended((JSON.parse(text) as Product).id), file, verdict.ends);
    }
    if (canTellPeaks) expect(peakBytes(site.app.pid) - beforeBytes).toBeLessThan(memoryAboveIdle);
  });
});

async function expectEnd(product: Product, { says = /./, contentType, counts }: Hostile, ends: string): Promise<void> {
  expect(product.status, product.message ?? "").toBe(ends);
  if (ends === "failed") {
    expect(product.message).toMatch(/^[A-Z].*[.…]$/);
    expect(product.message).toMatch(says);
  }
  if (contentType !== undefined) expect(product.contentType).toBe(contentType);
  if (counts !== undefined) expect(product.counts).toMatchObject(counts);
  const file = await site.ask("HEAD", `${at}/${product.id}/file`, { headers: write });
  expect(file.headers.get("content-disposition")).toMatch(/^attachment;/);
  expect(file.headers.get("content-type")).not.toMatch(/html|svg|xml|script/);
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
}

describe.runIf(canTellPeaks)("all of them together", () => {
  it("leave the app as small as it was, but for what its own requests have not given back yet", () => {
    expect(restartPeak(site.app.pid) - idleBytes).toBeLessThan(2 * memoryAboveIdle);
  });
});

describe("what was taken from hostile files", () => {
  it("leaves in a table without a formula in it", async () => {
    const answer = await site.ask("GET", `/api/v1/targets/${targetId}/photometry?format=csv`, { headers: write });
    const csv = await answer.text();
    expect(csv).toContain("HYPERLINK");
    expect(csv).not.toMatch(/(^|,|\n)"?[=+@]/);
  });

  it("is shown as a picture made anew, with nothing of the file in it", async () => {
    const { items } = (await (
      await site.ask("GET", `${at}?targetId=${targetId}&type=image&limit=200`, { headers: write })
    ).json()) as { items: Product[] };
    let seen = 0;
    for (const { id, status } of items) {
      const preview = await site.ask("GET", `${at}/${id}/preview`, { headers: write });
      const body = Buffer.from(await preview.arrayBuffer());
      if (status !== "processed" || !preview.ok) continue;
      seen += 1;
      expect(preview.headers.get("content-type")).toBe("image/png");
      expect(body.includes("<script>")).toBe(false);
    }
    expect(seen).toBeGreaterThanOrEqual(4);
  });
});

describe("a hostile name", () => {
  it.each(hostileNames)("%j is words, never a path", async (name, shown) => {
    const parts = { file: "x", filename: name, fields: fieldsOf("other") };
    const answer = await postUpload(site.origin, write, parts);
    expect(answer.status).toBe(201);
    const product = (await answer.json()) as Product;
    expect(product.filename).toMatch(typeof shown === "string" ? exactly(shown) : shown);
    const file = await site.ask("GET", `${at}/${product.id}/file`, { headers: write });
    expect(file.status).toBe(200);
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="[^"\\]+"; filename\*=UTF-8''\S+$/);
  });

  const sendNamed = (naming: string): Promise<Response> => {
    const body = `${partsOf("it").replace('filename="it"', naming)}x\r\n--${boundary}--\r\n`;
    return fetch(`${site.origin}${at}`, { method: "POST", headers: { ...write, ...multipart }, body });
  };

  it.each(["\0", "\r", "\n"])("with %j in its header is no multipart, and leaves nothing", async (character) => {
    const before = stored();
    const answer = await sendNamed(`filename="a${character}b.csv"`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("multipart/form-data");
    expect(stored()).toBe(before);
    expect(incoming()).toEqual([]);
  });

  it.each(["%00", "%0D", "%0A"])("with a coded %j is told without it", async (coded) => {
    const answer = await sendNamed(`filename*=UTF-8''a${coded}b.csv`);
    expect(answer.status).toBe(201);
    expect(((await answer.json()) as Product).filename).toBe("ab.csv");
    expect(incoming()).toEqual([]);
  });
});

const exactly = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);

describe("an upload that never ends", () => {
  it("is broken off by its sender, and leaves nothing", async () => {
    const before = stored();
    const call = request(`${site.origin}${at}`, {
      method: "POST",
      headers: { ...write, ...multipart, "Content-Length": 500_000 },
    });
    call.on("error", () => undefined);
    call.write(partsOf("half") + "x".repeat(100_000));
    await until(() => incoming().length === 1);
    call.destroy();
    await until(() => incoming().length === 0);
    expect(stored()).toBe(before);
  });

  it.each([
    ["lacks its end", () => `${partsOf("half")}no end`],
    ["has another boundary", () => partsOf("half").replaceAll(boundary, "another")],
    ["has two files", () => `${partsOf("one")}x\r\n${partsOf("two")}y\r\n--${boundary}--\r\n`],
    [
      "has too many fields",
      () =>
        `${Array.from({ length: 1000 }, (_, n) => `--${boundary}\r\nContent-Disposition: form-data; name="f${n}"\r\n\r\nx\r\n`).join("")}${partsOf("x")}x\r\n--${boundary}--\r\n`,
    ],
  ])("or that %s is refused, and leaves nothing", async (_what, body) => {
    const before = stored();
    const answer = await fetch(`${site.origin}${at}`, {
      method: "POST",
      headers: { ...write, ...multipart },
      body: body(),
    });
    expect(answer.status).toBe(400);
    expect(incoming()).toEqual([]);
    expect(stored()).toBe(before);
  });

  it("that drips is told that it is too slow, and leaves nothing", async () => {
    expect(await drip.status).toBe(408);
    await until(() => !readdirSync(join(folder(), "incoming")).includes(drip.part));
    expect(readdirSync(folder(), { recursive: true, encoding: "utf8" }).join(" ")).not.toContain(drip.part);
  });
});
