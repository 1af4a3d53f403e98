import { TomError } from "@/lib/core/errors";
import { utf16Of } from "@/lib/core/utf16";
import type { ByteSource } from "../contract";

const mebi = 1024 * 1024;
const textAtMost = 64 * mebi;
const firstLineAtMost = 4_000_000;

type Signature = readonly [name: string, bytes: readonly number[] | string, offset?: number];

/** Files that say in their first bytes what they are. */
const signatures: readonly Signature[] = [
  ["a FITS file", "SIMPLE  ="],
  ["a ZIP archive (or a spreadsheet, which is one)", [0x50, 0x4b, 0x03, 0x04]],
  ["an empty ZIP archive", [0x50, 0x4b, 0x05, 0x06]],
  ["a tar archive", "ustar", 257],
  ["a file compressed with bzip2", "BZh"],
  ["a file compressed with xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["a file compressed with Zstandard", [0x28, 0xb5, 0x2f, 0xfd]],
  ["a PNG image", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG image", [0xff, 0xd8, 0xff]],
  ["a GIF image", "GIF8"],
  ["a TIFF image", [0x49, 0x49, 0x2a, 0x00]],
  ["a TIFF image", [0x4d, 0x4d, 0x00, 0x2a]],
  ["a PDF document", "%PDF"],
  ["an HDF5 file", [0x89, 0x48, 0x44, 0x46]],
  ["an old spreadsheet or Word document", [0xd0, 0xcf, 0x11, 0xe0]],
];

const has = (bytes: Uint8Array, what: readonly number[] | string, offset: number): boolean => {
  const wanted = typeof what === "string" ? [...what].map((character) => character.charCodeAt(0)) : what;
  return wanted.every((byte, index) => bytes[offset + index] === byte);
};

/** What a file is by its first bytes, with its article ("a PNG image"); null for text, and for anything unknown. */
export function contentOf(file: ByteSource): string | null {
  const bytes = file.read(0, 512);
  const found = signatures.find(([, what, offset]) => has(bytes, what, offset ?? 0));
  if (found) return found[0];
  const start = new TextDecoder("latin1")
    .decode(bytes)
    .replace(/^(ï»¿)?\s+/, "")
    .toLowerCase();
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype svg|<svg)/s.test(start)) return "an SVG drawing";
  if (/^(<!doctype html|<html|<head|<body|<script)/.test(start)) return "a web page (HTML)";
  return null;
}

/** A whole file as text, lines ended by "\n", without byte order mark. */
export function readText(file: ByteSource): { text: string; notes: string[] } {
  const content = contentOf(file);
  if (content) throw refused(`The file is ${content}, not a table as text.`);
  if (file.size > textAtMost)
    throw new TomError("LIMIT_EXCEEDED", `Text files up to ${textAtMost / mebi} MB can be read.`);
  checkFirstLine(file);
  const bytes = file.read(0, file.size);
  const { text, notes } = decodeUtf16(bytes) ?? decode(bytes);
  if (text.includes(String.fromCharCode(0))) throw refused("The file is not text: it holds zero bytes.");
  const lines = text.replace(/\r\n?/g, "\n");
  if (lines.trim() === "") throw refused("The file holds nothing but blanks.");
  return { text: lines, notes };
}

/** A line that no table has is told before all of it is read; XML may well be one. */
function checkFirstLine(file: ByteSource): void {
  const bytes = file.read(0, firstLineAtMost + 1);
  if (bytes.length <= firstLineAtMost || bytes.includes(10) || bytes.includes(13)) return;
  if (/^(ï»¿)?\s*<|^(ÿþ|þÿ)/.test(new TextDecoder("latin1").decode(bytes.subarray(0, 100)))) return;
  throw new TomError("LIMIT_EXCEEDED", `The first line has more than ${firstLineAtMost} bytes, which no table needs.`);
}

const refused = (message: string): TomError => new TomError("INVALID_INPUT", message);

/** Text in UTF-16, as some spreadsheets write it, where its mark says so; null for any other. */
function decodeUtf16(bytes: Uint8Array): { text: string; notes: string[] } | null {
  const encoding = utf16Of(bytes);
  if (encoding !== null) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), notes: [] };
    } catch {
      throw refused("The text is in UTF-16, and damaged. Save it as UTF-8 and upload it again.");
    }
  }
  const start = bytes.subarray(0, 200);
  const zeros = start.filter((byte) => byte === 0).length;
  if (start.length >= 4 && zeros > start.length / 3) {
    throw refused("The text is in UTF-16 without its mark. Save it as UTF-8 and upload it again.");
  }
  return null;
}

function decode(bytes: Uint8Array): { text: string; notes: string[] } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), notes: [] };
  } catch {
    const notes = ["The text is not UTF-8; it was read as Latin 1."];
    return { text: new TextDecoder("windows-1252").decode(bytes), notes };
  }
}
