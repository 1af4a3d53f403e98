import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absoluteMag, distanceModulus, distanceModulusOf, luminosityDistancePc } from "./distance";
import { binNightly, type FluxPoint } from "./nightly";
import {
  drawnMagOfFlux,
  fluxErrToMagErr,
  fluxNjyToMag,
  limitMagOf,
  magErrToFluxErrNjy,
  magOfFlux,
  magToFluxNjy,
  signalToNoise,
} from "./photometry";
import { formatFlux, formatLimit, formatMagnitude } from "./photometry-format";

fc.configureGlobal({ numRuns: 1000 });

describe("AB magnitudes and nJy", () => {
  it("31.4 mag is 1 nJy, 3631 Jy is mag 0 to the rounding of 31.4", () => {
    expect(fluxNjyToMag(1)).toBe(31.4);
    expect(magToFluxNjy(31.4)).toBe(1);
    expect(fluxNjyToMag(3631e9)).toBeCloseTo(0, 3);
    expect(magToFluxNjy(23.9)).toBeCloseTo(1000, 9);
  });

  it("give no magnitude for a flux that is not positive, and never NaN", () => {
    for (const flux of [0, -5, Number.NaN, Infinity, -Infinity]) {
      expect([fluxNjyToMag(flux), fluxErrToMagErr(flux, 1)]).toEqual([null, null]);
    }
    expect(fluxErrToMagErr(100, Number.NaN)).toBeNull();
    expect(fluxErrToMagErr(100, -1)).toBeNull();
  });

  it("give every positive flux its magnitude, with the error where that is known", () => {
    expect(magOfFlux(0.01, 1)).toEqual({ mag: 36.4, magErr: expect.closeTo(108.573_62, 4) });
    expect(magOfFlux(-5, 0)).toEqual({ mag: null, magErr: null });
    for (const unknown of [null, -1, Number.NaN])
      expect(magOfFlux(0.09, unknown)).toEqual({ mag: fluxNjyToMag(0.09), magErr: null });
    expect(magOfFlux(1e-300, 1e10).magErr).toBeNull();
  });

  it("draw no magnitude of a flux that is lost in its error", () => {
    expect(drawnMagOfFlux(0.09, 1)).toEqual({ mag: null, magErr: null });
    expect(drawnMagOfFlux(0.1, 1)).toEqual({ mag: fluxNjyToMag(0.1), magErr: fluxErrToMagErr(0.1, 1) });
    expect(drawnMagOfFlux(0.09, null)).toEqual({ mag: fluxNjyToMag(0.09), magErr: null });
  });

  it("a tenth of relative error is 0.1086 mag, and S/N 1/0.1", () => {
    expect(fluxErrToMagErr(100, 10)).toBeCloseTo(0.108_573_6, 7);
    expect(signalToNoise({ fluxNjy: 100, fluxErrNjy: 10 })).toBe(10);
    expect(signalToNoise({ fluxNjy: -100, fluxErrNjy: 10 })).toBe(-10);
    expect(signalToNoise({ magErr: 0.108_573_6 })).toBeCloseTo(10, 5);
    expect(signalToNoise({ fluxNjy: 100, fluxErrNjy: 0, magErr: null })).toBeNull();
    expect(limitMagOf(100, 5)).toBeCloseTo(31.4 - 2.5 * Math.log10(500), 12);
  });

  it("go there and back", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 35, noNaN: true }),
        fc.double({ min: 1e-4, max: 1, noNaN: true }),
        (mag, err) => {
          const flux = magToFluxNjy(mag);
          expect(fluxNjyToMag(flux)).toBeCloseTo(mag, 9);
          expect(fluxErrToMagErr(flux, magErrToFluxErrNjy(mag, err))).toBeCloseTo(err, 9);
        },
      ),
    );
  });
});

describe("binNightly", () => {
  const point = (observedAtMjd: number, fluxNjy: number, fluxErrNjy: number | null = 1): FluxPoint => ({
    observedAtMjd,
    fluxNjy,
    fluxErrNjy,
  });

  it("averages in flux, not in magnitudes", () => {
    const [night] = binNightly([point(59000.2, 100), point(59000.3, 300)]);
    expect(night).toMatchObject({ fluxNjy: 200, mag: fluxNjyToMag(200) });
    expect(night?.observedAtMjd).toBeCloseTo(59000.25, 9);
    expect(night?.fluxErrNjy).toBeCloseTo(1 / Math.sqrt(2), 12);
    expect(night?.magErr).toBeCloseTo(1.085_736_2 / Math.sqrt(2) / 200, 8);
  });

  it("weights by 1/σ² when every point has an error", () => {
    const [night] = binNightly([point(59000.2, 100, 10), point(59000.3, 200, 20)]);
    expect(night?.fluxNjy).toBeCloseTo((100 / 100 + 200 / 400) / (1 / 100 + 1 / 400), 9);
    expect(night?.fluxErrNjy).toBeCloseTo(1 / Math.sqrt(1 / 100 + 1 / 400), 9);
    expect(night?.observedAtMjd).toBeCloseTo(59000.22, 9);
  });

  it("takes the plain mean and its scatter when an error is missing or 0; one point alone has none", () => {
    for (const missing of [null, 0]) {
      const [night] = binNightly([point(59000.2, 100, 10), point(59000.3, 200, missing)]);
      expect(night?.fluxNjy).toBe(150);
      expect(night?.fluxErrNjy).toBeCloseTo(50, 9);
    }
    expect(binNightly([point(59000.2, 100, null)])[0]).toMatchObject({ fluxNjy: 100, fluxErrNjy: null, magErr: null });
  });

  it("keeps a night whole across midnight UTC, at any longitude, and nights apart", () => {
    for (const startsAt of [0, 0.25, 0.5, 0.75, 0.9]) {
      const observed = [0, 1, 2].flatMap((day) =>
        [0, 0.1, 0.3, 0.45].map((off) => point(59000 + startsAt + day + off, 1)),
      );
      expect(binNightly(observed).map(({ points }) => points.length)).toEqual([4, 4, 4]);
    }
  });

  it("gives no magnitude for a negative mean", () => {
    expect(binNightly([point(59000.2, -100), point(59000.3, 50)])[0]).toMatchObject({
      fluxNjy: -25,
      mag: null,
      magErr: null,
    });
  });

  it("does not depend on the order, loses no point, and stays within the extremes", () => {
    const anyPoint = fc.record({
      observedAtMjd: fc.double({ min: 59000, max: 59010, noNaN: true }),
      fluxNjy: fc.double({ min: -1e4, max: 1e6, noNaN: true }),
      fluxErrNjy: fc.double({ min: 0.1, max: 1e3, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 30 }), (points) => {
        const nights = binNightly(points);
        expect(nights.reduce((total, night) => total + night.points.length, 0)).toBe(points.length);
        expect(binNightly([...points].reverse())).toEqual(nights);
        for (const night of nights) {
          const fluxes = night.points.map(({ fluxNjy }) => fluxNjy);
          expect(night.fluxNjy).toBeGreaterThanOrEqual(Math.min(...fluxes) - 1e-6);
          expect(night.fluxNjy).toBeLessThanOrEqual(Math.max(...fluxes) + 1e-6);
          expect(night.fluxErrNjy).toBeLessThanOrEqual(
            Math.min(...night.points.map(({ fluxErrNjy }) => fluxErrNjy ?? 0)) + 1e-9,
          );
        }
      }),
    );
    expect(binNightly([])).toEqual([]);
    expect(binNightly([point(Number.NaN, 1), point(59000, Number.NaN)])).toEqual([]);
  });
});

