import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDuration, resolveDuration, resolveTime } from "./durations";
import { parseTime } from "./parse-time";
import { formatAgo, formatMjd, formatUtc } from "./time-format";

fc.configureGlobal({ numRuns: 1000 });

const iso = (text: string, options?: Parameters<typeof parseTime>[1]): string => {
  const time = parseTime(text, options);
  return time.ok ? time.iso : time.message;
};

describe("parseTime", () => {
  it("reads ISO 8601 with and without zone, none being UTC whatever the zone of the machine", () => {
    for (const text of [
      "2020-01-07T12:30:00Z",
      "2020-01-07T12:30:00",
      "2020-01-07 12:30",
      "2020-01-07 12:30:00 UTC",
      "2020-01-07T18:15:00+05:45",
      "2020-01-07T07:30-0500",
      "2020-01-07 12:30:00.000 (UT)",
      "2020\u201301\u201307T12:30Z",
      "2020-01-07t12:30z",
    ]) {
      expect([text, iso(text)]).toEqual([text, "2020-01-07T12:30:00.000Z"]);
    }
    expect(iso("2020-01-07")).toBe("2020-01-07T00:00:00.000Z");
    expect(iso("2020-01-07T12:34:56,7894")).toBe("2020-01-07T12:34:56.789Z");
  });

  it("reads MJD and JD by their size or their name", () => {
    for (const text of [
      "58855.5",
      "MJD 58855.5",
      "mjd=58855.5",
      "2458856.0",
      "JD 2458856",
      "JD2458856.0",
      "58855.5 UTC",
      "MJD_UTC 58855.5",
    ]) {
      expect([text, iso(text)]).toEqual([text, "2020-01-07T12:00:00.000Z"]);
    }
    expect(iso("MJD 0")).toBe("1858-11-17T00:00:00.000Z");
  });

  it("takes other scales to UTC and says from which", () => {
    expect(iso("2020-01-07T12:00:37 TAI")).toBe("2020-01-07T12:00:00.000Z");
    expect(iso("2020-01-07T12:01:09.184 TT")).toBe("2020-01-07T12:00:00.000Z");
    expect(iso("2020-01-07T12:01:09.184 TDB")).toBe("2020-01-07T12:00:00.000Z");
    expect(iso("58855.5", { scale: "TAI" })).toBe("2020-01-07T11:59:23.000Z");
    expect(iso("58855.5 UTC", { scale: "TAI" })).toBe("2020-01-07T12:00:00.000Z");
    expect(parseTime("58855.5 TAI")).toMatchObject({
      scale: "TAI",
      understoodAs: "2020-01-07 11:59:23.000 UTC, MJD 58855.49957, from TAI",
    });
  });

  it("understands a leap second only where there was one", () => {
    expect(parseTime("2016-12-31T23:59:60Z")).toMatchObject({ iso: "2017-01-01T00:00:00.000Z", mjd: 57_754 });
    expect(parseTime("2016-12-31T23:59:60.5Z")).toMatchObject({ iso: "2017-01-01T00:00:00.500Z" });
    expect(parseTime("2017-01-01T05:44:60+05:45").ok).toBe(true);
    for (const text of ["2017-12-31T23:59:60Z", "2016-12-31T22:59:60Z", "2016-12-31T23:59:60 TAI"])
      expect(iso(text)).toContain("no leap second");
  });

  it("refuses what is no time", () => {
    for (const text of [
      "",
      "  ",
      "NaN",
      "Infinity",
      "yesterday",
      "2020-02-30",
      "2020-13-01",
      "2020-01-07T24:00:00",
      "2020-01-07T12:60",
      "2020-1-7",
      "07/01/2020",
      "0000-01-01",
      "2020-01-07T12:00+15:00",
      "1e5",
      "MJD 1e9",
      "12 22 54",
      "MJD 99999999",
    ]) {
      expect([text, parseTime(text).ok]).toEqual([text, false]);
    }
    expect(iso("2020")).toContain("write MJD or JD before it");
    for (const text of ["HJD 2458856", "2458856 BJD", "BJD_TDB 2458856"])
      expect([text, iso(text)]).toEqual([text, expect.stringContaining("need the position")]);
    const arrival = (mjd: number) => mjd - 0.25;
    for (const text of ["HJD 2458856", "2458856 BJD", "BJD_TDB 2458856", "58855.5 BJD_TDB", "2020-01-07T12:00 HJD"])
      expect(parseTime(text, { arrival })).toMatchObject({ ok: true, mjd: 58_855.25 });
    for (const text of ["BJD 2458856 UTC", "BJD_UTC 2458856", "HJD_TDB 2458856", "HJD 58855.5", "BJD 9458856"])
      expect([text, parseTime(text, { arrival }).ok]).toEqual([text, false]);
    expect(iso("2020-01-07T12:00:00Z TAI")).toContain("has no time zone");
    expect(iso("9".repeat(1_000_000))).toContain("too long");
  });

  it("gives the millisecond of any instant, and never throws", () => {
    const anyDate = fc.date({
      min: new Date("1000-01-01T00:00:00Z"),
      max: new Date("9999-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(iso(date.toISOString())).toBe(date.toISOString());
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[-+0-9T:. ZMJD]{0,30}$/)), (text) => {
        const time = parseTime(text);
        if (time.ok) expect(Number.isFinite(time.mjd)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("resolveDuration", () => {
  const now = new Date("2026-03-31T12:00:00Z");
  it.each([
    ["P3D", "2026-03-28T12:00:00.000Z"],
    ["PT12H", "2026-03-31T00:00:00.000Z"],
    ["P2W", "2026-03-17T12:00:00.000Z"],
    ["P1DT6H", "2026-03-30T06:00:00.000Z"],
    ["PT90M", "2026-03-31T10:30:00.000Z"],
    ["PT0.5S", "2026-03-31T11:59:59.500Z"],
    ["P1M", "2026-02-28T12:00:00.000Z"],
    ["P1Y", "2025-03-31T12:00:00.000Z"],
    ["P2Y1M", "2024-02-29T12:00:00.000Z"],
    ["P0D", "2026-03-31T12:00:00.000Z"],
    ["p3d", "2026-03-28T12:00:00.000Z"],
  ])("%s is so long before now", (text, expected) => {
    expect(resolveDuration(text, now)).toMatchObject({ ok: true, iso: expected });
    expect(isDuration(text)).toBe(true);
  });

  it("refuses what is no duration", () => {
    for (const text of [
      "",
      "P",
      "PT",
      "P3",
      "3D",
      "P3H",
      "P-3D",
      "-P3D",
      "P3DT",
      "PD",
      "P1.5M",
      "P9999Y",
      "P1e3D",
      `P${"9".repeat(1_000_000)}D`,
    ]) {
      expect([text.slice(0, 20), resolveDuration(text, now).ok]).toEqual([text.slice(0, 20), false]);
    }
  });

  it("resolveTime takes either", () => {
    expect(resolveTime("P3D", now)).toMatchObject({ iso: "2026-03-28T12:00:00.000Z" });
    expect(resolveTime("2020-01-07", now)).toMatchObject({ iso: "2020-01-07T00:00:00.000Z" });
    expect(resolveTime("P3X", now)).toMatchObject({ ok: false });
  });
});

describe("printed times", () => {
  it("formatUtc cuts to what is asked, in UTC", () => {
    const instant = "2020-01-07T18:19:56.789+05:45";
    expect(formatUtc(instant)).toBe("2020-01-07 12:34:56 UTC");
    expect(formatUtc(instant, { precision: "day", scale: false })).toBe("2020-01-07");
    expect(formatUtc(instant, { precision: "minute", scale: false })).toBe("2020-01-07 12:34");
    expect(formatUtc(instant, { precision: "ms" })).toBe("2020-01-07 12:34:56.789 UTC");
    expect(formatUtc("not a time")).toBe("");
  });

  it("formatMjd prints 5 decimals unless said", () => {
    expect(formatMjd(58_855.524268)).toBe("58855.52427");
    expect(formatMjd(58_855.524268, 2)).toBe("58855.52");
    expect(formatMjd(-0.5, 1)).toBe("\u22120.5");
    expect(formatMjd(Number.NaN)).toBe("");
  });

  it.each([
    ["2026-03-31T11:59:55Z", "just now"],
    ["2026-03-31T12:00:00.500Z", "just now"],
    ["2026-03-31T12:00:05Z", "in 5 s"],
    ["2026-03-31T12:12:30Z", "in 12 min"],
    ["2026-03-31T11:59:15Z", "45 s ago"],
    ["2026-03-31T11:57:00Z", "3 min ago"],
    ["2026-03-31T09:00:00Z", "3 h ago"],
    ["2026-03-30T12:00:01Z", "23 h ago"],
    ["2026-03-19T12:00:00Z", "12 d ago"],
    ["2025-11-28T12:00:00Z", "4 months ago"],
    ["2023-03-01T12:00:00Z", "3 yr ago"],
    ["2026-03-31T15:00:00Z", "in 3 h"],
    ["no time", ""],
  ])("formatAgo: %s is %s", (from, expected) => {
    expect(formatAgo(from, new Date("2026-03-31T12:00:00Z"))).toBe(expected);
  });
});
