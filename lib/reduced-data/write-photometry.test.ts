import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemScope } from "@/lib/access/scope";
import { arrivalAt, utcMjdToBjdTdbMjd } from "@/lib/astro/barycentric";
import { readRows } from "./commands/add-photometry";
import type { Measurement } from "./commands/measurement";
import { toMeasurement } from "./commands/measurement";
import { writePhotometry } from "./commands/write-photometry";
import { readPastedCsv } from "./csv";
import { listPhotometry } from "./queries/list-photometry";
import { listRevisions } from "./queries/list-revisions";
import { photometryInputSchema } from "./schema";

let database: TestDatabase;
const at = "2026-01-01T00:00:00.000Z";
const scope = systemScope("test");
const by = (via: string) => ({ via, provenance: `run:${via}`, parserVersion: "1", byPk: null, at });

// SN 2020oi in ZTF r, as published: 2020-01-07 and later.
const row = (over: Partial<Measurement> = {}): Measurement => {
  const made = toMeasurement(
    photometryInputSchema.parse({
      observedAtMjd: 58855.5422917,
      band: "r",
      mag: 17.279879,
      magErr: 0.0562,
      magSystem: "AB",
      brightness: "difference",
      source: "ZTF",
      sourceId: "1101542291015015004",
    }),
    "x",
  );
  if ("message" in made) throw new Error(made.message);
  return { ...made, ...over };
};

let made = 0;
async function newTarget(): Promise<{ pk: number; id: string }> {
  const id = `target-${++made}`;
  await database.write(async (tx) => {
    await tx.raw.execute({
      sql: "INSERT INTO targets (id, name, type, visibility, created_at, updated_at) VALUES (?, ?, 'SIDEREAL', 'private', ?, ?)",
      args: [id, id, at, at],
    });
  });
  const [found] = await database.read.all<{ pk: number }>(`SELECT pk FROM targets WHERE id = '${id}'`);
  return { pk: found?.pk ?? 0, id };
}
const write = (pk: number, rows: Measurement[], via = "alerce") =>
  database.write((tx) => writePhotometry(tx, pk, rows, by(via)));
const list = async (id: string) => (await listPhotometry(database.read, scope, { targetId: id, limit: 200 })).items;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.destroy());