describe("distances", () => {
  // The integral by Simpson's rule in 200,000 steps of z; z = 0.1, 1: 460.3 and 6607.7 Mpc in the published cosmology calculators.
  it.each([
    [0.0052, 22.35988135533019],
    [0.05, 222.28905465961824],
    [0.1, 460.299936390463],
    [0.5, 2832.9380939000807],
    [1, 6607.65761177486],
    [8, 80488.84668073294],
  ])("z = %f is %f Mpc away in luminosity", (z, mpc) => {
    const distance = luminosityDistancePc(z) ?? 0;
    expect(Math.abs(distance / 1e6 / mpc - 1)).toBeLessThan(1e-6);
  });

  it("10 pc is modulus 0, and a distance goes before a redshift", () => {
    expect(distanceModulus(10)).toBe(0);
    expect(distanceModulus(1e6)).toBeCloseTo(25, 12);
    expect(distanceModulusOf({ distancePc: 1e6, redshift: 1 })).toBeCloseTo(25, 12);
    expect(distanceModulusOf({ distancePc: null, redshift: 0.1 })).toBeCloseTo(38.315_204_57, 6);
    expect(distanceModulusOf({ parallaxMas: 1, redshift: 0.1 })).toBeCloseTo(10, 12);
    expect(distanceModulusOf({ distancePc: 10, parallaxMas: 1 })).toBe(0);
    expect(distanceModulusOf({ parallaxMas: -0.3, redshift: 0.1 })).toBeCloseTo(38.315_204_57, 6);
    expect(absoluteMag(18.32, { distancePc: 1e6 })).toBeCloseTo(-6.68, 12);
  });

  it("are unknown where nothing usable is given", () => {
    for (const redshift of [0, -0.001, 21, Number.NaN, Infinity]) expect(luminosityDistancePc(redshift)).toBeNull();
    for (const pc of [0, -1, Number.NaN, Infinity]) expect(distanceModulus(pc)).toBeNull();
    expect(distanceModulusOf({})).toBeNull();
    expect(distanceModulusOf({ parallaxMas: 0 })).toBeNull();
    expect(absoluteMag(18, { distancePc: null, redshift: null })).toBeNull();
  });
});

describe("printed brightness", () => {
  it("matches digits of magnitude and error, with thin spaces", () => {
    expect(formatMagnitude(18.321, 0.04)).toBe("18.32\u2009±\u20090.04");
    expect(formatMagnitude(18.3, 0.5)).toBe("18.30\u2009±\u20090.50");
    expect(formatMagnitude(18.3214, 0.012)).toBe("18.321\u2009±\u20090.012");
    expect(formatMagnitude(12.34567, 0.0012)).toBe("12.3457\u2009±\u20090.0012");
    expect(formatMagnitude(-1.46, 0.03)).toBe("\u22121.46\u2009±\u20090.03");
  });

  it("leaves out what is unknown: never NaN, undefined or ± 0", () => {
    for (const err of [null, 0, Number.NaN, Infinity, -1]) expect(formatMagnitude(18.3214, err)).toBe("18.32");
    expect(formatMagnitude(null, 0.1)).toBe("");
    expect(formatMagnitude(Number.NaN)).toBe("");
    expect([formatLimit(20.312), formatLimit(null), formatLimit(Number.NaN)]).toEqual(["> 20.31", "", ""]);
  });

  it("prints fluxes by the digits of their error", () => {
    expect(formatFlux(1234.4, 56.2)).toBe("1234\u2009±\u200956");
    expect(formatFlux(-3.14, 2.44)).toBe("\u22123.1\u2009±\u20092.4");
    expect(formatFlux(1234567.8, 321.4)).toBe("1\u2009234\u2009568\u2009±\u2009321");
    expect(formatFlux(12.3456)).toBe("12.35");
    expect(formatFlux(0)).toBe("0");
    expect(formatFlux(null)).toBe("");
  });
});
