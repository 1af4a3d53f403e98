import { describe, expect, it } from "vitest";
import { binned, unbinned } from "./bins";
import { decodeColumns, encodeColumns, type LightCurveRow } from "./columns";
import { csvCells, csvHeader } from "./csv";
import { nearestPoint, nextPoint, pointsInside } from "./hit-test";
import { dateTick, rangeOfPercents, zoomPercents } from "./option";
import { buildModel } from "./plot-model";
import { pointFacts } from "./point-facts";
import { sampleRow } from "./sample-rows";
import { isolate, toggle } from "./series-visibility";
import { defaultState } from "./state";
import { leftOutText, summaryText } from "./summary";
import { exportedRows } from "./use-downloads";
import { firstDetection } from "./use-plot-model";
import { ringsOf, rowIdsOf } from "./use-selection";
import { zoomedBy } from "./zoom";

const target = { firstDetectionMjd: 58850, distanceModulusMag: null, distanceNote: "" };
const noneHidden: ReadonlySet<string> = new Set();

function plot(rows: readonly LightCurveRow[]) {
  const columns = decodeColumns(encodeColumns(rows));
  const prepared = unbinned(columns);
  return { columns, prepared, model: buildModel(columns, prepared.groups, defaultState, target) };
}

const nights = [
  sampleRow({ id: "a", observedAtMjd: 58850.9, mag: 18 }),
  sampleRow({ id: "b", observedAtMjd: 58851.1, mag: 18.2 }),
  sampleRow({ id: "c", observedAtMjd: 58852, mag: 19, band: "r" }),
];

describe("finding points", () => {
  // 10 px a day, 100 px a magnitude, origin at MJD 58850 and 15 mag.
  const scale = { scaleX: 10, offsetX: -588_500, scaleY: 100, offsetY: -1500 };

  it("takes the nearest within reach and nothing beyond", () => {
    const visible = { model: plot(nights).model, hidden: noneHidden };
    expect(nearestPoint(visible, scale, { x: 10, y: 301 }, 12)?.row).toBe(0);
    expect(nearestPoint(visible, scale, { x: 40, y: 301 }, 12)).toBeNull();
  });

  it("passes over hidden series", () => {
    const visible = { model: plot(nights).model, hidden: new Set(["ZTF:r"]) };
    expect(nearestPoint(visible, scale, { x: 20, y: 400 }, 12)).toBeNull();
  });

  it("walks through all points in time, both ways, within what is visible", () => {
    const visible = { model: plot(nights).model, hidden: noneHidden };
    const walk = (direction: 1 | -1, range: readonly [number, number]) => {
      const rows: number[] = [];
      for (
        let hit = nextPoint(visible, null, direction, range);
        hit !== null;
        hit = nextPoint(visible, hit.x, direction, range)
      ) {
        rows.push(hit.row);
      }
      return rows;
    };
    expect(walk(1, [58850, 58853])).toEqual([0, 1, 2]);
    expect(walk(-1, [58850, 58853])).toEqual([2, 1, 0]);
    expect(walk(1, [58851, 58853])).toEqual([1, 2]);
  });

  it("selects the rows inside a box, borders included, each once", () => {
    const { model, prepared, columns } = plot(nights);
    const hits = pointsInside({ model, hidden: noneHidden }, [58850.9, 58851.5, 17, 18.5]);
    expect(rowIdsOf([...hits, ...hits], prepared, columns)).toEqual(["a", "b"]);
    expect([...(ringsOf(hits)?.x ?? [])]).toEqual([58850.9, 58851.1]);
    expect(ringsOf([])).toBeNull();
  });
});

