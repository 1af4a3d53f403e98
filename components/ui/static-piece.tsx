"use client";

import { createElement, useState } from "react";
import { piecesOfDocument } from "@/lib/core/pieces";

type Props = {
  as: string;
  /** The attributes of the outermost element. */
  own: Readonly<Record<string, unknown>>;
  /** What is inside. */
  html?: string;
  /** Instead of it: the name that it has in this document. */
  piece?: string;
};

/** Read once: a piece that is left and come back to is not in the document any more. */
const found = new Map<string, string>();
let lacks = false;
let onLack: (() => void) | undefined;

/**
 * Calls `tell` when the document came without a piece that is needed: one in a part that the server could not draw, or
 * that an island showed only later. Whoever is told fetches the page's data, which then carry the HTML.
 */
export function watchPieces(tell: () => void): () => void {
  onLack = tell;
  if (lacks) tell();
  lacks = false;
  return () => {
    onLack = undefined;
  };
}

function lack(): string {
  lacks = onLack === undefined;
  // Not while React draws.
  if (onLack !== undefined) queueMicrotask(onLack);
  return "";
}

function read(piece: string): string {
  const known = piecesOfDocument()?.get(piece) ?? found.get(piece);
  if (known !== undefined || typeof document === "undefined") return known ?? "";
  const html = document.querySelector(`[data-piece="${piece}"]`)?.innerHTML ?? lack();
  found.set(piece, html);
  return html;
}

/** The HTML as the document has it where that says the same: then nothing in the page is touched, no tick and no focus. */
function asShown(as: string, html: string, piece: string | undefined): string {
  const shown = piece === undefined ? undefined : found.get(piece);
  if (shown === undefined) return html;
  const reading = document.createElement(as);
  reading.innerHTML = html;
  return reading.innerHTML === shown ? shown : html;
}

/** One element of `Static`, in the browser too, so that what changes in it later takes its place. */
export function StaticPiece({ as, own, html, piece }: Props) {
  // The data of a later navigation do not name it any more.
  const [named] = useState(piece);
  const inside = html === undefined ? read(piece ?? "") : asShown(as, html, named);
  return createElement(as, { ...own, "data-piece": piece, dangerouslySetInnerHTML: { __html: inside } });
}
