import { resolve } from "node:path";
import { copyDatabase, replaceDatabase } from "@/db/backup";
import { takeOwnerLock } from "@/db/owner";
import { TomError } from "@/lib/core/errors";
import { env } from "@/lib/env/env";

/** The address of the database that this environment names. */
export const databaseUrl = (): string => env().TOM_DATABASE_URL ?? `file:${resolve(env().dataDir)}/tom.db`;

function databaseFile(): string {
  const url = databaseUrl();
  if (url.startsWith("file:")) return url.slice("file:".length);
  throw new TomError("MISCONFIGURED", "The database is on a server: use that server's own backup.");
}

/** Copies the database to a new file, also while the server runs. */
export async function backUp(file: string): Promise<{ file: string }> {
  const to = resolve(file);
  await copyDatabase(databaseFile(), to);
  return { file: to };
}

/** Puts a backup in the place of the database, which nobody may own meanwhile. */
export async function restore(file: string): Promise<{ file: string; kept: string | null }> {
  const to = databaseFile();
  const lock = takeOwnerLock(resolve(env().dataDir));
  try {
    return { file: to, kept: await replaceDatabase(resolve(file), to) };
  } finally {
    lock.release();
  }
}