describe("nightly bins", () => {
  it("average in flux across UTC midnight and stand for all their rows", () => {
    const { columns, prepared } = plot(nights);
    const means = binned(prepared);
    expect(means.columns.count).toBe(2);
    const g = means.groups.find(({ key }) => key === "ZTF:g")?.rows[0] ?? -1;
    expect(means.membersOf(g)).toEqual([0, 1]);
    const model = buildModel(means.columns, means.groups, { ...defaultState, bins: "night" }, target);
    const hits = pointsInside({ model, hidden: noneHidden }, [58850, 58851.5, 0, 30]);
    expect(rowIdsOf(hits, means, columns)).toEqual(["a", "b"]);
  });

  it("give two equal measurements their own magnitude and an error smaller by the root of two", () => {
    const same = { mag: 18, magErr: 0.1, fluxNjy: null, fluxErrNjy: null };
    const { columns } = binned(plot([sampleRow(same), sampleRow({ ...same, observedAtMjd: 58855.52 })]).prepared);
    expect(columns.mag[0]).toBeCloseTo(18, 4);
    expect(columns.magErr[0]).toBeCloseTo(0.1 / Math.SQRT2, 4);
    expect(columns.observedAtMjd[0]).toBeCloseTo(58855.51, 9);
  });

  it("keep limits, flagged points, kinds of brightness and forced photometry apart", () => {
    const rows = [
      sampleRow({ id: "detection" }),
      sampleRow({ id: "flagged", flagged: true }),
      sampleRow({ id: "forced", forced: true }),
      sampleRow({ id: "total", brightness: "total" }),
      sampleRow({ id: "limit", mag: null, magErr: null, fluxNjy: null, fluxErrNjy: null, limitMag: 20 }),
    ];
    expect(binned(plot(rows).prepared).columns.count).toBe(5);
  });

  it("keep a mean below the reference negative, and Vega magnitudes without a flux", () => {
    const negative = binned(plot([sampleRow({ negative: true, fluxNjy: -5000 })]).prepared).columns;
    expect(negative.fluxNjy[0]).toBe(-5000);
    expect(negative.mag[0]).toBeCloseTo(31.4 - 2.5 * Math.log10(5000), 4);
    const vega = binned(plot([sampleRow({ magSystem: "Vega", fluxNjy: null, fluxErrNjy: null })]).prepared).columns;
    expect(vega.mag[0]).toBeCloseTo(18, 4);
    expect(vega.fluxNjy[0]).toBeNaN();
  });
});

describe("zoom", () => {
  const extent = [100, 200, 10, 20] as const;

  it("goes to per cent and back", () => {
    const { x, y } = zoomPercents([120, 140, 12, 13], extent);
    expect(x).toEqual([20, 40]);
    expect(rangeOfPercents(x, y, extent)).toEqual([120, 140, 12, 13]);
    expect(rangeOfPercents([0, 100], [0, 100], extent)).toBeNull();
  });

  it("by key stays inside and ends in everything", () => {
    expect(zoomedBy([100, 200, 10, 20], 0.5, extent)).toEqual([125, 175, 12.5, 17.5]);
    expect(zoomedBy([125, 175, 12.5, 17.5], 10, extent)).toBeNull();
  });

  it("labels dates in UTC as short as they are exact", () => {
    expect(dateTick(Date.UTC(2020, 0, 1))).toBe("2020");
    expect(dateTick(Date.UTC(2020, 3, 1))).toBe("Apr 2020");
    expect(dateTick(Date.UTC(2020, 3, 7))).toBe("7 Apr");
    expect(dateTick(Date.UTC(2020, 3, 7, 6, 30))).toBe("06:30");
  });
});

describe("legend", () => {
  const all = ["ZTF:g", "ZTF:r", "LSST:r"];

  it("isolates by double-click and shows everything by the next one", () => {
    // What the two clicks of a double-click leave behind.
    const doubleClick = (hidden: readonly string[], key: string) =>
      isolate(all, new Set(toggle(new Set(hidden), key)), key, true);
    const alone = doubleClick([], "ZTF:r");
    expect(alone).toEqual(["ZTF:g", "LSST:r"]);
    expect(doubleClick(alone, "ZTF:r")).toEqual([]);
    expect(doubleClick(alone, "ZTF:g")).toEqual(["ZTF:r", "LSST:r"]);
  });
});

