/** What a file is, told from its first bytes; names and what a browser says of it count for nothing. */

const ascii = (head: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...head.subarray(from, from + length));

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** Marks at the start of a file, the first that fits. */
const marks: readonly (readonly [type: string, fits: (head: Uint8Array) => boolean])[] = [
  ["image/png", (head) => startsWith(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ["image/jpeg", (head) => startsWith(head, 0xff, 0xd8, 0xff)],
  ["image/gif", (head) => /^GIF8[79]a$/.test(ascii(head, 0, 6))],
  ["image/tiff", (head) => /^(II\*\0|MM\0\*)$/.test(ascii(head, 0, 4))],
  ["image/webp", (head) => ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 4) === "WEBP"],
  ["application/fits", (head) => /^SIMPLE {2}=/.test(ascii(head, 0, 9))],
  ["application/gzip", (head) => startsWith(head, 0x1f, 0x8b)],
  ["application/x-bzip2", (head) => ascii(head, 0, 3) === "BZh"],
  ["application/x-xz", (head) => startsWith(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)],
  ["application/zip", (head) => startsWith(head, 0x50, 0x4b) && (head[2] ?? 0) < 9 && (head[3] ?? 0) < 9],
  ["application/pdf", (head) => ascii(head, 0, 5) === "%PDF-"],
  ["application/x-hdf5", (head) => startsWith(head, 0x89, 0x48, 0x44, 0x46)],
  ["application/x-tar", (head) => ascii(head, 257, 5) === "ustar"],
];

/** Text that a browser would take for a page or a picture with a program in it. */
const pages: readonly (readonly [type: string, pattern: RegExp])[] = [
  ["image/svg+xml", /<svg[\s>]/i],
  ["application/x-votable+xml", /<(\w+:)?votable[\s>]/i],
  ["text/html", /<(!doctype\s+html|html|head|body|script|iframe|img|a|meta|title)[\s>/]/i],
  ["application/xml", /^\s*<\?xml/i],
];

/** Control characters that text does not have: all but tab, line ends, form feed and escape. */
const isBinary = (character: string): boolean => {
  const code = character.charCodeAt(0);
  return code < 32 && !(code >= 9 && code <= 13) && code !== 27;
};

function textOf(head: Uint8Array): string | null {
  try {
    if (startsWith(head, 0xff, 0xfe)) return new TextDecoder("utf-16le").decode(head);
    if (startsWith(head, 0xfe, 0xff)) return new TextDecoder("utf-16be").decode(head);
    // The last character may be cut.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return [...text].some(isBinary) ? null : text;
  } catch {
    return null;
  }
}

export function contentTypeOf(head: Uint8Array): string {
  const mark = marks.find(([, fits]) => fits(head));
  if (mark) return mark[0];
  const text = textOf(head);
  if (text === null) return "application/octet-stream";
  return pages.find(([, pattern]) => pattern.test(text))?.[0] ?? "text/plain";
}

const served = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/tiff",
  "application/fits",
  "application/gzip",
  "application/zip",
  "text/plain",
]);

/** What a download says it is: nothing that a browser would run, whatever the file is. */
export const servedTypeOf = (contentType: string): string =>
  served.has(contentType)
    ? contentType === "text/plain"
      ? "text/plain; charset=utf-8"
      : contentType
    : "application/octet-stream";
