import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeColumns, encodeColumns, type LightCurveColumns, type LightCurveRow, rowFlag } from "./columns";
import { sampleRow } from "./sample-rows";

const nullable = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

function rowAt(columns: LightCurveColumns, i: number): LightCurveRow {
  const flags = columns.flags[i] ?? 0;
  const timeReference = flags & rowFlag.timeStart ? "start" : flags & rowFlag.timeMiddle ? "middle" : null;
  const via = columns.vias[columns.via[i] ?? -1] ?? "";
  return {
    id: columns.idAt(i),
    observedAtMjd: columns.observedAtMjd[i] ?? Number.NaN,
    band: columns.bands[columns.band[i] ?? -1] ?? "",
    mag: nullable(columns.mag[i]),
    magErr: nullable(columns.magErr[i]),
    limitMag: nullable(columns.limitMag[i]),
    limitSigma: nullable(columns.limitSigma[i]),
    fluxNjy: nullable(columns.fluxNjy[i]),
    fluxErrNjy: nullable(columns.fluxErrNjy[i]),
    magSystem: columns.magSystems[columns.magSystem[i] ?? -1] ?? null,
    brightness: flags & rowFlag.total ? "total" : "difference",
    forced: (flags & rowFlag.forced) !== 0,
    negative: (flags & rowFlag.negative) !== 0,
    flagged: (flags & rowFlag.flagged) !== 0,
    timeReference,
    telescope: columns.telescopes[columns.telescope[i] ?? -1] ?? null,
    source: columns.sources[columns.source[i] ?? -1] ?? "",
    via: via === "" ? [] : via.split(", "),
  };
}

const float32 = fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }), { nil: null });
const word = fc.stringMatching(/^[A-Za-z0-9 ]{1,12}$/);
const rows = (id: fc.Arbitrary<string>): fc.Arbitrary<LightCurveRow[]> =>
  fc.array(
    fc.record({
      id,
      observedAtMjd: fc.double({ min: 0, max: 90_000, noNaN: true }),
      band: word,
      mag: float32,
      magErr: float32,
      limitMag: float32,
      limitSigma: float32,
      fluxNjy: float32,
      fluxErrNjy: float32,
      magSystem: fc.option(word, { nil: null }),
      brightness: fc.constantFrom("difference" as const, "total" as const),
      forced: fc.boolean(),
      negative: fc.boolean(),
      flagged: fc.boolean(),
      timeReference: fc.constantFrom("start" as const, "middle" as const, null),
      telescope: fc.option(word, { nil: null }),
      source: word,
      via: fc.array(word, { maxLength: 3 }),
    }),
    { maxLength: 40 },
  );

describe("light curve columns", () => {
  it.each([
    ["UUIDs", fc.uuid()],
    ["any text", fc.string({ unit: "grapheme", maxLength: 20 })],
  ])("give back every row unchanged when ids are %s", (_, id) => {
    fc.assert(
      fc.property(rows(id), (written) => {
        const columns = decodeColumns(encodeColumns(written));
        expect(Array.from({ length: columns.count }, (_unused, i) => rowAt(columns, i))).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });

  it("keep the time to a microsecond", () => {
    const columns = decodeColumns(encodeColumns([sampleRow({ observedAtMjd: 58855.54229169991 })]));
    expect(columns.observedAtMjd[0]).toBe(58855.54229169991);
  });

  it("keep ids beyond 2^53 as text", () => {
    const columns = decodeColumns(encodeColumns([sampleRow({ id: "170587116732416143" })]));
    expect(columns.idAt(0)).toBe("170587116732416143");
  });

  it("take less than 60 bytes a row when ids are UUIDs", () => {
    const id = "019230cf-7f6f-7cc0-8d0e-2f3a4b5c6d7e";
    const many = Array.from({ length: 1000 }, (_, i) => sampleRow({ id, observedAtMjd: 58000 + i }));
    expect(encodeColumns(many).byteLength).toBeLessThan(60_000);
  });

  it("refuse a buffer that is cut, foreign or points outside its dictionaries", () => {
    const good = encodeColumns([sampleRow({}), sampleRow({ band: "r" })]);
    expect(() => decodeColumns(good.slice(0, good.byteLength - 1))).toThrow("cut short");
    expect(() => decodeColumns(new ArrayBuffer(4))).toThrow("cut short");
    expect(() => decodeColumns(new TextEncoder().encode("<!doctype html>").buffer)).toThrow("no header");
    const pointing = good.slice(0);
    const bytes = new Uint8Array(pointing);
    const columns = decodeColumns(pointing);
    bytes[columns.band.byteOffset] = 9;
    expect(() => decodeColumns(pointing)).toThrow("outside its dictionaries");
  });
});
