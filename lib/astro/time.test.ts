import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arrivalToUtcMjd,
  barycentricDelayS,
  bjdTdbMjdToUtcMjd,
  heliocentricDelayS,
  hjdMjdToUtcMjd,
  utcMjdToBjdTdbMjd,
  utcMjdToHjdMjd,
} from "./barycentric";
import {
  areLeapSecondsStale,
  hasLeapSecond,
  leapSecondsExpireAt,
  taiMinusUtcS,
  taiMinusUtcTable,
} from "./leap-seconds";
import {
  dateToMjd,
  isMjdInRange,
  isoToMjd,
  jdToMjd,
  julianYear,
  mjdToDate,
  mjdToIso,
  mjdToJd,
  taiMjdToUtcMjd,
  tdbMinusTtS,
  tdbMjdToUtcMjd,
  ttMjdToUtcMjd,
  utcMjdToTaiMjd,
  utcMjdToTdbMjd,
  utcMjdToTtMjd,
} from "./time";

fc.configureGlobal({ numRuns: 1000 });

const msOff = (a: number, b: number): number => Math.abs(a - b) * 86_400_000;
const anyMjd = fc.double({ min: 41_317, max: 80_000, noNaN: true });

describe("UTC, MJD and JD", () => {
  it("agree on the published zero points", () => {
    expect(isoToMjd("1858-11-17T00:00:00.000Z")).toBe(0);
    expect(isoToMjd("1970-01-01T00:00:00Z")).toBe(40_587);
    expect(mjdToJd(isoToMjd("2000-01-01T12:00:00Z"))).toBe(2_451_545);
    // Meeus, Astronomical Algorithms, example 7.a: 1957 October 4.81.
    expect(mjdToJd(isoToMjd("1957-10-04T19:26:24Z"))).toBeCloseTo(2_436_116.31, 8);
    expect(jdToMjd(2_458_855.5)).toBe(58_855);
  });

  it("agree with Astropy 8.0.2 to a microsecond", () => {
    expect(msOff(isoToMjd("2020-01-07T12:34:56.789Z"), 58_855.5242683912)).toBeLessThan(0.001);
    expect(mjdToIso(58_855.5242683912)).toBe("2020-01-07T12:34:56.789Z");
  });

  it("go there and back to the millisecond, years 1 to 9999", () => {
    const anyDate = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(mjdToDate(dateToMjd(date)).getTime()).toBe(date.getTime());
        expect(mjdToIso(isoToMjd(date.toISOString()))).toBe(date.toISOString());
      }),
    );
  });

  it("throw for what is no time", () => {
    for (const mjd of [Number.NaN, Infinity, -1e6, 3e6]) {
      expect(isMjdInRange(mjd)).toBe(false);
      expect(() => mjdToIso(mjd)).toThrow(RangeError);
    }
    for (const text of ["", "2020-01-07", "2020-01-07T12:00:00", "7 January 2020", "2020-13-01T00:00:00Z"]) {
      expect(() => isoToMjd(text)).toThrow(RangeError);
    }
  });

  it("J2000.0 is Julian year 2000, J2016.0 is half a day into 2016", () => {
    expect(julianYear(new Date("2000-01-01T12:00:00Z"))).toBe(2000);
    expect(julianYear(new Date("2016-01-01T12:00:00Z"))).toBe(2016);
  });
});