describe("words about points", () => {
  const deliverers = new Map([
    ["alerce", "ALeRCE"],
    ["lasair", "Lasair"],
  ]);

  it("give value, error, time in each form and where the point comes from", () => {
    const { columns } = plot([
      sampleRow({ observedAtMjd: 58855.54229, via: ["alerce", "lasair", "file"], telescope: "P48" }),
    ]);
    const facts = pointFacts(columns, 0, { firstDetectionMjd: 58850, memberCount: 1, deliverers });
    expect(facts.title).toBe("g · ZTF");
    expect(facts.value).toBe("18.00\u2009±\u20090.05 AB");
    const lines = Object.fromEntries(facts.lines.map(({ label, text }) => [label, text]));
    expect(lines).toMatchObject({
      MJD: "58855.54229",
      Date: "2020-01-07 13:00:54",
      Scale: "UTC, start of exposure",
      "Since T₀": "5.54\u2009d",
      Via: "ALeRCE, Lasair, file",
      Telescope: "P48",
    });
  });

  it("print a limit as one", () => {
    const { columns } = plot([
      sampleRow({ mag: null, magErr: null, fluxNjy: null, fluxErrNjy: null, limitMag: 20.314, limitSigma: 5 }),
    ]);
    expect(pointFacts(columns, 0, { firstDetectionMjd: null, memberCount: 1, deliverers }).value).toBe(
      "> 20.31 AB (5σ)",
    );
  });

  it("sum the curve up for those who do not see it", () => {
    const { columns, model } = plot([
      ...nights,
      sampleRow({ id: "d", mag: null, magErr: null, fluxNjy: -1, fluxErrNjy: 1, observedAtMjd: 58860 }),
    ]);
    expect(summaryText(columns, "SN 2020oi")).toBe(
      "Light curve of SN 2020oi: 4 measurements by ZTF, 2020-01-02 to 2020-01-12 UTC. Brightest: g 18.00\u2009±\u20090.05, 2020-01-02. Newest detection: g, 2020-01-12.",
    );
    const forced = sampleRow({ id: "f", forced: true, mag: 22.61, observedAtMjd: 58890 });
    expect(summaryText(plot([...nights, forced]).columns, "SN 2020oi")).toContain("Newest detection: r 19.00");
    expect(summaryText(plot([forced]).columns, "SN 2020oi")).toContain("Newest forced measurement: g 22.61");
    expect(leftOutText(model)).toBe("Not drawn: 1 point without a magnitude (flux shows them).");
    expect(summaryText(decodeColumns(encodeColumns([])), "X")).toBe("No photometry of X yet.");
  });

  it("take the first detection from rows that are one", () => {
    const rows = [
      sampleRow({ observedAtMjd: 1, forced: true }),
      sampleRow({ observedAtMjd: 2, flagged: true }),
      sampleRow({ observedAtMjd: 3, mag: null, fluxNjy: null, limitMag: 20 }),
      sampleRow({ observedAtMjd: 5 }),
      sampleRow({ observedAtMjd: 4 }),
    ];
    expect(firstDetection(plot(rows).columns)).toBe(4);
    expect(firstDetection(plot(rows.slice(0, 3)).columns)).toBeNull();
  });
});

describe("CSV", () => {
  it("has every visible row in order of time, empty where nothing is known", () => {
    const { columns } = plot([
      sampleRow({ observedAtMjd: 58860 }),
      sampleRow({ band: "r" }),
      sampleRow({ magErr: null, via: ["a", "b"] }),
    ]);
    const rows = exportedRows(columns, new Set(["ZTF:r"]), "all");
    expect(rows).toEqual([2, 0]);
    const [cells = []] = csvCells(columns, rows);
    const record = Object.fromEntries(csvHeader.map((name, i) => [name, cells[i]]));
    expect(record).toMatchObject({
      observed_at_utc: "2020-01-07T12:00:00",
      mag: 18,
      mag_err: "",
      limit_mag: "",
      via: "a, b",
    });
  });
});
