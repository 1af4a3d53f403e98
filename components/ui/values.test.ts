import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { BandMark } from "./band-mark";
import { Sparkline } from "./sparkline";
import { Coordinate, Magnitude, NumberValue, UtcTime } from "./values";

const textOf = (html: string): string => html.replace(/<[^>]+>/g, "");

describe("Coordinate", () => {
  // SN 2020oi: 12 22 54.925 +15 49 25.08.
  const html = renderToStaticMarkup(createElement(Coordinate, { raDeg: 185.728854, decDeg: 15.8236 }));

  it("shows both forms and copies what machines read", () => {
    expect(textOf(html)).toBe("12 22 54.92 +15 49 25.0185.728854 +15.823600");
    expect(html).toContain('data-copy="12:22:54.92 +15:49:25.0"');
    expect(html).toContain('data-copy="185.728854 15.823600"');
  });

  it("keeps the sign of a declination between 0 and -1 degree, with U+2212 for people and a hyphen for machines", () => {
    const south = renderToStaticMarkup(createElement(Coordinate, { raDeg: 0, decDeg: -0.5 }));
    expect(textOf(south)).toContain("−00 30 00.0");
    expect(south).toContain('data-copy="00:00:00.00 -00:30:00.0"');
  });

  it("prints an en dash where there is no position", () => {
    expect(textOf(renderToStaticMarkup(createElement(Coordinate, { raDeg: null, decDeg: null })))).toBe("–");
  });
});

describe("UtcTime", () => {
  const now = new Date("2020-01-07T15:34:56Z");

  it("names the scale, keeps MJD for the hover, and says how long ago", () => {
    const html = renderToStaticMarkup(createElement(UtcTime, { iso: "2020-01-07T12:34:56Z", now }));
    expect(textOf(html)).toBe("2020-01-07 12:34 UTC 3 h ago");
    expect(html).toContain("MJD 58855.52426");
  });

  it("prints an en dash for null and for what is no time", () => {
    for (const iso of [null, "yesterday"]) {
      expect(textOf(renderToStaticMarkup(createElement(UtcTime, { iso, now })))).toBe("–");
    }
  });
});

describe("Magnitude and NumberValue", () => {
  it("prints a limit only where there is no magnitude", () => {
    const print = (props: Parameters<typeof Magnitude>[0]) =>
      textOf(renderToStaticMarkup(createElement(Magnitude, props)));
    expect(print({ mag: 18.3, magErr: 0.04, limitMag: 20.31 })).toBe("18.30\u2009±\u20090.04");
    expect(print({ mag: null, limitMag: 20.31 })).toBe("&gt; 20.31");
    expect(print({ mag: null })).toBe("–");
  });

  it("prints zero as a value, null and NaN as unknown", () => {
    const print = (value: number | null) => textOf(renderToStaticMarkup(createElement(NumberValue, { value })));
    expect(print(0)).toBe("0");
    expect(print(-17_100_000)).toBe("−17\u2009100\u2009000");
    expect(print(null)).toBe("–");
    expect(print(Number.NaN)).toBe("–");
  });

  it("prints what is not zero as something else than zero", () => {
    const print = (value: number) => textOf(renderToStaticMarkup(createElement(NumberValue, { value, decimals: 3 })));
    expect([0, 0.0004, -0.0004, 4.538e-13, 0.0006].map(print)).toEqual([
      "0.000",
      "4.0e−4",
      "−4.0e−4",
      "4.5e−13",
      "0.001",
    ]);
  });
});

describe("BandMark and Sparkline", () => {
  it("says a band by marker and letter, whatever the survey calls it", () => {
    const html = renderToStaticMarkup(createElement(BandMark, { band: "ztfr" }));
    expect(textOf(html)).toBe("r");
    expect(html).toContain("<svg");
  });

  it("puts the brighter point higher and draws a limit as a tick", () => {
    const points = [
      { mjd: 1, mag: 15, band: "r" },
      { mjd: 2, mag: 20, band: "r" },
      { mjd: 3, mag: 19, band: "r", isLimit: true },
    ];
    const html = renderToStaticMarkup(createElement(Sparkline, { points, label: "Light curve" }));
    const heights = [...html.matchAll(/M[\d.]+ ([\d.]+)h0/g)].map(([, y]) => Number(y));
    expect(heights[0]).toBeLessThan(heights[1] ?? 0);
    expect(html).toMatch(/M[\d.]+ [\d.]+v4/);
  });

  it("survives one point, none, and points that are no numbers", () => {
    const draw = (points: Parameters<typeof Sparkline>[0]["points"]) =>
      renderToStaticMarkup(createElement(Sparkline, { points, label: "Light curve" }));
    expect(draw([{ mjd: 1, mag: 15, band: null }])).not.toContain("NaN");
    expect(textOf(draw([]))).toBe("–");
    expect(textOf(draw([{ mjd: Number.NaN, mag: 15, band: "g" }]))).toBe("–");
  });
});
