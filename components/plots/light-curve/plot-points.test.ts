import { describe, expect, it } from "vitest";
import { decodeColumns, encodeColumns, type LightCurveRow } from "./columns";
import { looks } from "./measure";
import { buildModel, distanceFacts, type PlotModel, type TargetFacts } from "./plot-model";
import { groupSeries } from "./plot-points";
import { sampleRow } from "./sample-rows";
import { defaultState, type LightCurveState } from "./state";

const target: TargetFacts = { firstDetectionMjd: 58855, distanceModulusMag: null, distanceNote: "" };

function modelOf(rows: readonly LightCurveRow[], state: Partial<LightCurveState> = {}, known = target): PlotModel {
  const columns = decodeColumns(encodeColumns(rows));
  return buildModel(columns, groupSeries(columns), { ...defaultState, ...state }, known);
}

const points = (model: PlotModel) =>
  model.series.flatMap(({ key, batches }) =>
    batches.flatMap((batch) =>
      Array.from(batch.x, (x, i) => ({ key, look: batch.look, x, y: batch.y[i] ?? Number.NaN, row: batch.row[i] })),
    ),
  );

const limit = { mag: null, magErr: null, fluxNjy: null, fluxErrNjy: null };

describe("plotted points", () => {
  it("are one series for each survey and band, whatever way the band is spelled, blue before red", () => {
    const bands = ["r", "ztfg", "g", "i"].map((band, i) => sampleRow({ id: String(i), band }));
    const model = modelOf([...bands, sampleRow({ source: "LSST", band: "g" })]);
    expect(model.series.map(({ key }) => key)).toEqual(["LSST:g", "ZTF:g", "ZTF:r", "ZTF:i"]);
    expect(model.series[1]?.rowCount).toBe(2);
  });

  it("are in order of time, although rows are not", () => {
    const rows = [3, 1, 2].map((day) => sampleRow({ id: String(day), observedAtMjd: 58850 + day }));
    expect(points(modelOf(rows)).map(({ x }) => x)).toEqual([58851, 58852, 58853]);
  });

  it("look as they were measured", () => {
    const rows = [
      sampleRow({}),
      sampleRow({ forced: true }),
      sampleRow({ negative: true }),
      sampleRow({ flagged: true }),
      sampleRow({ ...limit, limitMag: 20.4 }),
    ];
    const seen = points(modelOf(rows)).map(({ look }) => look);
    expect([...seen].sort()).toEqual([...looks].sort());
  });

  it("have no magnitude where the flux is not positive, and the plot says how many", () => {
    const model = modelOf([sampleRow({ mag: null, magErr: null, fluxNjy: -500, fluxErrNjy: 200 })]);
    expect(points(model)).toEqual([]);
    expect(model.leftOut.noMagnitude).toBe(1);
  });

  it("have a magnitude that is not drawn where the flux is lost in its error, and are drawn in flux", () => {
    const lost = sampleRow({ mag: 30.65, magErr: 130, fluxNjy: 2, fluxErrNjy: 240, forced: true });
    const model = modelOf([lost]);
    expect([points(model), model.leftOut.noMagnitude]).toEqual([[], 1]);
    expect(points(modelOf([lost], { brightnessAxis: "flux" }))).toHaveLength(1);
  });

  it("get the AB magnitude of their flux: 3631 Jy is 0 mag within 0.001", () => {
    const model = modelOf([sampleRow({ mag: null, magErr: null, fluxNjy: 3631e9, fluxErrNjy: 1e9 })]);
    expect(points(model)[0]?.y).toBeCloseTo(0, 3);
  });

  it("show a negative difference below zero in flux", () => {
    const model = modelOf([sampleRow({ negative: true, fluxNjy: null, fluxErrNjy: null, mag: 18 })], {
      brightnessAxis: "flux",
    });
    expect(points(model)[0]?.y).toBeLessThan(0);
  });

  it("leave Vega magnitudes out of a flux axis and say so", () => {
    const vega = sampleRow({ magSystem: "Vega", fluxNjy: null, fluxErrNjy: null });
    const model = modelOf([vega], { brightnessAxis: "flux" });
    expect(points(model)).toEqual([]);
    expect(model.leftOut.noFlux).toBe(1);
  });

  it("become limits of so many sigma below the asked signal-to-noise", () => {
    const faint = sampleRow({ mag: null, magErr: null, fluxNjy: 1000, fluxErrNjy: 1000 });
    const [point] = points(modelOf([faint], { minSnr: 3 }));
    expect(point?.look).toBe("limit");
    expect(point?.y).toBeCloseTo(31.4 - 2.5 * Math.log10(3000), 4);
    expect(modelOf([faint, sampleRow({})], { minSnr: 3 }).leftOut).toMatchObject({ faint: 0, faintLimits: 1 });
  });

  it("are left out below the asked signal-to-noise where only a magnitude error is known", () => {
    const model = modelOf([sampleRow({ fluxNjy: null, fluxErrNjy: null, magErr: 0.5 })], { minSnr: 3 });
    expect(model.leftOut.faint).toBe(1);
  });

  it("stay whatever the threshold where no noise is known", () => {
    const model = modelOf([sampleRow({ fluxErrNjy: null, magErr: null })], { minSnr: 100 });
    expect(points(model)).toHaveLength(1);
  });

  it("are of the chosen kind of brightness only", () => {
    const rows = [sampleRow({}), sampleRow({ brightness: "total", mag: 15 })];
    expect(points(modelOf(rows, { light: "total" })).map(({ y }) => y)).toEqual([15]);
    expect(points(modelOf(rows, { light: "difference" })).map(({ y }) => y)).toEqual([18]);
  });

  it("stand twice when folded, one cycle apart, phase 0 at the first detection", () => {
    const rows = [0, 2.5, 10.5].map((days) => sampleRow({ id: String(days), observedAtMjd: 58855 + days }));
    const phases = points(modelOf(rows, { foldPeriodDays: 5 })).map(({ x }) => x);
    [0, 0.1, 0.5, 1, 1.1, 1.5].forEach((phase, i) => {
      expect(phases[i]).toBeCloseTo(phase, 9);
    });
  });

  it("count days from the first detection", () => {
    expect(points(modelOf([sampleRow({ observedAtMjd: 58860.25 })], { time: "days" }))[0]?.x).toBeCloseTo(5.25, 9);
  });

  it("are fainter by the distance modulus on the absolute axis (10 Mpc: 30 mag)", () => {
    const known = {
      firstDetectionMjd: 58855,
      ...distanceFacts({ distancePc: 1e7, parallaxMas: null, redshift: 0.01 }),
    };
    const model = modelOf([sampleRow({ mag: 14 })], { brightnessAxis: "abs" }, known);
    expect(points(model)[0]?.y).toBeCloseTo(-16, 5);
    expect(model.yLabel).toContain("10\u2009Mpc");
  });

  it("are so by the parallax where no distance is known (1 mas: 10 mag)", () => {
    const known = { firstDetectionMjd: 58855, ...distanceFacts({ distancePc: null, parallaxMas: 1, redshift: 0.01 }) };
    const model = modelOf([sampleRow({ mag: 14 })], { brightnessAxis: "abs" }, known);
    expect(points(model)[0]?.y).toBeCloseTo(4, 5);
    expect(model.yLabel).toContain("parallax 1\u2009mas");
  });

  it("are apparent where no distance is known, although the link asks for absolute ones", () => {
    const model = modelOf([sampleRow({ mag: 14 })], { brightnessAxis: "abs" });
    expect(points(model)[0]?.y).toBe(14);
    expect(model.yLabel).toMatch(/^Magnitude/);
  });

  it("ring the newest detection, not a limit, a forced, a flagged or a hidden one", () => {
    const rows = [
      sampleRow({ observedAtMjd: 58860 }),
      sampleRow({ observedAtMjd: 58870, flagged: true }),
      sampleRow({ observedAtMjd: 58880, ...limit, limitMag: 20 }),
      sampleRow({ observedAtMjd: 58890, band: "r" }),
      sampleRow({ observedAtMjd: 58900, forced: true }),
      sampleRow({ observedAtMjd: 58910, forced: true, negative: true, mag: null, fluxNjy: -500 }),
    ];
    expect(modelOf(rows, { brightnessAxis: "flux" }).newest?.x).toBe(58890);
    expect(modelOf(rows.slice(4)).newest).toBeNull();
    expect(modelOf(rows).newest?.x).toBe(58890);
    expect(modelOf(rows, { hidden: ["ZTF:r"] }).newest?.x).toBe(58860);
  });

  it("lie inside the extent, which one wild error bar does not stretch", () => {
    const calm = [sampleRow({ mag: 17 }), sampleRow({ mag: 19 })];
    const { extent } = modelOf([...calm, sampleRow({ mag: 18, magErr: 12 })]);
    expect(extent[2]).toBeGreaterThan(16);
    expect(extent[2]).toBeLessThan(17);
    expect(extent[3]).toBeLessThan(20);
  });

  it("leave an empty but drawable plot when there are none", () => {
    const { extent } = modelOf([sampleRow({ ...limit, limitMag: 20 })], { limits: false });
    expect(extent[1]).toBeGreaterThan(extent[0]);
  });
});

