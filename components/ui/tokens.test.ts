import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const css = readFileSync(fileURLToPath(new URL("tokens.css", import.meta.url)), "utf8");

function block(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  const pairs = [...body.matchAll(/(--[\w-]+|color-scheme):\s*([^;]+);/g)];
  return new Map(pairs.map(([, name = "", value = ""]) => [name, value.trim()]));
}

const themes = {
  light: block(':root[data-theme="light"]'),
  dark: block(':root[data-theme="dark"]'),
  night: block(':root[data-theme="night"]'),
};

const rgb = (hex: string): [number, number, number] => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

/** Relative luminance and contrast of WCAG 2.2. */
const luminance = (hex: string): number => {
  const [r, g, b] = rgb(hex).map((part) => {
    const c = part / 255;
    return c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

/** `top` at that share over `ground`, as color-mix does it. */
const over = (top: string, share: number, ground: string): string => {
  const [a, b] = [rgb(top), rgb(ground)];
  const mixed = a.map((part, index) => Math.round(part * share + (b[index] ?? 0) * (1 - share)));
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
};

const read = (theme: Map<string, string>, name: string): string => theme.get(name) ?? "";
const grounds = ["--page", "--panel", "--raised"];

describe("tokens", () => {
  it("writes dark twice, for those who chose it and for those whose system asks, and both are the same", () => {
    expect(block(':root[data-theme="system"]')).toEqual(themes.dark);
    expect(themes.dark.size).toBeGreaterThan(15);
  });

  it("names the same tokens in each theme", () => {
    for (const theme of [themes.dark, themes.night]) expect([...theme.keys()]).toEqual([...themes.light.keys()]);
  });

  it.each(Object.entries(themes))("%s: text reaches 4.5:1 and lines that matter 3:1 on every ground", (_, theme) => {
    for (const ground of grounds.map((name) => read(theme, name))) {
      for (const name of ["--text", "--muted", "--accent", "--bad"]) {
        expect(contrast(read(theme, name), ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(read(theme, "--line-control"), ground), ground).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(Object.entries(themes))("%s: words stay readable on a selected and on a hovered row", (_, theme) => {
    for (const ground of grounds.map((name) => read(theme, name))) {
      const rows = [over(read(theme, "--accent"), 0.12, ground), over(read(theme, "--line"), 0.4, ground)];
      for (const name of ["--text", "--muted", "--accent"]) {
        for (const row of rows)
          expect(contrast(read(theme, name), row), `${name} on ${row}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("lets only red light out at night", () => {
    const colours = [...themes.night.values()].filter((value) => /^#[0-9a-f]{6}$/.test(value));
    expect(colours.length).toBeGreaterThan(10);
    for (const [red, green, blue] of colours.map(rgb)) expect(Math.max(green, blue)).toBeLessThan(red * 0.62 + 1);
  });
});
