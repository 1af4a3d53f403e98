import type { IncomingMessage } from "node:http";

/** 4 MiB: what one request may carry, the same as a server action takes. */
export const maxBodyBytes = 4 * 1024 * 1024;

/** Whether the request announces a body over the cap. A missing or unreadable length is left to the counter. */
export const announcesTooMuch = (request: IncomingMessage, capBytes: number): boolean =>
  Number(request.headers["content-length"] ?? 0) > capBytes;

/**
 * Counts the body as it arrives, whoever reads it. Past the cap nothing more reaches the reader, and `onTooLarge` runs
 * once: a reader never sees a truncated body that looks whole, because the stream then ends only by being destroyed.
 */
export function capBody(request: IncomingMessage, capBytes: number, onTooLarge: () => void): void {
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
}