describe("axis labels", () => {
  it("say every switch", () => {
    const known = { firstDetectionMjd: 58855.5, distanceModulusMag: null, distanceNote: "" };
    const rows = [sampleRow({}), sampleRow({ brightness: "total", magSystem: "Vega" })];
    const state = { bins: "night", minSnr: 3, limits: false, time: "days" } as const;
    const model = modelOf(rows, state, known);
    expect(model.yLabel).toBe(
      "Magnitude (AB, Vega), difference and total, nightly mean in flux, S/N\u2009≥\u20093, limits hidden",
    );
    expect(model.xLabel).toBe("Days since first detection (MJD\u200958855.5, UTC)");
  });

  it("name the period and the zero of a folded curve", () => {
    expect(modelOf([sampleRow({})], { foldPeriodDays: 0.567 }).xLabel).toBe(
      "Phase, period 0.567\u2009d, phase 0 at MJD\u200958855",
    );
    expect(modelOf([sampleRow({})]).xLabel).toBe("MJD (UTC)");
  });

  it("choose the unit of flux by the brightest point", () => {
    const label = (fluxNjy: number) => modelOf([sampleRow({ fluxNjy })], { brightnessAxis: "flux" }).yLabel;
    expect(label(900)).toMatch(/^Flux \(nJy\)/);
    expect(label(90_000)).toMatch(/^Flux \(µJy\)/);
    expect(label(9e7)).toMatch(/^Flux \(mJy\)/);
  });
});
