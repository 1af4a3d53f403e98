import { createHash } from "node:crypto";
import { invalidInput, TomError } from "@/lib/core/errors";
import type { Places } from "./places";

/** One file as it came. Its name is what the sender says: nothing is stored or opened by it. */
export type UploadedFile = { name: string; bytes: Uint8Array };

export type UploadSpec = {
  /** Part of the form -> what it holds. The first is required; it may also come as the whole body, of `contentType`. */
  files: Readonly<Record<string, string>>;
  contentType: string;
  /** Of all parts together. */
  maxBytes: number;
  /** Files are held in memory until they are answered: for so many requests at once. */
  places: Places;
};

export const noFiles: ReadonlyMap<string, UploadedFile> = new Map();

/**
 * The files of a request, read as they arrive and no further than the cap.
 * @throws LIMIT_EXCEEDED past the cap, INVALID_INPUT for another kind of body, an unknown part or a missing file
 */
export async function readUpload(request: Request, spec: UploadSpec): Promise<ReadonlyMap<string, UploadedFile>> {
  const [required = "file"] = Object.keys(spec.files);
  const kind = request.headers.get("content-type") ?? "";
  const type = kind.split(";")[0]?.trim().toLowerCase();
  if (type !== "multipart/form-data" && type !== spec.contentType) {
    throw invalidInput({ "": [`Send a form (multipart/form-data) with the part ${required}, or ${spec.contentType}`] });
  }
  const bytes = await readBytes(request, spec.maxBytes);
  if (type === spec.contentType) return new Map([[required, { name: `${required}.csv`, bytes }]]);
  const files = await filesOf(bytes, kind, spec);
  if (!files.has(required)) throw invalidInput({ [required]: ["The file is missing"] });
  return files;
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.byteLength;
    if (length > maxBytes) {
      throw new TomError("LIMIT_EXCEEDED", `Files may hold at most ${Math.floor(maxBytes / 1024 / 1024)} MB together.`);
    }
    parts.push(part);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

async function filesOf(
  bytes: Uint8Array<ArrayBuffer>,
  kind: string,
  spec: UploadSpec,
): Promise<Map<string, UploadedFile>> {
  const form = await formOf(bytes, kind);
  const files = new Map<string, UploadedFile>();
  for (const [part, value] of form) {
    if (!Object.hasOwn(spec.files, part)) throw invalidInput({ [part.slice(0, 60)]: ["There is no such part"] });
    if (typeof value === "string") throw invalidInput({ [part]: ["is text: a file is expected"] });
    if (files.has(part)) throw invalidInput({ [part]: ["is given more than once"] });
    files.set(part, { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return files;
}

async function formOf(bytes: Uint8Array<ArrayBuffer>, kind: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "Content-Type": kind } }).formData();
  } catch {
    throw invalidInput({ "": ["The form cannot be read"] });
  }
}

/** The same for the same files, whatever form they came in: what an idempotency key stands for. */
export const identityOf = (files: ReadonlyMap<string, UploadedFile>): string =>
  [...files]
    .map(([part, { name, bytes }]) => `${part}\n${name}\n${createHash("sha256").update(bytes).digest("hex")}`)
    .sort()
    .join("\n");
