import { describe, expect, it } from "vitest";
import { bandOf, compareBands, knownBands, outlineOf } from "./bands";

describe("bandOf", () => {
  it.each([
    ["u", ["u", "lsstu", "sdss::u", "u_LSST", "LSST u", "u-SDSS"]],
    [
      "g",
      ["g", "ztfg", "ZTF g", "ZTF_g", "zg", "g-ZTF", "sdssg", "ps1::g", "g'", "gp", "g-Sloan", "DECam g", "g band"],
    ],
    ["r", ["r", "R", "ztfr", "zr", "r′", "rp", "LSST_r", "ZTF R"]],
    ["i", ["i", "ztfi", "zi", "ip", "lssti"]],
    ["z", ["z", "zs", "lsstz", "ps1z"]],
    ["y", ["y", "lssty", "ps1::y", "Rubin y"]],
    ["G", ["G", "Gaia G", "gaia::g", "G-Gaia", "Gaia DR3 G", "gaiag"]],
    ["c", ["c", "cyan", "cyan-ATLAS", "atlasc", "ATLAS c"]],
    ["o", ["o", "orange", "orange-ATLAS", "atlaso"]],
    ["other:J", ["J", "2massj", "J-2MASS", "j"]],
    ["other:K", ["K", "Ks", "2massks"]],
    ["other:R", ["R-Johnson", "bessellr", "Cousins R", "Rc-Cousins"]],
    ["other:V", ["V", "Johnson V", "bessellv"]],
    ["other:RP", ["RP", "gaia::rp", "Gaia GRP", "G_RP Gaia"]],
    ["other:w", ["w", "w-PS1"]],
    ["other:R-PTF", ["R-PTF"]],
  ])("%s is known by the names surveys give it", (key, names) => {
    for (const name of names) expect([name, bandOf(name).key]).toEqual([name, key]);
  });

  it("knows g from G", () => {
    expect(bandOf("g").shape).toBe("triangle-up");
    expect(bandOf("G").shape).toBe("diamond");
  });

  it("gives other bands an open circle with a number that never changes", () => {
    expect(["J", "H", "K"].map((name) => bandOf(name).number)).toEqual([1, 2, 3]);
    for (const name of ["F160W", "UVW2", "Clear", "x".repeat(1000), "?", "", null, undefined]) {
      const style = bandOf(name);
      expect(style).toEqual(bandOf(name));
      expect(style.shape).toBe("circle-open");
      expect(Number.isInteger(style.number) && (style.number ?? 0) >= 1 && (style.number ?? 0) < 100).toBe(true);
    }
    expect(bandOf("").label).toBe("?");
  });

  it("sorts blue to red, then Gaia and ATLAS, then the rest", () => {
    const labels = ["V", "o", "y", "J", "r", "G", "u", "z", "c", "g", "i"]
      .map(bandOf)
      .sort(compareBands)
      .map(({ label }) => label);
    expect(labels).toEqual(["u", "g", "r", "i", "z", "y", "G", "c", "o", "J", "V"]);
  });
});

/** WCAG 2 contrast of two #rrggbb colours. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const channel = (at: number): number => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  };
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

describe("the band table", () => {
  const others = ["J", "H", "K", "U", "B", "V"].map(bandOf);

  it("tells every two known bands apart by shape", () => {
    expect(new Set(knownBands.map(({ shape }) => shape)).size).toBe(knownBands.length);
    expect(new Set(knownBands.map(({ key }) => key)).size).toBe(knownBands.length);
  });

  it("stands out from the dark and the night panel by 3:1", () => {
    for (const band of [...knownBands, ...others]) {
      expect([band.key, contrast(band.dark, "#151a21") >= 3]).toEqual([band.key, true]);
      expect([band.key, contrast(band.night, "#120202") >= 3]).toEqual([band.key, true]);
    }
  });

  it("is red light only at night", () => {
    for (const { key, night } of [...knownBands, ...others]) {
      const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(night.slice(at, at + 2), 16));
      expect([key, red > 1.5 * green && red > 2 * blue]).toEqual([key, true]);
    }
  });
});

describe("outlineOf", () => {
  it("says the survey, and the same for an unknown one each time", () => {
    expect(["ZTF", "LSST", "Rubin", "ATLAS", "Gaia", "Pan-STARRS", "PS1"].map(outlineOf)).toEqual([
      "solid",
      "double",
      "double",
      "dashed",
      "dotted",
      "dash-dot",
      "dash-dot",
    ]);
    expect(outlineOf("ztf (forced)")).toBe("solid");
    expect(outlineOf("Faulkes North")).toBe(outlineOf("Faulkes North"));
    expect(outlineOf(null)).toBe(outlineOf(""));
  });
});
