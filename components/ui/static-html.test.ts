import { createElement as h, type ReactElement, type ReactNode, Suspense } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { BandMark } from "./band-mark";
import { Button, ButtonLink } from "./button";
import { FactList } from "./fact-list";
import { Icon } from "./icon";
import { Pager, Tabs } from "./links";
import { Static } from "./static";
import { staticElement } from "./static-html";
import { Coordinate, Magnitude, UtcTime } from "./values";

/** Attributes in the order of the alphabet: React has an order of its own, which means nothing. */
const ordered = (html: string): string =>
  html.replace(
    /<([a-z0-9]+)((?: [^\s=>]+="[^"]*")+)(\/?)>/gi,
    (_tag, name: string, attributes: string, end: string) => {
      const sorted = (attributes.match(/ [^\s=>]+="[^"]*"/g) ?? []).map((one) =>
        one.replace(/^ [^=]+/, (n) => n.toLowerCase()),
      );
      return `<${name}${sorted.sort().join("")}${end}>`;
    },
  );

const asReact = (node: ReactElement): string => ordered(renderToStaticMarkup(node));
const asHtml = (node: ReactElement): string => ordered(renderToStaticMarkup(h(Static, null, node)));
const inBox = (...children: ReactNode[]): ReactElement => h("div", { className: "box" }, ...children);

const pieces: Record<string, ReactElement> = {
  "words and numbers": inBox("a < b & c > \"d\" 'e'", 0, 1.5, null, false, undefined, true, ["x", ["y"]]),
  "attributes with signs": inBox(h("span", { title: `"><script>alert('1')</script>&amp;`, "data-copy": "<&>" }, "x")),
  "an icon with a name": inBox(h(Icon, { name: "trash", label: "Delete <it>" }), h(Icon, { name: "x" })),
  "a band with its colours": inBox(
    h(BandMark, { band: "r" }),
    h(BandMark, { band: null }),
    h(BandMark, { band: "ATLAS-o" }),
  ),
  "numbers of the field": inBox(
    h(Coordinate, { raDeg: 185.7, decDeg: -0.5 }),
    h(Magnitude, { mag: 18.2, magErr: 0.03 }),
    h(UtcTime, { iso: "2026-02-06T12:00:00Z", now: new Date("2026-02-07T00:00:00Z") }),
  ),
  "links and buttons": inBox(
    h(ButtonLink, { href: "/a?b=1&c=2", icon: "plus", small: true, download: true }, "Add"),
    h(ButtonLink, { href: "https://example.org/", download: "a.csv", target: "_blank", rel: "noreferrer" }),
    h(Button, { disabled: true, icon: "chevron-left" }, "Previous"),
    h(Button, { disabled: false, "aria-label": "Next", "aria-pressed": true, popoverTarget: "menu" }),
  ),
  "boxes of a form": inBox(
    h("label", { htmlFor: "one" }, "One"),
    h("input", { type: "checkbox", name: "row", value: "7ps", form: "flag", "aria-label": "Select", id: "one" }),
  ),
  "a search with a first value": h(
    "search",
    null,
    h(
      "form",
      { action: "/targets", method: "get" },
      h("input", { type: "search", name: "q", defaultValue: "SN <2020>", maxLength: 200, spellCheck: false }),
      h("input", { type: "checkbox", name: "all", defaultChecked: true }),
    ),
  ),
  tabs: h(Tabs, {
    label: "About",
    tabs: [
      { href: "/a", label: "A", current: true, count: 10_000 },
      { href: "/b", label: "B" },
    ],
  }),
  pages: h(Pager, { summary: "25 of many", previousHref: null, nextHref: "/a?cursor=1" }),
  facts: h(FactList, {
    facts: [
      { label: "Id", value: "x", copy: "x" },
      { label: "Epoch", value: null, unit: "yr", hint: "?" },
    ],
  }),
  "a row of a table": h(
    "tr",
    { "data-href": "/a" },
    h("th", { scope: "row", colSpan: 2 }, "a"),
    h("td", { "data-label": "B" }),
  ),
  "HTML in HTML": inBox(h(Static, null, h("p", null, "inner ", h("b", null, "b")))),
};

const Broken = (): ReactNode => {
  throw new Error("broken row");
};

const running = ["javascript", "alert(1)"].join(":");

describe("a static piece", () => {
  it.each(Object.entries(pieces))("is what React writes: %s", (_name, piece) => {
    expect(staticElement(piece)).not.toBeNull();
    expect(asHtml(piece)).toBe(asReact(piece));
  });

  const Promised = (async () => "late") as unknown as () => ReactNode;
  const island = Object.assign(() => h("b", null, "island"), { $$typeof: Symbol.for("react.client.reference") });
  const others: Record<string, ReactElement> = {
    "an island": inBox(h(island)),
    "something that comes later": inBox(h(Promised)),
    "what React holds back": inBox(h(Suspense, null, "x")),
    "an event": inBox(h("button", { type: "button", onClick: () => undefined }, "x")),
    "an action": inBox(h("form", { action: () => undefined })),
    "an address that runs": inBox(h("a", { href: running }, "x")),
    "an address with a tab in it": inBox(h("a", { href: running.replace("a", "a\t") }, "x")),
    "a title of the page": inBox(h("title", null, "x")),
    "a script": inBox(h("script", { src: "/x.js" })),
    "an event as text": inBox(h("b", { onclick: "x()" })),
    "a number of style": inBox(h("b", { style: { lineHeight: 2 } })),
  };

  it.each(Object.entries(others))("is left to React where it holds %s", (_name, piece) => {
    expect(staticElement(piece)).toBeNull();
    expect(Static({ children: piece })).toBe(piece);
  });

  it("tells what a component throws", () => {
    expect(() => staticElement(inBox(h(Broken)))).toThrow("broken row");
  });
});
