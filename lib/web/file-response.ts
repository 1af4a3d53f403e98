import { Readable } from "node:stream";
import type { ReadableStream as NodeWebStream } from "node:stream/web";
import { servedTypeOf } from "@/lib/data-products/content-type";
import { attachmentOf } from "@/lib/data-products/file-name";
import { services } from "./services";

type Served = { storageKey: string; sizeBytes: number; sha256: string; filename: string; contentType: string };

/** The front makes it the Content-Length, which Next would drop. */
const lengthOf = (bytes: number) => ({ "x-tom-length": String(bytes) });

type Range = { start: number; end: number };

/** What keeps a browser from taking a file for anything but a file, whatever is in it. */
const shut = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "sandbox; default-src 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/**
 * The range that a request asks for: null for the whole (none asked for, several, or none that is understood), "none" where
 * it lies outside the file.
 */
function rangeOf(header: string | null, sizeBytes: number): Range | "none" | null {
  const found = /^bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/.exec(header ?? "");
  const [, first = "", last = ""] = found ?? [];
  if (!found || (first === "" && last === "")) return null;
  if (first === "") {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? "none" : { start: sizeBytes - length, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= sizeBytes ? "none" : { start, end };
}

const quoted = (text: string): string => `"${text}"`;

const matches = (header: string | null, etag: string): boolean =>
  header !== null &&
  (header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === etag));

/** A file as a download: always an attachment, in a sandbox, with ranges. */
export async function fileResponse(request: Request, file: Served): Promise<Response> {
  const { sizeBytes } = file;
  const etag = quoted(file.sha256.slice(0, 40));
  const headers: Record<string, string> = {
    ...shut,
    "Content-Type": servedTypeOf(file.contentType),
    "Content-Disposition": attachmentOf(file.filename),
    "Accept-Ranges": "bytes",
    // Bytes as they are: compressed ones would not be those of the range.
    "Cache-Control": "private, no-cache, no-transform",
    ETag: etag,
    Vary: "Cookie, Authorization",
  };
  if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  const ifRange = request.headers.get("if-range");
  const asked = ifRange === null || ifRange.trim() === etag ? request.headers.get("range") : null;
  const range = rangeOf(asked, sizeBytes);
  if (range === "none") {
    return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${sizeBytes}` } });
  }
  const bytes = await services().files.open(file.storageKey, range ?? undefined);
  const body = Readable.toWeb(bytes) as unknown as ReadableStream<Uint8Array>;
  if (range === null) return new Response(body, { headers: { ...headers, ...lengthOf(sizeBytes) } });
  return new Response(body, {
    status: 206,
    headers: {
      ...headers,
      ...lengthOf(range.end - range.start + 1),
      "Content-Range": `bytes ${range.start}-${range.end}/${sizeBytes}`,
    },
  });
}

/** A picture that was made here, from pixels: the one thing of a file that is shown in a page. */
export async function previewResponse(request: Request, key: string): Promise<Response> {
  const etag = quoted(key);
  const headers = {
    ...shut,
    "Content-Type": "image/png",
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-cache, no-transform",
    ETag: etag,
    Vary: "Cookie, Authorization",
  };
  if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  const body = Readable.toWeb(await services().files.open(key)) as unknown as NodeWebStream;
  return new Response(body as unknown as ReadableStream<Uint8Array>, { headers });
}
