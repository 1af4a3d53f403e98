import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, errorOf, type Site, startSite } from "@/tests/support/site";

/** Input that is wrong, hostile or merely odd, through the API and the forms: refused with the field named, or kept as text. */

let site: Site;
let write: Record<string, string>;
let browser: Record<string, string>;
beforeAll(async () => {
  site = await startSite();
  write = bearer(site.tokens.write);
  browser = await site.signIn("member");
});
afterAll(() => site?.close());

const place = { raDeg: 10, decDeg: 10 };
const create = (body: unknown): Promise<Response> => site.ask("POST", "/api/v1/targets", { headers: write, body });
type Target = { id: string; name: string; raDeg: number; decDeg: number };
const made = async (body: unknown): Promise<Target> => {
  const answer = await create(body);
  const text = await answer.text();
  expect(answer.status, text).toBe(201);
  return JSON.parse(text) as Target;
};

async function refusedAt(field: string, body: unknown): Promise<string> {
  const { status, text } = await errorOf(await create(body));
  const { error } = JSON.parse(text) as { error: { fieldErrors?: Record<string, string[]>; message: string } };
  expect(status, text.slice(0, 300)).toBe(400);
  expect(Object.keys(error.fieldErrors ?? {}), text.slice(0, 300)).toContain(field);
  // A sentence for a person, not the input back at full length.
  expect(text.length).toBeLessThan(4_000);
  return error.message;
}

describe("a position", () => {
  it("outside the sphere is refused, with its field", async () => {
    await refusedAt("raDeg", { name: "RA 400", raDeg: 400, decDeg: 0 });
    await refusedAt("raDeg", { name: "RA below", raDeg: -1, decDeg: 0 });
    await refusedAt("decDeg", { name: "Dec 91", raDeg: 0, decDeg: 91 });
    await refusedAt("decDeg", { name: "Dec -91", raDeg: 0, decDeg: "-91 00 00" });
  });

  it("that is no number is refused", async () => {
    await refusedAt("raDeg", { name: "NaN", raDeg: "NaN", decDeg: 0 });
    await refusedAt("decDeg", { name: "Infinity", raDeg: 0, decDeg: "Infinity" });
    await refusedAt("raDeg", { name: "Words", raDeg: "ten", decDeg: 0 });
    expect((await create('{"name":"Bare NaN","raDeg":NaN,"decDeg":0}')).status).toBe(400);
    expect((await create('{"name":"Huge","raDeg":1e400,"decDeg":0}')).status).toBe(400);
  });

  it("of −0 30 00 is south of the equator, with either minus sign", async () => {
    expect((await made({ name: "Minus", raDeg: 0, decDeg: "-0 30 00" })).decDeg).toBeCloseTo(-0.5, 10);
    expect((await made({ name: "True minus", raDeg: 0, decDeg: "−0 30 00" })).decDeg).toBeCloseTo(-0.5, 10);
  });

  it("at the poles and at RA 0 is a position, and 0 is a value", async () => {
    expect(await made({ name: "North pole", raDeg: 0, decDeg: 90 })).toMatchObject({ raDeg: 0, decDeg: 90 });
    expect(await made({ name: "Origin", raDeg: 0, decDeg: 0 })).toMatchObject({ raDeg: 0, decDeg: 0 });
  });
});

describe("a name that every object has by itself", () => {
  it("is an unknown field like any other, in a body and in an address", async () => {
    for (const name of ["constructor", "toString", "hasOwnProperty"]) {
      await refusedAt(name, { name: "Odd", ...place, [name]: 1 });
      const answer = await errorOf(await site.ask("GET", `/api/v1/targets?${name}=1`, { headers: write }));
      expect(answer.status, answer.text).toBe(400);
      expect(answer.text).toContain(`There is no field \\"${name}\\"`);
    }
    const query = { name: "Odd", brokerId: "alerce", parameters: { survey: "ztf", constructor: 1 } };
    expect((await site.ask("POST", "/api/v1/broker-queries", { headers: write, body: query })).status).toBe(400);
  });

  it("is no key of an extra", async () => {
    await refusedAt("extras.constructor", { name: "Odd", ...place, extras: { constructor: "x" } });
  });
});

