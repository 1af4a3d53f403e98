import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { deleteDialogOf, QueryActions } from "./query-actions";

const html = (canChange: boolean): string =>
  renderToStaticMarkup(h(QueryActions, { query: { id: "q1", name: "Nearby", rights: { canChange } } }));

describe("the actions of a saved query in the list", () => {
  it("run, edit, duplicate and delete it, each form named after it", () => {
    const text = html(true);
    expect(text).toContain('aria-label="Run Nearby"');
    expect(text).toContain('aria-label="Duplicate Nearby"');
    expect(text).toContain('href="/alerts/queries/q1/edit"');
    expect(text).toContain(`data-dialog="${deleteDialogOf({ id: "q1" })}"`);
  });

  it("leave out what a reader may not do", () => {
    expect(html(false)).not.toMatch(/Edit|Delete/);
    expect(html(false)).toMatch(/Run.*Duplicate/s);
  });
});
