import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { notFound, TomError } from "@/lib/core/errors";
import { type FileStore, FileTooLarge, headBytes, type StoredFile } from "./storage";

const keyForm = /^[0-9a-f]{40}$/;

/** Files in folders of a folder; what is under way lies in `incoming`, and is renamed when it is whole. */
export function createDiskStore(folder: string): FileStore {
  const incoming = join(folder, "incoming");
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  const pathOf = (key: string): string => {
    if (!keyForm.test(key)) throw new Error("This is no key of the store.");
    return join(folder, key.slice(0, 2), key);
  };
  const existing = async (key: string): Promise<string> => {
    const path = pathOf(key);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) throw notFound("file");
    return path;
  };
  return {
    async put(source, { maxBytes, signal }) {
      const key = randomBytes(20).toString("hex");
      const part = join(incoming, key);
      const meter = createMeter(maxBytes);
      try {
        await pipeline(source, meter.stream, createWriteStream(part, { flags: "wx", mode: 0o600 }), { signal });
        await mkdir(join(folder, key.slice(0, 2)), { recursive: true, mode: 0o700 });
        await rename(part, pathOf(key));
      } catch (error) {
        await rm(part, { force: true });
        throw storeError(error);
      }
      return { key, ...meter.measured() };
    },
    async open(key, range) {
      const path = await existing(key);
      return createReadStream(path, range ?? {});
    },
    async onDisk(key) {
      return { path: await existing(key), done: async () => undefined };
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
    async *keysBefore(time) {
      for (const sub of await readdir(folder)) {
        if (!/^[0-9a-f]{2}$/.test(sub)) continue;
        for (const key of await readdir(join(folder, sub))) {
          const found = keyForm.test(key) ? await stat(pathOf(key)).catch(() => null) : null;
          if (found !== null && found.mtimeMs < time.getTime()) yield key;
        }
      }
    },
    async removeUnfinished() {
      for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
    },
  };
}

/** Counts and fingerprints what passes through, and stops it past the limit. */
function createMeter(maxBytes: number): { stream: Transform; measured(): Omit<StoredFile, "key"> } {
  const hash = createHash("sha256");
  const head: Buffer[] = [];
  let sizeBytes = 0;
  let headLength = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) return done(new FileTooLarge(maxBytes));
      if (headLength < headBytes) {
        // A copy: a piece of a chunk would hold all of it.
        const first = Buffer.from(chunk.subarray(0, headBytes - headLength));
        head.push(first);
        headLength += first.byteLength;
      }
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return {
    stream,
    measured: () => ({ sizeBytes, sha256: hash.digest("hex"), head: new Uint8Array(Buffer.concat(head)) }),
  };
}

function storeError(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^(ENOSPC|EDQUOT)$/.test(code)) {
    return new TomError("MISCONFIGURED", "The server's disk is full: the file was not stored. Reading still works.", {
      cause: error,
    });
  }
  if (/^(EROFS|EACCES|EPERM|EIO)$/.test(code)) {
    return new TomError("MISCONFIGURED", "The server cannot write to its disk: the file was not stored.", {
      cause: error,
    });
  }
  return error;
}
