import { Readable } from "node:stream";
import type { ReadableStream as NodeWebStream } from "node:stream/web";
import busboy from "busboy";
import type { Context } from "@/lib/access/context";
import { invalidInput, TomError } from "@/lib/core/errors";
import { sizeText } from "@/lib/core/size-text";
import { checkUpload, overQuota, quotaLeft } from "@/lib/data-products/commands/upload-product";
import { type UploadFields, uploadFieldsSchema } from "@/lib/data-products/schema";
import { type FileStore, isFileTooLarge, type StoredFile } from "@/lib/data-products/storage";
import type { ReceivedBody } from "./define-route";
import { createPlaces } from "./places";
import { services } from "./services";

export type ReceivedUpload = {
  fields: UploadFields;
  file: StoredFile;
  filename: string;
  /** The file has its row: it stays. */
  taken(): void;
};

/** Uploads of one person at once: what lies half stored is bounded, and counted only when it is whole. */
const places = createPlaces({ each: 6, what: "uploads" });

/**
 * An upload as multipart/form-data, read while it comes: fields before or after the file, one file, straight into the
 * store. Nothing of it is left there unless it came whole and `taken` was called. After a refusal the rest of the body is
 * read and thrown away, so that the sender gets to see the answer.
 * @throws INVALID_INPUT, NOT_FOUND, FORBIDDEN, LIMIT_EXCEEDED
 */
export async function receiveUpload({
  ctx,
  request,
}: {
  ctx: Context;
  request: Request;
}): Promise<ReceivedBody<ReceivedUpload>> {
  const leave = places.take(ctx.actor.kind === "user" ? ctx.actor.userPk : -1);
  try {
    return await receive(ctx, request);
  } finally {
    leave();
  }
}

async function receive(ctx: Context, request: Request): Promise<ReceivedBody<ReceivedUpload>> {
  const { files: store, env } = services();
  const left = await quotaLeft(ctx.database.read, ctx, { quotaBytes: env.uploadQuotaBytes });
  if (left === 0) throw overQuota(0);
  const maxBytes = Math.min(env.uploadMaxBytes, left ?? env.uploadMaxBytes);
  const tooLarge = (): TomError =>
    left !== null && left < env.uploadMaxBytes ? overQuota(left) : fileTooLarge(maxBytes);
  // Told before it is read; who does not say how much comes is stopped on the way.
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes + multipartBytes) throw tooLarge();
  const parts = await readParts(
    request,
    store,
    maxBytes,
    async (fields) => void (await checkUpload({ ctx, input: fields })),
  ).catch((error: unknown) => {
    throw isFileTooLarge(error) ? tooLarge() : error;
  });
  let isTaken = false;
  const discard = async (): Promise<void> => {
    if (!isTaken) await store.remove(parts.file.key);
  };
  const parsed = uploadFieldsSchema.safeParse(parts.fields);
  if (!parsed.success) {
    await discard();
    throw parsed.error;
  }
  const { file, filename } = parts;
  const taken = (): void => {
    isTaken = true;
  };
  return {
    value: { fields: parsed.data, file, filename, taken },
    fingerprint: JSON.stringify([parsed.data, filename, file.sha256]),
    discard,
  };
}

/** What fields and boundaries may add to a file. */
const multipartBytes = 64 * 1024;

const fileTooLarge = (maxBytes: number): TomError =>
  new TomError("LIMIT_EXCEEDED", `A file may have at most ${sizeText(maxBytes)}.`, { detail: { tooLarge: true } });

type Parts = { fields: unknown; file: StoredFile; filename: string };

const limits = { files: 1, fields: 12, parts: 14, fieldNameSize: 100, fieldSize: 2_000, headerPairs: 40 };

const notMultipart = () =>
  invalidInput({ "": ["The body must be multipart/form-data with a part `file` and the fields targetId and type."] });

function parserFor(request: Request): busboy.Busboy {
  try {
    const headers = { "content-type": request.headers.get("content-type") ?? "" };
    return busboy({ headers, limits, defParamCharset: "utf8" });
  } catch {
    throw notMultipart();
  }
}

/** Reads all parts. `check` looks at the fields that came before the file, where these are enough to tell. */
function readParts(
  request: Request,
  store: FileStore,
  maxBytes: number,
  check: (fields: UploadFields) => Promise<void>,
): Promise<Parts> {
  const parser = parserFor(request);
  if (request.body === null) throw notMultipart();
  const source = Readable.fromWeb(request.body as unknown as NodeWebStream<Uint8Array>);
  const fields = new Map<string, string>();
  const ending = new AbortController();
  let file: Promise<StoredFile> | null = null;
  let filename = "";

  return new Promise((resolve, reject) => {
    let isOver = false;
    const refuse = (error: unknown): void => {
      if (isOver) return;
      isOver = true;
      source.unpipe(parser);
      parser.destroy();
      source.resume();
      ending.abort();
      // What was stored is taken out before anybody hears of the refusal.
      void Promise.resolve(file)
        .then((stored) => (stored === null ? undefined : store.remove(stored.key)))
        .catch(() => undefined)
        .finally(() => reject(error));
    };
    const early = async (): Promise<void> => {
      const parsed = uploadFieldsSchema.safeParse(Object.fromEntries(fields));
      if (parsed.success) await check(parsed.data);
    };
    parser.on("field", (name, value, info) => {
      if (info.nameTruncated || info.valueTruncated) return refuse(invalidInput({ [name]: ["is too long"] }));
      if (fields.has(name)) return refuse(invalidInput({ [name]: ["is given more than once"] }));
      fields.set(name, value);
    });
    parser.on("file", (name, stream, info) => {
      // Its end is told by the parser.
      stream.on("error", () => undefined);
      if (name !== "file" || file !== null) {
        stream.resume();
        const where = name === "file" ? "file" : name.slice(0, 60);
        return refuse(
          invalidInput({ [where]: [name === "file" ? "One file at a time." : `There is no field "${where}".`] }),
        );
      }
      // How browsers write a quotation mark in a name.
      filename = (info.filename ?? "").replaceAll("%22", '"');
      file = early().then(() => store.put(stream, { maxBytes, signal: ending.signal }));
      file.catch(refuse);
    });
    const tooMany = (what: string) => () => refuse(invalidInput({ "": [what] }));
    parser.on("filesLimit", tooMany("One file at a time."));
    parser.on("fieldsLimit", tooMany("There are too many fields."));
    parser.on("partsLimit", tooMany("There are too many parts."));
    parser.on("error", () =>
      refuse(invalidInput({ "": ["The upload broke off, or is no whole multipart/form-data."] })),
    );
    source.on("error", () => refuse(invalidInput({ "": ["The upload broke off."] })));
    parser.on("close", () => {
      if (isOver) return;
      if (file === null) return refuse(invalidInput({ file: ["A file is needed."] }));
      file.then((stored) => {
        if (isOver) return;
        isOver = true;
        resolve({ fields: Object.fromEntries(fields), file: stored, filename });
      }, refuse);
    });
    source.pipe(parser);
  });
}
