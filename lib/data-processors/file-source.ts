import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { isTomError, TomError } from "@/lib/core/errors";
import type { ByteSource } from "./contract";

const mebi = 1024 * 1024;
/** No processor needs more of a file at once. */
const readAtMost = 256 * mebi;
const unpackedAtMost = 256 * mebi;
/** A file that unpacks to more than this many times its size is not data that somebody measured. */
const ratioAtMost = 100;
/** Small files of blanks and zeros are harmless, whatever their ratio. */
const ratioFrom = mebi;

/** Reads into a part of an array; answers how many bytes came, 0 at the end of the file. */
export type ReadAt = (into: Uint8Array, at: number, length: number, position: number) => number;

/** The open file of `size` bytes, decompressed if it is gzip. @throws TomError with a sentence for people */
export async function openSource(readAt: ReadAt, size: number): Promise<ByteSource> {
  const plain = fileSource(readAt, size);
  const [first, second] = plain.read(0, 2);
  return first === 0x1f && second === 0x8b ? unpacked(plain) : plain;
}

function fileSource(readAt: ReadAt, size: number): ByteSource {
  return {
    size,
    read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset));
      if (wanted > readAtMost) throw new TomError("LIMIT_EXCEEDED", `Files up to ${readAtMost / mebi} MB can be read.`);
      const bytes = new Uint8Array(wanted);
      for (let at = 0; at < wanted; ) {
        const count = readAt(bytes, at, wanted - at, offset + at);
        if (count === 0) throw new TomError("CONFLICT", "The file became shorter while it was read.");
        at += count;
      }
      return bytes;
    },
  };
}

async function unpacked(packed: ByteSource): Promise<ByteSource> {
  const bytes = await gunzip(packed);
  if (bytes.length === 0) throw new TomError("INVALID_INPUT", "The compressed file holds an empty file.");
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new TomError("INVALID_INPUT", "The file is compressed twice: unpack it once, and upload what comes out.");
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Twice over the file: the first time nothing is kept, so that one that grows without end takes no memory. */
async function gunzip(packed: ByteSource): Promise<Uint8Array> {
  const byRatio = Math.max(ratioFrom, packed.size * ratioAtMost);
  let size = 0;
  await eachUnpacked(packed, (part) => {
    size += part.length;
    if (size > byRatio && byRatio < unpackedAtMost)
      throw new TomError(
        "LIMIT_EXCEEDED",
        `The compressed file unpacks to more than ${ratioAtMost} times its size, which measured data do not.`,
      );
    if (size > unpackedAtMost)
      throw new TomError("LIMIT_EXCEEDED", `The compressed file unpacks to more than ${unpackedAtMost / mebi} MB.`);
  });
  const bytes = new Uint8Array(size);
  let at = 0;
  await eachUnpacked(packed, (part) => {
    bytes.set(part, at);
    at += part.length;
  });
  return bytes;
}

async function eachUnpacked(packed: ByteSource, take: (part: Uint8Array) => void): Promise<void> {
  try {
    await pipeline(
      piecesOf(packed),
      createGunzip({ chunkSize: 256 * 1024 }),
      async (parts: AsyncIterable<Uint8Array>) => {
        for await (const part of parts) take(part);
      },
    );
  } catch (error) {
    if (isTomError(error)) throw error;
    throw new TomError("INVALID_INPUT", "The file begins like gzip, but is damaged or cut off.", { cause: error });
  }
}

function* piecesOf(file: ByteSource): Generator<Uint8Array> {
  for (let at = 0; at < file.size; at += mebi) yield file.read(at, mebi);
}
