import { describe, expect, it } from "vitest";
import { blocksOf, linesOf, readSource, scriptNames, scriptsNamed } from "@/tests/support/document";

const page = readSource("docs/adding-a-broker.md");
const blocks = blocksOf(page);

describe("docs/adding-a-broker.md", () => {
  it("shows code of the repository only, word for word", () => {
    const code = blocks.filter(({ language }) => language === "ts");
    expect(code.length).toBeGreaterThan(8);
    for (const { file, code: text } of code) {
      expect(file, text).not.toBeNull();
      expect(readSource(file ?? ""), file ?? "").toContain(text);
    }
  });

  it.each(["lib/brokers/mybroker/query.ts", "lib/brokers/mybroker/index.ts"])("leaves nothing of %s out", (file) => {
    const shown = blocks.filter((block) => block.file === file).map(({ code }) => code);
    expect(shown.flatMap(linesOf)).toEqual(linesOf(readSource(file)));
  });

  it("names commands that exist", () => {
    const named = scriptsNamed(blocks);
    expect(named.length).toBeGreaterThan(1);
    for (const name of named) expect(scriptNames()).toContain(name);
  });

  it("links to pages that exist", () => {
    const links = [...page.matchAll(/\]\(([\w./-]+\.md)\)/g)].flatMap(([, link]) => link ?? []);
    expect(links).toEqual(["getting-started.md", "fields.md"]);
    for (const link of links) expect(readSource(`docs/${link}`)).not.toBe("");
  });
});