describe("leap seconds", () => {
  it("are the 28 rows of Bulletin C: steps of one second at the start of January or July", () => {
    expect(taiMinusUtcTable).toHaveLength(28);
    taiMinusUtcTable.forEach(([mjd, seconds], index) => {
      expect(seconds).toBe(10 + index);
      expect(mjdToIso(mjd)).toMatch(/-(01|07)-01T00:00:00\.000Z$/);
    });
    expect(taiMinusUtcTable.at(-1)).toEqual([isoToMjd("2017-01-01T00:00:00Z"), 37]);
  });

  it("change at midnight UTC", () => {
    expect(taiMinusUtcS(57_753.999_999)).toBe(36);
    expect(taiMinusUtcS(57_754)).toBe(37);
    expect(taiMinusUtcS(40_000)).toBe(10);
    expect([hasLeapSecond(57_753.5), hasLeapSecond(57_754.5), hasLeapSecond(41_316)]).toEqual([true, false, false]);
  });

  it("say when the table is past its expiry", () => {
    expect(areLeapSecondsStale(new Date(Date.parse(leapSecondsExpireAt) - 1))).toBe(false);
    expect(areLeapSecondsStale(new Date(leapSecondsExpireAt))).toBe(true);
  });
});

describe("TAI, TT and TDB", () => {
  it("agree with the SOFA time scale cookbook: 2006-01-15 21:24:37.5 UTC", () => {
    const utc = isoToMjd("2006-01-15T21:24:37.500Z");
    expect(msOff(utcMjdToTaiMjd(utc), isoToMjd("2006-01-15T21:25:10.500Z"))).toBeLessThan(0.002);
    expect(msOff(utcMjdToTtMjd(utc), isoToMjd("2006-01-15T21:25:42.684Z"))).toBeLessThan(0.002);
    // TDB 21:25:42.684373 there, for a place in Hawaii.
    expect((utcMjdToTdbMjd(utc) - utcMjdToTtMjd(utc)) * 86_400).toBeCloseTo(0.000_373, 4);
  });

  // Astropy 8.0.2: MJD of TAI, TT; TDB − TT in seconds.
  it.each([
    ["2020-01-07T12:34:56.789Z", 58855.52469663195, 58855.525069131945, 9.031353954691568e-5],
    ["1999-12-31T23:59:59.000Z", 51544.00035879629, 51544.0007312963, -0.00011374197583791101],
    ["2017-01-01T00:00:00.000Z", 57754.00042824074, 57754.00080074074, -4.9496637188894965e-5],
    ["1975-06-01T06:00:00.000Z", 42564.25016203704, 42564.25053453704, 0.0009172685746960951],
    ["2026-08-01T00:00:00.000Z", 61253.00042824074, 61253.00080074074, -0.0007139754259810616],
  ])("agree with Astropy at %s", (iso, tai, tt, tdbMinusTt) => {
    const utc = isoToMjd(iso);
    expect(msOff(utcMjdToTaiMjd(utc), tai)).toBeLessThan(0.002);
    expect(msOff(utcMjdToTtMjd(utc), tt)).toBeLessThan(0.002);
    expect(msOff(taiMjdToUtcMjd(tai), utc)).toBeLessThan(0.002);
    expect(msOff(ttMjdToUtcMjd(tt), utc)).toBeLessThan(0.002);
    expect(Math.abs(tdbMinusTtS(tt) - tdbMinusTt)).toBeLessThan(5e-5);
  });

  it("go there and back to 2 µs, before and after every leap second", () => {
    const nearStep = fc.tuple(
      fc.constantFrom(...taiMinusUtcTable.slice(1).map(([mjd]) => mjd)),
      fc.double({ min: -0.01, max: 0.01, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyMjd,
          nearStep.map(([mjd, off]) => mjd + off),
        ),
        (utc) => {
          expect(msOff(taiMjdToUtcMjd(utcMjdToTaiMjd(utc)), utc)).toBeLessThan(0.002);
          expect(msOff(ttMjdToUtcMjd(utcMjdToTtMjd(utc)), utc)).toBeLessThan(0.002);
          expect(msOff(tdbMjdToUtcMjd(utcMjdToTdbMjd(utc)), utc)).toBeLessThan(0.004);
        },
      ),
    );
  });

  it("never run backwards", () => {
    fc.assert(
      fc.property(anyMjd, fc.double({ min: 0, max: 10, noNaN: true }), (utc, days) => {
        expect(utcMjdToTaiMjd(utc + days)).toBeGreaterThanOrEqual(utcMjdToTaiMjd(utc));
      }),
    );
  });
});

