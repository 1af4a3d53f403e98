import { AsyncLocalStorage } from "node:async_hooks";
import { type Pieces, setPieces } from "@/lib/core/pieces";
import type { Handler } from "./front";

/** React's data instead of a document: a navigation inside the page, or the answer of an action. */
const wantsData = (headers: NodeJS.Dict<string | string[]>): boolean =>
  headers.rsc !== undefined || headers["next-action"] !== undefined;

/** Has the documents that `handler` writes carry the HTML of static pieces once. */
export function writePieces(handler: Handler): Handler {
  const storage = new AsyncLocalStorage<Pieces>();
  setPieces(() => storage.getStore());
  return (request, response) =>
    wantsData(request.headers) ? handler(request, response) : storage.run(new Map(), () => handler(request, response));
}