describe("writePhotometry", () => {
  it("changes nothing when the same rows come again", async () => {
    const target = await newTarget();
    const rows = [row(), row({ sourceId: "2", observedAtMjd: 58856.5 })];
    expect(await write(target.pk, rows)).toEqual({ inserted: 2, unchanged: 0, revised: 0 });
    expect(await write(target.pk, rows)).toEqual({ inserted: 0, unchanged: 2, revised: 0 });
    expect(await list(target.id)).toHaveLength(2);
  });

  it("keeps the old value readable when a value changes by more than rounding", async () => {
    const target = await newTarget();
    await write(target.pk, [row()]);
    expect(await write(target.pk, [row({ mag: 17.2799 })])).toMatchObject({ unchanged: 1, revised: 0 });
    expect(await write(target.pk, [row({ mag: 17.5, fluxNjy: null })])).toMatchObject({ revised: 1 });
    const [point] = await list(target.id);
    expect(point?.mag).toBe(17.5);
    const [old] = await listRevisions(database.read, scope, { targetId: target.id, row: point?.row ?? "" });
    expect(old?.values.mag).toBe(17.279879);
  });

  it("tells the old value as a measurement is told, and nothing of how it is stored", async () => {
    const target = await newTarget();
    await write(target.pk, [row()]);
    const [before] = await list(target.id);
    if (!before) throw new Error("The point is not there.");
    await write(target.pk, [row()], "fink");
    await write(target.pk, [row({ mag: 17.5, fluxNjy: null })]);
    const [old] = await listRevisions(database.read, scope, { targetId: target.id, row: before.row });
    const { row: _row, flagged: _flagged, revision: _revision, ...values } = before;
    expect(old).toEqual({
      revision: 1,
      replacedAt: at,
      replacedBy: null,
      values: { ...values, via: ["alerce", "fink"] },
    });
  });

  it("takes one id in two kinds as two measurements", async () => {
    const target = await newTarget();
    await write(target.pk, [row(), row({ kind: "forced", producer: "ZTF" })]);
    expect(await list(target.id)).toHaveLength(2);
  });

  it("adds the deliverer, not a point, when the same measurement comes through a second broker", async () => {
    const target = await newTarget();
    await write(target.pk, [row()]);
    expect(await write(target.pk, [row()], "fink")).toEqual({ inserted: 0, unchanged: 1, revised: 0 });
    expect((await list(target.id)).map((p) => p.via)).toEqual([["alerce", "fink"]]);
  });

  it("takes what a second broker rounded for the same, and a change of its own for a revision", async () => {
    const target = await newTarget();
    const rounded = (mag: number, magErr: number) => {
      const made = toMeasurement(
        photometryInputSchema.parse({
          ...{ observedAtMjd: 58855.5422917, band: "r", mag, magErr, magSystem: "AB", brightness: "difference" },
          ...{ source: "ZTF", sourceId: "1101542291015015004" },
        }),
        "x",
      );
      if ("message" in made) throw new Error(made.message);
      return made;
    };
    await write(target.pk, [row({ mag: 17.2842 })]);
    expect(await write(target.pk, [rounded(17.28, 0.056)], "tns")).toEqual({ inserted: 0, unchanged: 1, revised: 0 });
    expect(await write(target.pk, [rounded(17.29, 0.056)], "tns")).toEqual({ inserted: 0, unchanged: 0, revised: 1 });
    // Of its own earlier word every digit counts.
    const own = await newTarget();
    await write(own.pk, [rounded(17.282, 0.056)], "api");
    expect(await write(own.pk, [rounded(17.28, 0.056)], "api")).toEqual({ inserted: 0, unchanged: 0, revised: 1 });
  });

  it("takes a magnitude and its error with fewer digits for the same, back and forth, and another flux for a revision", async () => {
    const target = await newTarget();
    const read = (values: object): Measurement[] =>
      readRows([{ observedAtMjd: 58855.5, band: "r", magSystem: "AB", sourceId: "m", ...values }], "ann").good;
    const printed = read({ mag: 17.1234, magErr: 0.0204 });
    const computed = read({ mag: 17.123411, magErr: 0.020353774 });
    await write(target.pk, printed, "api");
    for (const again of [computed, printed]) {
      expect(await write(target.pk, again, "api")).toEqual({ inserted: 0, unchanged: 1, revised: 0 });
    }
    expect(await write(target.pk, computed, "alerce")).toEqual({ inserted: 0, unchanged: 1, revised: 0 });
    await write(target.pk, read({ sourceId: "f", fluxNjy: 900_000, fluxErrNjy: 300 }), "api");
    expect(await write(target.pk, read({ sourceId: "f", fluxNjy: 900_000, fluxErrNjy: 310 }), "api")).toMatchObject({
      revised: 1,
    });
  });

  it("meets a survey's measurement without an id within 0.5 s when another broker brings it, not when the same one does", async () => {
    const target = await newTarget();
    await write(target.pk, [row()]);
    const without = row({ sourceId: null, observedAtMjd: 58855.5422917 + 0.3 / 86400 });
    expect(await write(target.pk, [without], "antares")).toMatchObject({ inserted: 0 });
    expect(
      await write(target.pk, [row({ sourceId: null, observedAtMjd: 58855.5422917 + 0.4 / 86400 })], "alerce"),
    ).toMatchObject({ inserted: 1 });
  });

  it("keeps the producers of forced photometry apart", async () => {
    const target = await newTarget();
    await write(target.pk, [row({ kind: "forced", producer: "ALeRCE" }), row({ kind: "forced", producer: "Fink" })]);
    expect(await list(target.id)).toHaveLength(2);
  });

  it("writes 1,200 rows in one call and keeps count, first and newest of detections", async () => {
    const target = await newTarget();
    const rows = Array.from({ length: 1200 }, (_, i) =>
      row({ sourceId: String(i), observedAtMjd: 59000 + i, mag: 18 + i / 1000 }),
    );
    await write(target.pk, [
      ...rows,
      row({ kind: "limit", mag: null, magErr: null, fluxNjy: null, limitMag: 20, sourceId: "l", observedAtMjd: 70000 }),
    ]);
    const [summary] = await database.read.all<{ n: number; first: number; last: number; mag: number }>(
      `SELECT photometry_count n, first_detection_mjd first, newest_detection_mjd last, newest_mag mag FROM targets WHERE id = '${target.id}'`,
    );
    expect(summary).toEqual({ n: 1201, first: 59000, last: 60199, mag: 19.199 });
  });
});

