import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { TomError } from "@/lib/core/errors";
import { connect } from "./connect";

// A process of its own: the copy is one long statement, and the driver would stop everything else meanwhile.
const copyProgram = `
import { createClient } from "@libsql/client";
const [from, to] = process.argv.slice(-2);
const client = createClient({ url: "file:" + from, timeout: 5000 });
await client.execute({ sql: "VACUUM INTO ?", args: [to] });
client.close();`;

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this account may not write there",
  EPERM: "this account may not write there",
  EROFS: "nothing can be written there",
  EEXIST: "its folder is a file",
  ENOTDIR: "a part of its path is a file",
  ENOSPC: "the disk is full",
};

/** What the copy said before it ended, in words for people. */
const reasonOf = (said: string): string => {
  if (/SQLITE_FULL|disk is full/.test(said)) return "the disk is full";
  if (/SQLITE_CANTOPEN|unable to open/.test(said)) return "no file can be made there";
  if (/SQLITE_BUSY|is locked/.test(said)) return "the database was busy; try again";
  return "the copy broke off";
};

const notWritten = (to: string, reason: string, cause: unknown): TomError =>
  new TomError("INTERNAL", `The backup could not be written to ${to}: ${reason}.`, { cause });

/** Makes the folder of a file, for its owner alone, where it is missing. */
function makeFolderOf(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw notWritten(file, reasons[code] ?? "its folder could not be made", error);
  }
}

/**
 * A consistent copy of a database file, also while its owner writes; the folder is made where it is missing.
 * @throws CONFLICT when there is a file already
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  if (existsSync(to)) throw new TomError("CONFLICT", `${to} is there already; nothing was overwritten.`);
  if (!existsSync(from)) throw new TomError("NOT_FOUND", `There is no database at ${from}.`);
  makeFolderOf(to);
  await new Promise<void>((done, failed) => {
    const args = ["--input-type=module", "-e", copyProgram, from, to];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on("close", (code) => (code === 0 ? done() : failed(notWritten(to, reasonOf(said), said))));
  });
}

/** Puts a backup in the place of a database whose lock the caller holds. The present file is kept: its path is answered. */
export async function replaceDatabase(backup: string, file: string): Promise<string | null> {
  await checkBackup(backup);
  const incoming = `${file}.incoming`;
  copyFileSync(backup, incoming);
  const kept = existsSync(file) ? `${file}.replaced-${new Date().toISOString().replace(/[:.]/g, "")}` : null;
  if (kept) await keepAside(file, kept);
  renameSync(incoming, file);
  return kept;
}

async function checkBackup(file: string): Promise<void> {
  const client = connect({ url: `file:${file}` }, 1);
  try {
    const { rows } = await client.execute("PRAGMA integrity_check");
    const { rows: tables } = await client.execute(
      "SELECT count(*) AS n FROM sqlite_master WHERE name IN ('targets', 'users', '__drizzle_migrations')",
    );
    if (rows[0]?.[0] !== "ok" || Number(tables[0]?.n) !== 3) throw new Error("not sound");
  } catch (error) {
    throw new TomError("INVALID_INPUT", `${file} is not a sound backup of a TOM. Nothing was changed.`, {
      cause: error,
    });
  } finally {
    client.close();
  }
}

async function keepAside(file: string, kept: string): Promise<void> {
  const client = connect({ url: `file:${file}` }, 1);
  // Fold the log into the file, or its newest commits would stay behind.
  await client.execute("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => undefined);
  client.close();
  renameSync(file, kept);
  for (const rest of ["-wal", "-shm"]) rmSync(file + rest, { force: true });
}

/** How many migrations a database has, and whether it is sound. @throws whatever the driver says when it does not answer */
export async function examineDatabase(address: {
  url: string;
  token?: string | undefined;
}): Promise<{ migrations: number; sound: boolean }> {
  const client = connect(address, 1);
  try {
    const { rows } = await client.execute("SELECT count(*) AS n FROM __drizzle_migrations");
    const { rows: checked } = address.url.startsWith("file:")
      ? await client.execute("PRAGMA quick_check(1)")
      : await client.execute("SELECT 'ok'");
    return { migrations: Number(rows[0]?.n), sound: checked[0]?.[0] === "ok" };
  } finally {
    client.close();
  }
}
