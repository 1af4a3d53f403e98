import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, "utf8");

const page = read("docs/adding-a-broker.md");
const blocks = [...page.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, code]) => ({
  language: language ?? "",
  file: file ?? null,
  code: (code ?? "").trimEnd(),
}));

describe("docs/adding-a-broker.md", () => {
  it("shows code of the repository only, word for word", () => {
    const code = blocks.filter(({ language }) => language === "ts");
    expect(code.length).toBeGreaterThan(8);
    for (const { file, code: text } of code) {
      expect(file, text).not.toBeNull();
      expect(read(file ?? ""), file ?? "").toContain(text);
    }
  });

  it.each(["lib/brokers/mybroker/query.ts", "lib/brokers/mybroker/index.ts"])("leaves nothing of %s out", (file) => {
    const shown = blocks.filter((block) => block.file === file).map(({ code }) => code);
    const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
    expect(shown.flatMap(lines)).toEqual(lines(read(file)));
  });

  it("names commands that exist", () => {
    const scripts = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const commands = blocks.filter(({ language }) => language === "sh").flatMap(({ code }) => code.split("\n"));
    const named = commands.flatMap((command) => /npm (?:run )?([\w:]+)/.exec(command)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(1);
    for (const name of named) expect(Object.keys(scripts.scripts)).toContain(name);
  });

  it("links to pages that exist", () => {
    const links = [...page.matchAll(/\]\(([\w./-]+\.md)\)/g)].flatMap(([, link]) => link ?? []);
    expect(links).toEqual(["getting-started.md", "fields.md"]);
    for (const link of links) expect(existsSync(`${root}/docs/${link}`), link).toBe(true);
  });
});
