import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { TomError } from "@/lib/core/errors";

/** Held for as long as this process owns the data folder. */
export type OwnerLock = { release(): void };

type Holder = { pid: number; startedAt: string; boot: string };

const lockName = "owner.lock";

/**
 * A database file has exactly one writing process. Takes the lock of a data folder, or says in one line who holds it.
 * A lock whose process is dead (kill -9, power cut) is recognised and taken over.
 */
export function takeOwnerLock(dataDir: string): OwnerLock {
  const path = join(dataDir, lockName);
  makeFolder(dataDir);
  for (let tries = 0; tries < 3; tries++) {
    try {
      const handle = openSync(path, "wx", 0o600);
      const holder: Holder = { pid: process.pid, startedAt: new Date().toISOString(), boot: bootId() };
      writeSync(handle, JSON.stringify(holder));
      closeSync(handle);
      return { release: () => release(path) };
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw folderError(dataDir, error);
      const holder = readHolder(path);
      if (holder && isAlive(holder)) {
        throw new TomError(
          "CONFLICT",
          `The data folder ${dataDir} is in use by process ${holder.pid}. Stop it first, or set another TOM_DATA_DIR.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new TomError("CONFLICT", `The lock ${path} could not be taken.`);
}

/** The process that owns a data folder now; null when none does. */
export function findOwner(dataDir: string): number | null {
  const holder = readHolder(join(dataDir, lockName));
  return holder && isAlive(holder) ? holder.pid : null;
}

function makeFolder(dataDir: string): void {
  // One after the other: told to make them all at once, Node 20 goes round for ever where none can be made (/proc).
  const missing: string[] = [];
  for (let at = resolve(dataDir); !existsSync(at); at = dirname(at)) missing.unshift(at);
  try {
    for (const folder of missing) makeOne(folder);
  } catch (error) {
    throw folderError(dataDir, error);
  }
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another instance, which keeps its folder beside this one, was faster.
    if (!isCode(error, "EEXIST")) throw error;
  }
}

export function folderError(dataDir: string, error: unknown): TomError {
  const reason =
    isCode(error, "EACCES") || isCode(error, "EROFS") || isCode(error, "EPERM")
      ? "is read-only for this user"
      : isCode(error, "ENOSPC")
        ? "has no space left"
        : "cannot be written";
  return new TomError("MISCONFIGURED", `The data folder ${dataDir} ${reason}. Nothing was changed.`, { cause: error });
}

function release(path: string): void {
  const holder = readHolder(path);
  if (holder?.pid === process.pid) rmSync(path, { force: true });
}

function readHolder(path: string): Holder | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof parsed !== "object" || parsed === null || !("pid" in parsed) || typeof parsed.pid !== "number")
      return null;
    return {
      pid: parsed.pid,
      startedAt: String(Reflect.get(parsed, "startedAt")),
      boot: String(Reflect.get(parsed, "boot")),
    };
  } catch {
    return null;
  }
}

// A pid of before a reboot means nothing, and a pid may have been given to another program since.
function isAlive(holder: Holder): boolean {
  if (holder.boot !== bootId()) return false;
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return isCode(error, "EPERM");
  }
  return startedBefore(holder);
}

function startedBefore(holder: Holder): boolean {
  const stat = `/proc/${holder.pid}/cmdline`;
  if (!existsSync("/proc/self/cmdline")) return true;
  try {
    return readFileSync(stat, "utf8").includes("node");
  } catch {
    return true;
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