describe("an address that cannot be decoded", () => {
  it("is 400 in the shape of every error", async () => {
    for (const path of ["/api/v1/targets/%", "/api/v1/targets/%ff", "/targets/%E0%A4%A"]) {
      const answer = await errorOf(await site.ask("GET", path, { headers: write }));
      expect(answer.status, path).toBe(400);
      expect(answer.text).toContain("INVALID_INPUT");
    }
  });
});

describe("a cone", () => {
  it("that is no cone is 400 with a sentence, in the API, and said on the page", async () => {
    const cones = [
      "not,numbers,here",
      "1,2",
      "1,2,3,4",
      "400,0,10",
      "10,91,10",
      "NaN,0,10",
      "10,10,-1",
      "10,10,1e9",
      ",,",
      "10;DROP TABLE targets,0,1",
    ];
    for (const cone of cones) {
      const answer = await errorOf(
        await site.ask("GET", `/api/v1/targets?cone=${encodeURIComponent(cone)}`, { headers: write }),
      );
      expect(answer, cone).toMatchObject({ status: 400, code: "INVALID_INPUT" });
      const page = await site.ask("GET", `/targets?cone=${encodeURIComponent(cone)}`, { headers: browser });
      expect(page.status, cone).toBe(200);
    }
  });
});

describe("a name", () => {
  it("of 10,000 characters, of nothing but spaces, or with what deceives the eye is refused", async () => {
    const names = [
      "x".repeat(10_000),
      "x".repeat(101),
      "",
      "   ",
      "\u00a0\u2003",
      "a\u202Eb",
      "a\u200bb",
      "a\u0000b",
      "a\nb",
      "\ud800",
      "---",
    ];
    for (const name of names) {
      await refusedAt("name", { name, ...place });
      const { result } = await site.act("createTargetAction", browser, { name, ...place });
      expect(result, JSON.stringify(name).slice(0, 30)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
    }
  });

  it("with markup, quotes or a formula is text, and stays text on every page and in every export", async () => {
    const names = [
      '<script>alert("x")</script>',
      "<img src=x onerror=alert(1)>",
      "'; DROP TABLE targets; --",
      "=HYPERLINK(1)",
      "{{7*7}} #{7*7}",
    ];
    for (const name of names) {
      const { id } = await made({ name, ...place, aliases: [`${name} too`], tags: [name], extras: { note: name } });
      const page = await (await site.ask("GET", `/targets/${id}`, { headers: browser })).text();
      expect(page).not.toContain("<script>alert");
      expect(page).not.toContain("<img src=x");
      const list = await (await site.ask("GET", `/targets?q=${encodeURIComponent(name)}`, { headers: browser })).text();
      expect(list).toContain(id);
      expect(list).not.toContain("<script>alert");
      const found = await site.ask("GET", `/api/v1/targets?q=${encodeURIComponent(name)}`, { headers: write });
      expect(((await found.json()) as { items: Target[] }).items.map((item) => item.name)).toContain(name);
    }
    const csv = await (await site.ask("GET", "/api/v1/targets?format=csv", { headers: write })).text();
    expect(csv).not.toMatch(/(^|,|\n)"?=HYPERLINK/);
    expect(csv).toContain("HYPERLINK");
    // A southern declination is a number, not a formula.
    await made({ name: "Southern", raDeg: 1, decDeg: -45.5 });
    expect(await (await site.ask("GET", "/api/v1/targets?format=csv", { headers: write })).text()).toMatch(/,-45\.5,/);
  });

  it("that a target in sight has is 409, whatever its spelling, as name and as alias", async () => {
    await made({ name: "SN 2023ixf", ...place, aliases: ["ZTF23aaklqou"] });
    for (const body of [
      { name: "sn2023IXF" },
      { name: "SN-2023_ixf" },
      { name: "ztf23 aaklqou" },
      { name: "New", aliases: ["(SN) 2023ixf"] },
    ]) {
      expect(await errorOf(await create({ ...place, ...body })), JSON.stringify(body)).toMatchObject({
        status: 409,
        code: "CONFLICT",
      });
    }
  });
});

describe("too much", () => {
  it("photometry pasted, 1 MB of it, is read or refused in words, and the page goes on", async () => {
    const { id } = await made({ name: "Pasted on", ...place });
    const heading = "mjd,filter,mag,mag_err\n";
    const row = (at: number): string => `${60_000 + at / 1000},r,18.${at % 1000},0.1\n`;
    let text = heading;
    for (let at = 0; text.length < 990_000; at += 1) text += row(at);
    const preview = await site.act("previewPasteAction", browser, { id, text });
    expect(preview.result).toMatchObject({ ok: true, data: { accepted: expect.any(Number) } });
    const garbage = await site.act("addPastedAction", browser, { id, text: "\u0001x,".repeat(250_000) });
    expect(garbage.result).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
    const tooLong = await site.act("addPastedAction", browser, { id, text: heading + "x".repeat(1_100_000) });
    expect(tooLong.result).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
    expect((await site.ask("GET", `/targets/${id}`, { headers: browser })).status).toBe(200);
  });

  it("in one field is refused with the field, in one body with 413", async () => {
    await refusedAt("extras.note", { name: "Long extra", ...place, extras: { note: "x".repeat(1_000_000) } });
    await refusedAt("aliases", {
      name: "Many aliases",
      ...place,
      aliases: Array.from({ length: 101 }, (_, at) => `A${at}`),
    });
    await refusedAt("tags", { name: "Many tags", ...place, tags: Array.from({ length: 51 }, (_, at) => `t${at}`) });
    expect((await create({ name: "Five megabytes", ...place, extras: { note: "x".repeat(5_000_000) } })).status).toBe(
      413,
    );
    expect((await site.ask("GET", "/api/health/ready")).status).toBe(200);
  });

  it("rows at once are refused, and a bad row among good ones is told by its number", async () => {
    const { id } = await made({ name: "With rows", ...place });
    const add = (body: unknown, query = ""): Promise<Response> =>
      site.ask("POST", `/api/v1/targets/${id}/photometry${query}`, { headers: write, body });
    const good = { observedAtMjd: 60_000, band: "g", mag: 18 };
    const rows = [good, { ...good, observedAtMjd: 60_001, mag: "bright" }, { band: "g" }, null, { ...good, mag: 99 }];
    const mixed = (await (await add(rows)).json()) as { inserted: number; rejected: { index: number }[] };
    expect(mixed.inserted).toBe(1);
    expect([...new Set(mixed.rejected.map(({ index }) => index))]).toEqual([1, 2, 3, 4]);
    expect((await add([{ ...good, observedAtMjd: 60_002 }, null], "?atomic=true")).status).toBe(400);
    const after = await site.ask("GET", `/api/v1/targets/${id}/photometry`, { headers: write });
    expect(((await after.json()) as { items: unknown[] }).items).toHaveLength(1);
    expect((await add({ rows: [] })).status).toBe(400);
  });
});

describe("a query of a broker", () => {
  const save = (body: unknown): Promise<Response> =>
    site.ask("POST", "/api/v1/broker-queries", { headers: write, body });

  it("with a field that the broker does not have, without one that it needs, or of no broker is 400", async () => {
    const bodies = [
      { name: "Unknown field", brokerId: "mybroker", parameters: { name: "x", colour: "red" } },
      { name: "Missing field", brokerId: "mybroker", parameters: {} },
      { name: "Half a cone", brokerId: "alerce", parameters: { raDeg: 10 } },
      { name: "Wrong range", brokerId: "alerce", parameters: { raDeg: 400, decDeg: 0, radiusArcsec: 5 } },
      { name: "No broker", brokerId: "no-such", parameters: {} },
      { name: " ", brokerId: "mybroker", parameters: { name: "x" } },
      { brokerId: "mybroker", parameters: { name: "x" } },
    ];
    for (const body of bodies) expect((await save(body)).status, JSON.stringify(body)).toBe(400);
  });

  it("with a cone at 0, 0 is kept as it is: 0 is a value", async () => {
    const body = { name: "At the origin", brokerId: "alerce", parameters: { raDeg: 0, decDeg: 0, radiusArcsec: 10 } };
    const answer = await save(body);
    expect(await answer.json()).toMatchObject({ parameters: { raDeg: 0, decDeg: 0 } });
  });
});
