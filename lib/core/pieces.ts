/**
 * HTML of the pieces of one document. The server hands a piece over by a name while it writes a document, so that its
 * HTML stands in there once, and not a second time in the data for the browser's React, which finds it in the document.
 */
export type Pieces = Map<string, string>;

const key = Symbol.for("tom.pieces");

type Holder = { [key]?: () => Pieces | undefined };

/** How the process finds the pieces of the document that it is writing. */
export function setPieces(find: () => Pieces | undefined): void {
  (globalThis as Holder)[key] = find;
}

/** The pieces of the document being written here; undefined in a browser, and where React's data alone is asked for. */
export const piecesOfDocument = (): Pieces | undefined => (globalThis as Holder)[key]?.();