describe("rows from a door", () => {
  it("derives flux in AB only and keeps a negative flux a measurement without magnitude", () => {
    const { good } = readRows(
      [
        { observedAt: "2020-01-07T13:00:54Z", band: "r", mag: 20, magSystem: "AB" },
        { observedAtMjd: 59000, band: "G", mag: 18, magSystem: "Vega" },
        { observedAtMjd: 59000, band: "r", fluxNjy: -350.5, fluxErrNjy: 120 },
      ],
      "ann",
    );
    expect(good[0]?.fluxNjy).toBeCloseTo(36307.8, 0);
    expect(good[1]?.fluxNjy).toBeNull();
    expect(good[2]).toMatchObject({ kind: "detection", mag: null, negative: true, fluxNjy: -350.5 });
  });

  it("converts TAI to UTC and keeps what was given", () => {
    const { good } = readRows([{ observedAtMjd: 61105.095334, timeScale: "TAI", band: "g", fluxNjy: 900 }], "ann");
    expect((61105.095334 - (good[0]?.observedAtMjd ?? 0)) * 86400).toBeCloseTo(37, 2);
    expect(good[0]).toMatchObject({ originalScale: "TAI", originalTime: "61105.095334" });
  });

  it("turns heliocentric and barycentric times into UTC by the place of the target, and keeps what was given", () => {
    const arrival = arrivalAt({ raDeg: 185.7289, decDeg: 15.8236 });
    const utcMjd = 58_855.5422917;
    const barycentric = utcMjdToBjdTdbMjd(utcMjd, { raDeg: 185.7289, decDeg: 15.8236 });
    const light = { band: "r", mag: 18 };
    const { good, rejected } = readRows(
      [
        { observedAtMjd: barycentric, timeScale: "BJD_TDB", ...light },
        { observedAt: `BJD ${barycentric + 2_400_000.5}`, ...light },
        { observedAt: String(barycentric), timeScale: "bjd_tdb", ...light },
      ],
      "ann",
      arrival,
    );
    expect(rejected).toEqual([]);
    for (const row of good) {
      expect(Math.abs(row.observedAtMjd - utcMjd) * 86_400).toBeLessThan(0.01);
      expect(row.originalScale).toBe("BJD_TDB");
    }
    expect(good.map((row) => row.originalTime)).toEqual([
      String(barycentric),
      `BJD ${barycentric + 2_400_000.5}`,
      String(barycentric),
    ]);
    const [heliocentric] = readRows([{ observedAtMjd: utcMjd, timeScale: "HJD", ...light }], "ann", arrival).good;
    expect(Math.abs((heliocentric?.observedAtMjd ?? 0) - utcMjd) * 86_400).toBeGreaterThan(60);
  });

  it("says what a barycentric time lacks, and which scales there are", () => {
    const rows = ["BJD_TDB", "UT1"].map((timeScale) => ({ observedAtMjd: 59_000, timeScale, band: "r", mag: 18 }));
    expect(readRows(rows, "ann").rejected).toEqual([
      {
        index: 0,
        field: "timeScale",
        message:
          "Times in BJD_TDB become UTC by the position of the target, and this one has none. Give the times in UTC.",
      },
      { index: 1, field: "timeScale", message: "must be one of UTC, TAI, TT, TDB, HJD, BJD_TDB" },
    ]);
  });

  it("tells field and reason of each bad row and keeps the good ones", () => {
    const { good, rejected } = readRows(
      [
        { observedAtMjd: 59000, band: "r", mag: 18 },
        { observedAtMjd: 59000, band: "r" },
        { band: "r", mag: 18 },
        { observedAtMjd: 59000, band: "r", mag: "bright" },
        { observedAtMjd: 59000, band: "r", mag: 18, colour: "blue" },
        { observedAtMjd: 59000, band: "r", mag: 18, limitMag: 20 },
        { observedAtMjd: 59000, band: "r", fluxNjy: -50, limitMag: 20 },
      ],
      "ann",
    );
    expect(good).toHaveLength(1);
    expect(rejected.map((r) => [r.index, r.field])).toEqual([
      [1, "mag"],
      [2, "observedAt"],
      [3, "mag"],
      [4, "colour"],
      [5, "limitMag"],
      [6, "limitMag"],
    ]);
  });

  it("reads pasted tables with other people's headings, JD and sentinels", () => {
    const table = readPastedCsv(
      "jd filter magnitude error limit\n2458856.0 r 17.3 0.05 -999.0\n2458857.0 g nan nan 20.1\n2458858.0 g 17.4 0.05 20.1\n",
    );
    expect(table.problems).toEqual([]);
    expect(table.rows).toEqual([
      { observedAtMjd: 58855.5, band: "r", mag: 17.3, magErr: 0.05 },
      { observedAtMjd: 58856.5, band: "g", limitMag: 20.1 },
      { observedAtMjd: 58857.5, band: "g", mag: 17.4, magErr: 0.05 },
    ]);
  });

  it("reads the scale of pasted times from the heading, from a column, or as it is chosen", () => {
    const timesOf = (text: string, scale?: "TAI") =>
      readPastedCsv(text, scale).rows.map(({ observedAt, observedAtMjd, timeScale }) => [
        observedAt ?? observedAtMjd,
        timeScale,
      ]);
    expect(timesOf("bjd_tdb,filter,mag\n2458856.0427,r,17.3\n")).toEqual([["2458856.0427", "bjd"]]);
    expect(timesOf("mjd,timescale,filter,mag\n58855.5,TT,r,17.3\n", "TAI")).toEqual([[58855.5, "TT"]]);
    expect(timesOf("mjd,filter,mag\n58855.5,r,17.3\n", "TAI")).toEqual([[58855.5, "TAI"]]);
    // A time that needs no position is the better of two.
    expect(readPastedCsv("hjd,mjd,filter,mag\n2458856.5,58855.9,r,17.3\n")).toMatchObject({
      rows: [{ observedAtMjd: 58855.9, band: "r", mag: 17.3 }],
      ignored: ["hjd"],
    });
  });
});