describe("barycentric times", () => {
  // Astropy 8.0.2, Time.light_travel_time (barycentric, built-in ephemeris) from the geocentre; seconds.
  it.each([
    ["2020-01-07T12:34:56.789Z", 185.728875, 15.823611, 144.03194489145363],
    ["2020-01-07T12:34:56.789Z", 0, 0, -140.3733779230826],
    ["2020-01-07T12:34:56.789Z", 270, 66.56, -0.014093903288379093],
    ["2020-01-07T12:34:56.789Z", 83.633083, -22.0145, 315.88137237530407],
    ["2024-06-21T00:00:00.000Z", 185.728875, 15.823611, -5.190017279371124],
    ["2024-06-21T00:00:00.000Z", 83.633083, -22.0145, -355.0863572894145],
    ["2010-03-15T18:00:00.000Z", 185.728875, 15.823611, 476.0380165890274],
    ["2010-03-15T18:00:00.000Z", 0, 0, -496.30596625677924],
  ])("agree with Astropy to 0.03 s: %s towards (%f, %f)", (iso, raDeg, decDeg, delayS) => {
    expect(Math.abs(barycentricDelayS({ raDeg, decDeg }, isoToMjd(iso)) - delayS)).toBeLessThan(0.03);
  });

  it("BJD_TDB and UTC go there and back to 5 µs", () => {
    const place = fc.record({
      raDeg: fc.double({ min: 0, max: 360, noNaN: true }),
      decDeg: fc.double({ min: -90, max: 90, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.double({ min: 50_000, max: 65_000, noNaN: true }), place, (utc, position) => {
        expect(msOff(bjdTdbMjdToUtcMjd(utcMjdToBjdTdbMjd(utc, position), position), utc)).toBeLessThan(0.005);
      }),
      { numRuns: 300 },
    );
  });

  const anywhere = fc.record({
    raDeg: fc.double({ min: 0, max: 360, noNaN: true }),
    decDeg: fc.double({ min: -90, max: 90, noNaN: true }),
  });
  const anytime = fc.double({ min: 50_000, max: 65_000, noNaN: true });

  it("HJD and UTC go there and back to 5 µs, and the Sun stays within 5 light seconds of the barycentre", () => {
    fc.assert(
      fc.property(anytime, anywhere, (utc, position) => {
        expect(msOff(hjdMjdToUtcMjd(utcMjdToHjdMjd(utc, position), position), utc)).toBeLessThan(0.005);
        expect(Math.abs(heliocentricDelayS(position, utc) - barycentricDelayS(position, utc))).toBeLessThan(5);
      }),
      { numRuns: 300 },
    );
  });

  it("HJD is latest towards where the Sun is not: by the distance of the Earth, at the equinox of 2000", () => {
    // The Sun is at RA 0, Dec 0 and 0.996 au away.
    const equinox = isoToMjd("2000-03-20T07:35:00.000Z");
    expect(heliocentricDelayS({ raDeg: 180, decDeg: 0 }, equinox) / 499.0048).toBeCloseTo(0.996, 2);
    expect(heliocentricDelayS({ raDeg: 0, decDeg: 90 }, equinox)).toBeCloseTo(0, 0);
  });

  it("whole light curves become UTC within 0.2 ms of each time alone", () => {
    fc.assert(
      fc.property(fc.array(anytime, { minLength: 1, maxLength: 5 }), anywhere, (times, position) => {
        const [fromHjd, fromBjd] = [arrivalToUtcMjd("HJD", position), arrivalToUtcMjd("BJD_TDB", position)];
        for (const mjd of times) {
          expect(msOff(fromHjd(mjd), hjdMjdToUtcMjd(mjd, position))).toBeLessThan(0.2);
          expect(msOff(fromBjd(mjd), bjdTdbMjdToUtcMjd(mjd, position))).toBeLessThan(0.2);
        }
      }),
      { numRuns: 100 },
    );
  });
});
