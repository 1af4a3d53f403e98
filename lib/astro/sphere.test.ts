import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Position } from "./coordinates";
import {
  coneBoxes,
  fromVector,
  offsetPosition,
  positionAngleDeg,
  positionAt,
  type SkyBox,
  separationArcsec,
  separationDeg,
  toUnitVector,
} from "./sphere";

fc.configureGlobal({ numRuns: 1000 });

const at = (raDeg: number, decDeg: number): Position => ({ raDeg, decDeg });
const anyRa = fc.oneof(
  fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }),
  fc.constantFrom(0, 1e-9, 180, 359.999999999),
);
const anyDec = fc.oneof(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.constantFrom(-90, 90, 0, 89.999999, -89.999999),
);
const anyPlace = fc.tuple(anyRa, anyDec).map(([raDeg, decDeg]) => at(raDeg, decDeg));
const isInside = (place: Position, boxes: SkyBox[]): boolean =>
  boxes.some(
    (box) =>
      place.decDeg >= box.decMin && place.decDeg <= box.decMax && place.raDeg >= box.raMin && place.raDeg <= box.raMax,
  );

describe("separation and position angle", () => {
  it("agree with Meeus, Astronomical Algorithms, example 17.a: Arcturus and Spica 32.7930 degrees apart", () => {
    expect(separationDeg(at(213.9154, 19.1825), at(201.2983, -11.1614))).toBeCloseTo(32.793, 4);
  });

  // Astropy 8.0.2, SkyCoord.separation and position_angle from (10, 20).
  it.each([
    [10.0001, 20.0001, 0.00013722323639552705, 43.21915270991872],
    [190.0001, -19.9999, 179.99986277672275, 316.7807949213388],
    [200, 85, 74.92618276389075, 359.1019238009023],
  ])("agree with Astropy towards (%f, %f)", (ra, dec, separation, angle) => {
    expect(Math.abs(separationDeg(at(10, 20), at(ra, dec)) - separation)).toBeLessThan(1e-12);
    expect(Math.abs(positionAngleDeg(at(10, 20), at(ra, dec)) - angle)).toBeLessThan(1e-6);
  });

  it("keep their digits for coincident, very close and antipodal places", () => {
    expect(separationDeg(at(10, 20), at(10, 20))).toBe(0);
    expect(separationArcsec(at(10, 20), at(10, 20 + 1e-9))).toBeCloseTo(3.6e-6, 9);
    expect(separationDeg(at(10, 20), at(190, -20))).toBeCloseTo(180, 12);
    expect(separationArcsec(at(0.00001, 0), at(359.99999, 0))).toBeCloseTo(0.072, 9);
    expect(separationDeg(at(0, 90), at(123, 90))).toBeCloseTo(0, 12);
  });

  it("turn from north through east", () => {
    expect(positionAngleDeg(at(10, 0), at(10, 1))).toBe(0);
    expect(positionAngleDeg(at(10, 0), at(11, 0))).toBeCloseTo(90, 10);
    expect(positionAngleDeg(at(0, 0), at(359, 0))).toBeCloseTo(270, 10);
  });

  it("separation is a distance: symmetric, and never longer than a detour", () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, anyPlace, (a, b, c) => {
        expect(separationDeg(a, b)).toBeCloseTo(separationDeg(b, a), 10);
        expect(separationDeg(a, c)).toBeLessThanOrEqual(separationDeg(a, b) + separationDeg(b, c) + 1e-9);
      }),
    );
  });

  it("offsetPosition goes as far and in the direction that are measured back", () => {
    const place = fc.tuple(anyRa, fc.double({ min: -89, max: 89, noNaN: true }));
    fc.assert(
      fc.property(
        place,
        fc.double({ min: 1, max: 359, noNaN: true }),
        fc.double({ min: 1, max: 500_000, noNaN: true }),
        ([ra, dec], angle, arcsec) => {
          const to = offsetPosition(at(ra, dec), angle, arcsec);
          expect(separationArcsec(at(ra, dec), to)).toBeCloseTo(arcsec, 6);
          expect(Math.abs(positionAngleDeg(at(ra, dec), to) - angle)).toBeLessThan(1e-5);
        },
      ),
    );
  });

  it("unit vectors go there and back", () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        expect(separationArcsec(place, fromVector(toUnitVector(place)))).toBeLessThan(1e-7);
      }),
    );
  });
});

