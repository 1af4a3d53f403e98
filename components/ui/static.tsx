import { createElement, type ReactElement, type ReactNode } from "react";
import { staticElement } from "./static-html";

/**
 * A piece of a page that is nothing but markup, sent as one element with its inside as HTML instead of as hundreds of
 * elements, each of which the server writes four times. One element with a single outermost tag; if an island is in it
 * after all, it is rendered as usual. Only in server components.
 */
export function Static({ children }: { children: ReactElement }): ReactNode {
  const found = staticElement(children);
  if (found === null) return children;
  const { type, props } = found.root;
  const { children: _inside, ...own } = props;
  // The one place that gives React HTML: made from elements here and now, every text and attribute escaped.
  return createElement(type, { ...own, dangerouslySetInnerHTML: { __html: found.html } });
}
