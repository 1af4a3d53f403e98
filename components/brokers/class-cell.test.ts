import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ClassCell, ClassMeaning } from "./class-cell";

const one: Parameters<typeof ClassCell>[0]["classes"][number] = {
  name: "SN",
  source: "alerce",
  classifier: "stamp_classifier",
  version: null,
  probability: 0.8,
  date: null,
};
const textOf = (given: Partial<Record<"classifier" | "version" | "date", string | null>>): string =>
  renderToStaticMarkup(h(ClassCell, { classes: [{ ...one, ...given }], none: "none" }))
    .replaceAll("<wbr/>", "")
    .replaceAll(/<[^>]+>/g, "|")
    .replaceAll(/\|+/g, "|");

it("a class is told with its classifier, its version and its date", () => {
  const date = "2020-01-08T05:00:00.000Z";
  expect(textOf({ version: "1.0.4", date })).toBe("SN 0.80|stamp_classifier 1.0.4, |2020-01-08|");
  expect(textOf({ version: "stamp_classifier_1.0.4" })).toBe("SN 0.80|stamp_classifier_1.0.4|");
  expect(textOf({ classifier: null, version: "2", date: null })).toBe("SN 0.80|2|");
  expect(textOf({ classifier: null })).toBe("SN 0.80");
});

it("only what stands beside a class is explained", () => {
  const meaning = (classes: Partial<typeof one>[], score?: string): string =>
    renderToStaticMarkup(
      h(ClassMeaning, { classes: classes.map((given) => ({ ...one, ...given })), ...(score ? { score } : {}) }),
    );
  const date = "2020-01-08T05:00:00.000Z";
  expect(meaning([{}])).toContain("probability that its classifier gives it. Each classifier has its own");
  expect(meaning([{}, { date }])).toContain("gives it, the date when it did.");
  expect(meaning([{ probability: null, date }])).toContain(">The date beside a class is when its classifier gave it.<");
  expect(meaning([{ probability: null }])).toBe("");
  expect(meaning([], "Brightness.")).toContain(">Score: Brightness.<");
});
