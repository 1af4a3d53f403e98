import { readSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { TomError } from "@/lib/core/errors";
import type { ByteSource } from "./contract";

const mebi = 1024 * 1024;
/** No processor needs more of a file at once. */
const readAtMost = 256 * mebi;
const unpackedAtMost = 256 * mebi;
/** A file that unpacks to more than this many times its size is not data that somebody measured. */
const ratioAtMost = 100;
/** Small files of blanks and zeros are harmless, whatever their ratio. */
const ratioFrom = mebi;

/** The open file `fd` of `size` bytes, decompressed if it is gzip. @throws TomError with a sentence for people */
export function openSource(fd: number, size: number): ByteSource {
  const plain = fileSource(fd, size);
  const [first, second] = plain.read(0, 2);
  return first === 0x1f && second === 0x8b ? unpacked(plain) : plain;
}

function fileSource(fd: number, size: number): ByteSource {
  return {
    size,
    read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset));
      if (wanted > readAtMost) throw new TomError("LIMIT_EXCEEDED", `Files up to ${readAtMost / mebi} MB can be read.`);
      const bytes = new Uint8Array(wanted);
      for (let at = 0; at < wanted; ) {
        const count = readSync(fd, bytes, at, wanted - at, offset + at);
        if (count === 0) throw new TomError("CONFLICT", "The file became shorter while it was read.");
        at += count;
      }
      return bytes;
    },
  };
}

function unpacked(packed: ByteSource): ByteSource {
  const bytes = gunzip(packed.read(0, packed.size));
  if (bytes.length === 0) throw new TomError("INVALID_INPUT", "The compressed file holds an empty file.");
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new TomError("INVALID_INPUT", "The file is compressed twice: unpack it once, and upload what comes out.");
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

function gunzip(packed: Uint8Array): Uint8Array {
  const byRatio = Math.max(ratioFrom, packed.length * ratioAtMost);
  try {
    return gunzipSync(packed, { maxOutputLength: Math.min(unpackedAtMost, byRatio) });
  } catch (error) {
    if (error instanceof RangeError || codeOf(error) === "ERR_BUFFER_TOO_LARGE") {
      throw new TomError(
        "LIMIT_EXCEEDED",
        byRatio < unpackedAtMost
          ? `The compressed file unpacks to more than ${ratioAtMost} times its size, which measured data do not.`
          : `The compressed file unpacks to more than ${unpackedAtMost / mebi} MB.`,
        { cause: error },
      );
    }
    throw new TomError("INVALID_INPUT", "The file begins like gzip, but is damaged or cut off.", { cause: error });
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : null);
