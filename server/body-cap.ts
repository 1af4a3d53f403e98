import type { IncomingMessage } from "node:http";
import { nameCounter } from "./body-names";

/** 4 MiB: what one request may carry, the same as a server action takes. */
const maxBodyBytes = 4 * 1024 * 1024;

/** Doors with a cap of their own: those that take files, with a little for the form around them, and signing in. */
const doors: readonly (readonly [path: RegExp, bytes: number])[] = [
  [/^\/api\/v1\/targets\/import\/?$/, 65 * 1024 * 1024],
  [/^\/+api\/+auth(\/|$)/, 16 * 1024],
];

/** What a request to this address may carry. */
export function capOf(url: string): number {
  const path = pathOf(url);
  return doors.find(([door]) => door.test(path))?.[1] ?? maxBodyBytes;
}

/** Decoded, so that `/api/%61uth` is no second name of a door. */
function pathOf(url: string): string {
  const path = url.split("?")[0] ?? "";
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Whether the request announces a body over the cap. A missing or unreadable length is left to the counter. */
export const announcesTooMuch = (request: IncomingMessage, capBytes: number): boolean =>
  Number(request.headers["content-length"] ?? 0) > capBytes;

export type Counted = {
  seenBytes(): number;
  /** From now on nothing reaches the reader, as past the cap. */
  stop(): void;
};

export type Caps = {
  bytes: number;
  /** Names of fields; undefined: they are not counted. */
  names: number | undefined;
};

/**
 * Counts the body as it arrives, whoever reads it. Past a cap nothing more reaches the reader, and `onTooMuch` runs
 * once: a reader never sees a truncated body that looks whole, because the stream then ends only by being destroyed.
 */
export function capBody(request: IncomingMessage, caps: Caps, onTooMuch: (of: "bytes" | "names") => void): Counted {
  const push = request.push.bind(request);
  const namesUpTo = nameCounter();
  let seenBytes = 0;
  let refused = false;
  request.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    // True asks the socket for more: the rest is thrown away here, so that the answer can be read by the sender.
    if (refused) return true;
    const piece = chunk instanceof Uint8Array ? chunk : new Uint8Array();
    seenBytes += piece.byteLength;
    const hasTooManyNames = caps.names !== undefined && namesUpTo(piece) > caps.names;
    if (seenBytes <= caps.bytes && !hasTooManyNames) return push(chunk, encoding);
    refused = true;
    onTooMuch(hasTooManyNames ? "names" : "bytes");
    return true;
  };
  const stop = (): void => {
    refused = true;
  };
  return { seenBytes: () => seenBytes, stop };
}
