import { createElement, type ReactElement, type ReactNode } from "react";
import { piecesOfDocument } from "@/lib/core/pieces";
import { isInsidePiece, staticElement } from "./static-html";
import { StaticPiece } from "./static-piece";

type Props = {
  children: ReactElement;
  /** What no document shows at once, such as the page for an address that does not exist: its HTML goes along as data. */
  later?: boolean;
};

/**
 * A piece of a page that is nothing but markup, sent as one element with its inside as HTML instead of as hundreds of
 * elements, each of which the server writes four times. One element with a single outermost tag; if an island is in it
 * after all, it is rendered as usual. Only in server components.
 */
export function Static({ children, later = false }: Props): ReactNode {
  if (isInsidePiece()) return children;
  const found = staticElement(children);
  if (found === null) return children;
  const { root, html } = found;
  const { children: _inside, dangerouslySetInnerHTML: _html, ...own } = root.props;
  const pieces = later ? undefined : piecesOfDocument();
  if (pieces === undefined) return createElement(StaticPiece, { as: root.type, own, html });
  const piece = pieces.size.toString(36);
  pieces.set(piece, html);
  return createElement(StaticPiece, { as: root.type, own, piece });
}
