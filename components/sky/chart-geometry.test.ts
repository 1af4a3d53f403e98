import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { separationArcsec } from "@/lib/astro/sphere";
import { isInside, project, scaleBar, unproject } from "./chart-geometry";
import { fieldFrom } from "./field";
import { graticule } from "./graticule";

const chartAt = (raDeg: number, decDeg: number, fieldDeg = 1 / 6) => ({
  centre: { raDeg, decDeg },
  fieldDeg,
  size: 400,
});

describe("finder chart", () => {
  it("has north up and east left", () => {
    const chart = chartAt(185.73, 15.82);
    const north = project(chart, { raDeg: 185.73, decDeg: 15.87 });
    const east = project(chart, { raDeg: 185.78, decDeg: 15.82 });
    expect(north?.y).toBeLessThan(-50);
    expect(Math.abs(north?.x ?? 9)).toBeLessThan(1e-6);
    expect(east?.x).toBeLessThan(-50);
  });

  it("puts the edge of the field on the edge of the chart", () => {
    const edge = project(chartAt(10, 0, 10), { raDeg: 10, decDeg: 5 });
    expect(edge?.y).toBeCloseTo(-200, 6);
  });

  it("projects across RA 0", () => {
    const chart = chartAt(0.01, -30);
    const west = project(chart, { raDeg: 359.99, decDeg: -30 });
    expect(west?.x).toBeGreaterThan(0);
    expect(west && isInside(chart, west)).toBe(true);
  });

  it("shows nothing from the far side of the sky", () => {
    expect(project(chartAt(10, 20), { raDeg: 190, decDeg: -20 })).toBeNull();
  });

  it("finds the position under every place of the chart again, poles included", () => {
    const place = fc.integer({ min: -200, max: 200 });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 359.9, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        place,
        place,
        (ra, dec, x, y) => {
          const chart = chartAt(ra, dec, 1);
          const back = project(chart, unproject(chart, { x, y }));
          expect(back?.x).toBeCloseTo(x, 5);
          expect(back?.y).toBeCloseTo(y, 5);
        },
      ),
    );
  });

  it.each([
    [2, "30″"],
    [10, "2′"],
    [60, "15′"],
  ])("has a round scale bar in a field of %i arcmin", (arcmin, label) => {
    const chart = chartAt(50, 40, arcmin / 60);
    const bar = scaleBar(chart);
    expect(bar.label).toBe(label);
    const end = unproject(chart, { x: bar.length, y: 0 });
    const arcsec = label.endsWith("″") ? Number.parseFloat(label) : Number.parseFloat(label) * 60;
    expect(separationArcsec(chart.centre, end)).toBeCloseTo(arcsec, 4);
  });

  it.each([
    [185.73, 15.82],
    [0.01, -0.5],
    [120, 89.99],
    [300, -90],
  ])("draws grid lines that stay near the chart at %d, %d", (ra, dec) => {
    const { dec: parallels, ra: meridians } = graticule(chartAt(ra, dec));
    const lines = [...parallels, ...meridians];
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.length).toBeLessThan(30);
    for (const line of lines) {
      for (const { x, y } of line.points) expect(Math.abs(x) + Math.abs(y)).toBeLessThan(3000);
    }
  });

  it("labels right ascension in hours and declination in degrees", () => {
    const { dec, ra } = graticule(chartAt(185.728875, 15.823, 0.5));
    expect(ra.map(({ label }) => label)).toContain("12 23");
    expect(dec.map(({ label }) => label)).toContain("+15 50");
  });

  it("labels no declination where the words of the upper left corner stand", () => {
    const inCorner = ({ x, y }: { x: number; y: number }) => x < 27 && y < -200 + 83;
    const labels = [0.05, 0.1, 1 / 6, 0.5, 1].flatMap((fieldDeg) =>
      [-70.1, -5.33, 0.2, 15.82, 22.31].flatMap((decDeg) => graticule(chartAt(185.73, decDeg, fieldDeg)).dec),
    );
    const places = labels.flatMap(({ labelAt }) => (labelAt === null ? [] : [labelAt]));
    expect(places.some(({ x, y }) => y < -200 + 83 && x > 27 && x < 100)).toBe(true);
    expect(places.filter(inCorner)).toEqual([]);
  });

  it("takes an unknown field of view for the usual one", () => {
    expect(fieldFrom("30")).toBe(30);
    expect(fieldFrom("-7")).toBe(10);
    expect(fieldFrom(null)).toBe(10);
  });
});