describe("coneBoxes", () => {
  const anyRadius = fc.oneof(
    fc.double({ min: 1e-3, max: 7200, noNaN: true }),
    fc.double({ min: 7200, max: 648_000, noNaN: true }),
  );

  it("hold every place of the cone, over the whole sphere, poles and RA 0 included", () => {
    fc.assert(
      fc.property(
        anyPlace,
        anyRadius,
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (center, radius, angle, part) => {
          const place = offsetPosition(center, angle, radius * part);
          expect(isInside(place, coneBoxes(center.raDeg, center.decDeg, radius))).toBe(true);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it("find what brute force finds among random places", () => {
    fc.assert(
      fc.property(
        anyPlace,
        anyRadius,
        fc.array(anyPlace, { minLength: 20, maxLength: 20 }),
        (center, radius, places) => {
          const boxes = coneBoxes(center.raDeg, center.decDeg, radius);
          for (const place of places) {
            if (separationArcsec(center, place) <= radius) expect(isInside(place, boxes)).toBe(true);
          }
        },
      ),
    );
  });

  it("are one box, two across RA 0, and the full circle around a pole", () => {
    expect(coneBoxes(180, 0, 3600)).toHaveLength(1);
    expect(coneBoxes(0.1, 0, 3600)).toHaveLength(2);
    expect(coneBoxes(359.9, 0, 3600)).toHaveLength(2);
    for (const dec of [89.9, -89.9, 90, -90]) {
      expect(coneBoxes(10, dec, 3600)).toEqual([expect.objectContaining({ raMin: 0, raMax: 360 })]);
    }
    expect(coneBoxes(10, 20, 648_000)).toEqual([{ decMin: -90, decMax: 90, raMin: 0, raMax: 360 }]);
  });

  it("are no wider than the circle: 1 degree at declination 60 is 2.0003 degrees of RA to each side", () => {
    const [box] = coneBoxes(180, 60, 3600);
    expect((box?.raMax ?? 0) - 180).toBeCloseTo(2.0003, 4);
    expect(box?.decMax).toBeCloseTo(61, 8);
  });

  it("stay within [0, 360] and [-90, 90], with the lower end first", () => {
    fc.assert(
      fc.property(anyPlace, anyRadius, ({ raDeg, decDeg }, radius) => {
        for (const box of coneBoxes(raDeg, decDeg, radius)) {
          expect(box.raMin >= 0 && box.raMax <= 360 && box.raMin <= box.raMax).toBe(true);
          expect(box.decMin >= -90 && box.decMax <= 90 && box.decMin <= box.decMax).toBe(true);
        }
      }),
    );
  });
});

describe("positionAt", () => {
  const barnard = {
    raDeg: 269.452077,
    decDeg: 4.693391,
    epoch: 2000,
    pmRaMasPerYr: -801.551,
    pmDecMasPerYr: 10362.394,
  };

  // Astropy 8.0.2, SkyCoord.apply_space_motion at a distance of 1 Mpc (no parallax, no radial velocity).
  it.each([
    [2016, 269.448502329535, 4.739446065343433],
    [2026, 269.4462679208951, 4.7682304452656945],
    [2100, 269.42972756703165, 4.981232479184504],
  ])("moves Barnard's star as Astropy does, to %i", (epoch, raDeg, decDeg) => {
    expect(separationArcsec(positionAt(barnard, epoch), at(raDeg, decDeg))).toBeLessThan(0.001);
  });

  it("is right beside the pole, where RA runs fast", () => {
    const star = { raDeg: 30, decDeg: 89.9999, epoch: null, pmRaMasPerYr: 5000, pmDecMasPerYr: 3000 };
    expect(separationArcsec(positionAt(star, 2100), at(150.93341383686104, 89.83808097235409))).toBeLessThan(0.01);
  });

  it("is the same place without motion or at its own epoch; null is no motion and J2000", () => {
    const still = { raDeg: 10, decDeg: -20, epoch: null, pmRaMasPerYr: null, pmDecMasPerYr: null };
    expect(positionAt(still, 2026)).toEqual(at(10, -20));
    expect(positionAt({ ...barnard, epoch: 2016 }, 2016)).toEqual(at(269.452077, 4.693391));
    expect(positionAt({ ...barnard, epoch: null }, 2016)).toEqual(positionAt(barnard, 2016));
  });
});
