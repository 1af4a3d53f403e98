import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it } from "vitest";
import { type Pieces, setPieces } from "@/lib/core/pieces";
import { FactList } from "./fact-list";
import { Static } from "./static";

const noDocument = () => undefined;
afterEach(() => setPieces(noDocument));

const paragraph = (text: string) => h("p", { className: "note" }, text, " ", h("b", null, "<x>"));
const inDocument = (pieces: Pieces) => setPieces(() => pieces);

describe("a static piece of a document", () => {
  it("is named in React's data, and its HTML stands in the document alone", () => {
    const pieces: Pieces = new Map();
    inDocument(pieces);
    const first = Static({ children: paragraph("one") });
    const second = Static({ children: paragraph("two") });
    expect(JSON.stringify([first, second])).not.toContain("&lt;x&gt;");
    expect([...pieces.values()]).toEqual(["one <b>&lt;x&gt;</b>", "two <b>&lt;x&gt;</b>"]);
    expect(renderToStaticMarkup(h("div", null, first, second))).toBe(
      '<div><p class="note" data-piece="0">one <b>&lt;x&gt;</b></p><p class="note" data-piece="1">two <b>&lt;x&gt;</b></p></div>',
    );
  });

  it("carries its HTML along where no document shows it at once", () => {
    const pieces: Pieces = new Map();
    inDocument(pieces);
    const page = Static({ children: paragraph("nothing here"), later: true });
    expect(JSON.stringify(page)).toContain("&lt;x&gt;");
    expect(pieces.size).toBe(0);
  });

  it("carries its HTML along where data alone are asked for", () => {
    expect(JSON.stringify(Static({ children: paragraph("one") }))).toContain("&lt;x&gt;");
  });

  it("is one piece with the pieces in it", () => {
    const pieces: Pieces = new Map();
    inDocument(pieces);
    const facts = h(FactList, { facts: [{ label: "Redshift", value: "0.0052" }] });
    const made = Static({ children: h("section", null, h(Static, null, paragraph("in")), facts) });
    expect(pieces.size).toBe(1);
    const html = renderToStaticMarkup(h("div", null, made));
    expect(html).toContain("0.0052");
    expect(html.match(/data-piece/g)).toHaveLength(1);
  });
});
