import fc from "fast-check";
import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { textCell } from "@/lib/core/csv";
import { createTarget } from "../commands/create-target";
import { addClassification, addRedshift } from "../commands/target-entries";
import { addGroup, addUser, nobody } from "../testing";
import { exportTargets } from "./export-targets";

const now = new Date("2026-11-21T00:00:00Z");
let database: TestDatabase;
let ada: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  ada = await addUser(database, "ada");
  const common = { visibility: "public" as const };
  await createTarget({
    ctx: ada,
    input: {
      ...common,
      name: "NGC 4321",
      raDeg: 185.72891666666666,
      decDeg: -0.5,
      epoch: 2000,
      aliases: ["M 100", "=1+1 alias"],
      tags: ["a", "b"],
      extras: { peakMag: -3.5, note: "-3.5", host: 'say "hi", you', name7: "x" },
    },
  });
  await createTarget({ ctx: ada, input: { name: "Hidden", raDeg: 0, decDeg: 0 } });
  await createTarget({
    ctx: ada,
    input: {
      ...common,
      name: "Ceres",
      type: "NON_SIDEREAL",
      scheme: "MPC_MINOR_PLANET",
      epochOfElementsMjd: 60600,
      inclinationDeg: 10.6,
      longAscNodeDeg: 80.3,
      argOfPerihelionDeg: 73.3,
      eccentricity: 0,
      meanAnomalyDeg: 0,
      semimajorAxisAu: 2.767,
    },
  });
});
afterAll(() => database.destroy());

async function read(
  ctx: Context,
  filter = {},
): Promise<{ header: string[]; rows: Record<string, string>[]; text: string }> {
  let text = "";
  for await (const piece of exportTargets(database.read, ctx.scope, { filter, now })) text += piece;
  const parsed = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(parsed.errors).toEqual([]);
  return { header: parsed.meta.fields ?? [], rows: parsed.data, text };
}

describe("exportTargets", () => {
  it("has the TOM Toolkit's columns in its order, then tags, extras and aliases", async () => {
    const { header } = await read(ada);
    expect(header.slice(0, 11)).toEqual([
      "name",
      "type",
      "created",
      "modified",
      "permissions",
      "ra",
      "dec",
      "epoch",
      "parallax",
      "pm_ra",
      "pm_dec",
    ]);
    expect(header.slice(-11)).toEqual([
      "slope",
      "redshift",
      "classification",
      "groups",
      "tags",
      "host",
      "extra_name7",
      "note",
      "peakMag",
      "name2",
      "name3",
    ]);
  });

  it("keeps numbers whole and southern, and text from being a formula", async () => {
    const { rows } = await read(ada);
    const ngc = rows.find((row) => row.name === "NGC 4321");
    expect(ngc).toMatchObject({
      ra: "185.72891666666666",
      dec: "-0.5",
      permissions: "PUBLIC",
      peakMag: "-3.5",
      note: "'-3.5",
      host: 'say "hi", you',
      name2: "M 100",
      name3: "'=1+1 alias",
      tags: "a, b",
    });
    expect(Number(ngc?.galactic_lat)).toBeCloseTo(61.4, 0);
    expect(rows.find((row) => row.name === "Ceres")).toMatchObject({
      ra: "",
      galactic_lng: "",
      eccentricity: "0",
      mean_anomaly: "0",
      scheme: "MPC_MINOR_PLANET",
    });
  });

  it("has the newest redshift and classification, and of the groups those that the reader is in", async () => {
    const ben = await addUser(database, "ben");
    const [ours, theirs] = [
      await addGroup(database, "Ours, all", [ada]),
      await addGroup(database, "Theirs", [ada, ben]),
    ];
    const { id } = await createTarget({
      ctx: ada,
      input: { name: "Typed", raDeg: 9, decDeg: 9, visibility: "public", groups: [ours.id, theirs.id] },
    });
    const redshift = { source: "host", frame: "heliocentric" as const };
    await addRedshift({ ctx: ada, input: { id, ...redshift, value: 0.1 } });
    await addRedshift({ ctx: ada, input: { id, ...redshift, value: -0.0012345678901234567 } });
    await addClassification({ ctx: ada, input: { id, name: "SN", date: "2026-02-01T00:00:00Z" } });
    await addClassification({ ctx: ada, input: { id, name: "SN Ia", date: "2026-02-02T00:00:00Z" } });
    const typed = async (ctx: Context) => (await read(ctx)).rows.find((row) => row.name === "Typed");
    expect(await typed(ada)).toMatchObject({
      redshift: String(-0.0012345678901234567),
      classification: "SN Ia",
      groups: '"Ours, all", Theirs',
    });
    expect(await typed(ben)).toMatchObject({ classification: "SN Ia", groups: "Theirs" });
    expect((await read(ada)).rows.find((row) => row.name === "Ceres")).toMatchObject({
      redshift: "",
      classification: "",
      groups: "",
    });
  });

  it("holds what the reader sees and the filter selects, a header at least", async () => {
    const { rows, text } = await read(nobody(database));
    expect(rows).toEqual([]);
    expect(text).toMatch(/^name,type,/);
    expect((await read(ada)).rows.map((row) => row.name)).toContain("Hidden");
    expect((await read(ada, { type: "NON_SIDEREAL" })).rows.map((row) => row.name)).toEqual(["Ceres"]);
  });
});

describe("textCell", () => {
  it("never begins a formula, not behind blanks and not on an inner line, and loses no character", () => {
    const pieces = fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", " ", "\u00a0", '"', ",", "a", "1", "'", "＝");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        const [row] = Papa.parse<string[]>(`${textCell(text)},end`).data;
        const back = row?.[0] ?? "";
        expect(row).toHaveLength(2);
        expect(back.replaceAll("'", "")).toBe(text.replaceAll("'", ""));
        for (const line of back.split(/[\r\n]/)) expect(line).not.toMatch(/^[\s\u00a0]*[=+\-@\uff1d]/u);
      }),
      { numRuns: 2000 },
    );
  });
});
