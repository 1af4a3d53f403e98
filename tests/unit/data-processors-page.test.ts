import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, "utf8");

const page = read("docs/data-processors.md");
const blocks = [...page.matchAll(/^```ts file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, file = "", code = ""]) => ({
  file,
  code: code.trimEnd(),
}));

describe("docs/data-processors.md", () => {
  it("shows code of the repository only, word for word", () => {
    expect(blocks.length).toBeGreaterThan(5);
    for (const { file, code } of blocks) expect(read(file), file).toContain(code);
    expect([...page.matchAll(/^```ts$/gm)]).toEqual([]);
  });

  it("leaves nothing of the example out", () => {
    const file = "lib/data-processors/mycamera/index.ts";
    const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
    expect(blocks.filter((block) => block.file === file).flatMap(({ code }) => lines(code))).toEqual(lines(read(file)));
  });

  it("names headings that are understood", async () => {
    const { isPhotometryHeading } = await import("@/lib/data-processors/photometry/columns");
    const table = page.split("\n").filter((line) => /^\| (time|filter|magnitude|flux|limit|other)/.test(line));
    const named = table.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
    expect(named.length).toBeGreaterThan(30);
    const unknown = named
      .filter((name) => !name.startsWith(">"))
      .map((name) => name.replace(/ ?\(.*\)$/, ""))
      .filter((name) => !isPhotometryHeading(name));
    expect(unknown).toEqual([]);
  });
});
