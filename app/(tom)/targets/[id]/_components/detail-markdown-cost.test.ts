import { describe, expect, it } from "vitest";
import { shownAsMarkdown } from "./detail-markdown-cost";

const is = (text: string): boolean | undefined => shownAsMarkdown([text])[0];

describe("what is shown as Markdown", () => {
  it("is what people write: paragraphs, lists in lists, quotations, tables, code with blanks before it", () => {
    const texts = [
      "Seen at **18.2** in _r_, see [the ATel](https://example.org/1), thanks @ada",
      "- one\n  - two\n    1. three\n       > four\n",
      `| a | b |\n|---|---|\n${"| 1 | 2 |\n".repeat(400)}`,
      `\`\`\`\n${" ".repeat(60)}x = 1\n\`\`\`\n`,
      Array.from({ length: 400 }, (_, index) => `ZTF_20_${index}`).join(", "),
    ];
    expect(texts.map(is)).toEqual(texts.map(() => true));
  });

  it("is nothing that takes long to read, or is nested too deep to be read", () => {
    const steps = Array.from({ length: 30 }, (_, step) => `${" ".repeat(40 * step)}${"- ".repeat(20)}a`).join("\n");
    const texts = ["*a_".repeat(6_600), "[a](".repeat(4_900), "> ".repeat(9_990), ">".repeat(19_990), steps];
    expect(texts.map(is)).toEqual(texts.map(() => false));
    expect(["1. ".repeat(6_600), "\t".repeat(9_000)].map(is)).toEqual([false, false]);
  });

  it("is so much of a page and no more, from the top, and a short text still where a long one was too much", () => {
    const long = "word ".repeat(3_900);
    expect(shownAsMarkdown([long, long, long, "short", long])).toEqual([true, true, false, true, false]);
  });
});
