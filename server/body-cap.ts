import type { IncomingMessage } from "node:http";

/** 4 MiB: what one request may carry, the same as a server action takes. */
const maxBodyBytes = 4 * 1024 * 1024;

/** Doors that take files, with what they read at most and a little for the form around them. */
const uploads: readonly (readonly [path: RegExp, bytes: number])[] = [
  [/^\/api\/v1\/targets\/import\/?$/, 65 * 1024 * 1024],
];

/** What a request to this address may carry. */
export function capOf(url: string): number {
  const path = url.split("?")[0] ?? "";
  return uploads.find(([door]) => door.test(path))?.[1] ?? maxBodyBytes;
}

/** Whether the request announces a body over the cap. A missing or unreadable length is left to the counter. */
export const announcesTooMuch = (request: IncomingMessage, capBytes: number): boolean =>
  Number(request.headers["content-length"] ?? 0) > capBytes;

export type Counted = {
  seenBytes(): number;
  /** From now on nothing reaches the reader, as past the cap. */
  stop(): void;
};

/**
 * Counts the body as it arrives, whoever reads it. Past the cap nothing more reaches the reader, and `onTooLarge` runs
 * once: a reader never sees a truncated body that looks whole, because the stream then ends only by being destroyed.
 */
export function capBody(request: IncomingMessage, capBytes: number, onTooLarge: () => void): Counted {
  const push = request.push.bind(request);
  let seenBytes = 0;
  let refused = false;
  request.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    // True asks the socket for more: the rest is thrown away here, so that the answer can be read by the sender.
    if (refused) return true;
    if (chunk instanceof Uint8Array) seenBytes += chunk.byteLength;
    if (seenBytes <= capBytes) return push(chunk, encoding);
    refused = true;
    onTooLarge();
    return true;
  };
  const stop = (): void => {
    refused = true;
  };
  return { seenBytes: () => seenBytes, stop };
}
