import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constellationOf } from "./constellation";
import { wrapDegrees } from "./degrees";
import { fromGalactic, toGalactic } from "./galactic";
import { healpixCenter, healpixIndex } from "./healpix";
import { separationArcsec } from "./sphere";

fc.configureGlobal({ numRuns: 1000 });

// Astropy 8.0.2: SkyCoord.galactic, get_constellation; astropy-healpix nested indices of order 0, 6, 12, 14.
const places = [
  ["M 100 field", 185.728875, 15.823611, 271.13399349, 76.9000733, "Com", [6, 28035, 114831428, 1837302859]],
  ["origin", 0, 0, 96.33728337, -60.18855195, "Psc", [4, 19456, 79691776, 1275068416]],
  ["galactic centre", 266.4051, -28.936175, 5.33e-5, -8.201e-5, "Sgr", [7, 28830, 118088310, 1889412962]],
  ["near north pole", 359.999, 89.5, 122.80741968, 26.6407401, "UMi", [3, 16383, 67106677, 1073706837]],
  ["near south pole", 12.5, -89.99, 302.93199576, -27.13825222, "Oct", [8, 32768, 134217728, 2147483658]],
  ["M 1", 83.633083, 22.0145, 184.55745771, -5.78435696, "Tau", [5, 24185, 99064147, 1585026358]],
  ["M 31", 10.684708, 41.26875, 121.17432879, -21.57330879, "And", [0, 2709, 11096330, 177541294]],
  ["Cas A", 350.85, 58.815, 111.73475113, -2.12956763, "Cas", [3, 14285, 58512595, 936201527]],
  ["Crux", 186, -60, 299.50455814, 2.68903156, "Cru", [10, 43046, 176320123, 2821121976]],
  ["Cyg A", 299.901, 40.7339, 76.20282931, 5.73409162, "Cyg", [3, 14744, 60392475, 966279611]],
] as const;

describe.each(places)("%s", (_name, raDeg, decDeg, lDeg, bDeg, symbol, cells) => {
  it("has Astropy's galactic coordinates to 0.03 arcsec", () => {
    const galactic = toGalactic({ raDeg, decDeg });
    const off = separationArcsec({ raDeg: galactic.lDeg, decDeg: galactic.bDeg }, { raDeg: lDeg, decDeg: bDeg });
    expect(off).toBeLessThan(0.03);
  });

  it("lies in Astropy's constellation", () => {
    expect(constellationOf({ raDeg, decDeg }).symbol).toBe(symbol);
  });

  it("has astropy-healpix's cells", () => {
    expect([0, 6, 12, 14].map((order) => healpixIndex({ raDeg, decDeg }, order))).toEqual(cells);
  });
});

const anyPlace = fc.record({
  raDeg: fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }),
  decDeg: fc.double({ min: -90, max: 90, noNaN: true }),
});

describe("galactic coordinates", () => {
  it("go there and back over the whole sphere", () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        expect(separationArcsec(place, fromGalactic(toGalactic(place)))).toBeLessThan(1e-6);
      }),
    );
  });

  it("keep separations", () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (a, b) => {
        const [ga, gb] = [toGalactic(a), toGalactic(b)];
        const inGalactic = separationArcsec({ raDeg: ga.lDeg, decDeg: ga.bDeg }, { raDeg: gb.lDeg, decDeg: gb.bDeg });
        expect(Math.abs(inGalactic - separationArcsec(a, b))).toBeLessThan(1e-5);
      }),
    );
  });
});

describe("constellationOf", () => {
  it("gives the full name too, and answers on RA 0, 360 and the poles", () => {
    expect(constellationOf({ raDeg: 185.728875, decDeg: 15.823611 })).toEqual({
      symbol: "Com",
      name: "Coma Berenices",
    });
    expect(constellationOf({ raDeg: 360, decDeg: 0 }).symbol).toBe("Psc");
    expect(constellationOf({ raDeg: 0, decDeg: 90 }).symbol).toBe("UMi");
    expect(constellationOf({ raDeg: 0, decDeg: -90 }).symbol).toBe("Oct");
  });
});

describe("healpixIndex", () => {
  it("never leaves the range of its order, and clamps orders above 14", () => {
    fc.assert(
      fc.property(anyPlace, fc.integer({ min: 0, max: 40 }), (place, order) => {
        const index = healpixIndex(place, order);
        expect(Number.isInteger(index) && index >= 0 && index < 12 * 4 ** Math.min(order, 14)).toBe(true);
      }),
    );
    expect(healpixIndex({ raDeg: 10, decDeg: 20 }, 29)).toBe(healpixIndex({ raDeg: 10, decDeg: 20 }, 14));
  });

  it("holds a place within a cell's size of the cell's centre, and parents are a quarter", () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        const index = healpixIndex(place);
        expect(separationArcsec(place, healpixCenter(index))).toBeLessThan(20);
        expect(Math.floor(index / 4)).toBe(healpixIndex(place, 13));
      }),
    );
  });

  it("is right on the borders of the base cells, where the package is not", () => {
    const corner = (Math.asin(2 / 3) * 180) / Math.PI;
    const offsets = Array.from({ length: 330 }, (_, k) => 10 ** (k / 20 - 15)).flatMap((off) => [off, -off]);
    const declinations = [0, 90, -90, corner, -corner].flatMap((dec) => [dec, ...offsets.map((off) => dec + off)]);
    for (const meridian of [0, 45, 90, 135, 180, 225, 270, 315, 360]) {
      for (const off of [0, 1e-14, -1e-14, 1e-12, -1e-12, 1e-10, -1e-10, 2e-9, -2e-9]) {
        for (const decDeg of declinations.filter((dec) => Math.abs(dec) <= 90)) {
          const place = { raDeg: wrapDegrees(meridian + off), decDeg };
          if (!(separationArcsec(place, healpixCenter(healpixIndex(place))) < 20)) expect.fail(JSON.stringify(place));
        }
      }
    }
  });

  it("answers at the poles", () => {
    expect(healpixIndex({ raDeg: 45, decDeg: 90 })).toBeLessThan(12 * 4 ** 14);
    expect(healpixIndex({ raDeg: 45, decDeg: -90 })).toBeGreaterThanOrEqual(0);
  });
});
