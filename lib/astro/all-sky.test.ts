import { describe, expect, it } from "vitest";
import { toSkyMap } from "./all-sky";

describe("the map of the whole sky", () => {
  it("has 12 h in the middle, the poles above and below, east to the left", () => {
    expect(toSkyMap({ raDeg: 180, decDeg: 0 })).toEqual({ x: expect.closeTo(0, 12), y: 0 });
    expect(toSkyMap({ raDeg: 33, decDeg: 90 })).toEqual({ x: expect.closeTo(0, 12), y: expect.closeTo(1, 12) });
    expect(toSkyMap({ raDeg: 200, decDeg: 0 }).x).toBeLessThan(0);
    expect(toSkyMap({ raDeg: 160, decDeg: 0 }).x).toBeGreaterThan(0);
  });

  it("keeps every place inside its ellipse, and areas equal", () => {
    for (let raDeg = 0; raDeg < 360; raDeg += 7) {
      for (let decDeg = -90; decDeg <= 90; decDeg += 5) {
        const { x, y } = toSkyMap({ raDeg, decDeg });
        expect((x / 2) ** 2 + y ** 2).toBeLessThanOrEqual(1 + 1e-12);
      }
    }
    // A small box anywhere covers cos(dec) times as much of the map as at the equator.
    const area = (raDeg: number, decDeg: number): number => {
      const d = 0.001;
      const at = toSkyMap({ raDeg, decDeg });
      const east = toSkyMap({ raDeg: raDeg + d, decDeg });
      const north = toSkyMap({ raDeg, decDeg: decDeg + d });
      return Math.abs((east.x - at.x) * (north.y - at.y) - (east.y - at.y) * (north.x - at.x));
    };
    const equator = area(180, 0);
    for (const [ra, dec] of [
      [20, 60],
      [300, -45],
      [179, 80],
    ] as const) {
      expect(area(ra, dec) / equator / Math.cos((dec * Math.PI) / 180)).toBeCloseTo(1, 3);
    }
  });
});
