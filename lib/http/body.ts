import { type Duplex, pipeline, type Readable, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** Thrown as soon as the decoded body passes its cap; nothing more is read. */
class BodyTooLargeError extends Error {
  readonly code = "ERR_BODY_TOO_LARGE";
}

export const isTooLarge = (error: unknown): boolean => error instanceof BodyTooLargeError;

class UnknownEncodingError extends Error {
  readonly code = "ERR_UNKNOWN_ENCODING";
}

function decoderOf(encoding: string): Duplex | null {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    case "identity":
    case "":
      return null;
    default:
      throw new UnknownEncodingError("unknown content-encoding");
  }
}

/** The body behind its decoders. A failure on the way surfaces where the last one is read. */
function decoded(body: Readable, contentEncoding: string): Readable {
  // Encodings are listed in the order they were applied. More than two is nobody's honest answer.
  const names = contentEncoding.split(",").map((name) => name.trim().toLowerCase());
  if (names.length > 2) throw new UnknownEncodingError("too many content-encodings");
  const decoders = names.reverse().flatMap((name) => decoderOf(name) ?? []);
  return decoders.reduce<Readable>((source, decoder) => pipeline(source, decoder, () => {}), body);
}

/** The whole body, decoded, never more than `maxBytes` of it. The cap counts what comes out, so a bomb stops early. */
export async function readBody(body: Readable, contentEncoding: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let held = 0;
  // The body may fail once more while it is being thrown away.
  body.on("error", () => {});
  try {
    for await (const chunk of decoded(body, contentEncoding) as AsyncIterable<Buffer>) {
      held += chunk.length;
      if (held > maxBytes) throw new BodyTooLargeError("decoded body is too large");
      chunks.push(chunk);
    }
  } finally {
    body.destroy();
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, held);
}

/** The body, decoded, handed on while it comes, and never more than `maxBytes` of it. */
export async function passBody(
  body: Readable,
  contentEncoding: string,
  maxBytes: number,
  take: (body: Readable) => Promise<void>,
): Promise<void> {
  let passed = 0;
  const cap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > maxBytes) done(new BodyTooLargeError("decoded body is too large"));
      else done(null, chunk);
    },
  });
  // The body may fail once more while it is being thrown away.
  body.on("error", () => {});
  try {
    await take(pipeline(decoded(body, contentEncoding), cap, () => {}));
  } finally {
    body.destroy();
  }
}
