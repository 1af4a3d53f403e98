import { spawn } from "node:child_process";
import { copyFileSync, existsSync, renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { createClient } from "@libsql/client";
import type { Command } from "commander";
import { takeOwnerLock } from "@/db/owner";
import { TomError } from "@/lib/core/errors";
import { env } from "@/lib/env/env";
import { print } from "../output";

type Json = { json?: boolean };

function databaseFile(): string {
  const url = env().TOM_DATABASE_URL ?? `file:${resolve(env().dataDir)}/tom.db`;
  if (!url.startsWith("file:"))
    throw new TomError("MISCONFIGURED", "The database is on a server: use that server's own backup.");
  return url.slice("file:".length);
}

// A process of its own: the copy is one long statement, and the driver would stop everything else meanwhile.
const copyProgram = `
import { createClient } from "@libsql/client";
const [from, to] = process.argv.slice(-2);
const client = createClient({ url: "file:" + from, timeout: 5000 });
await client.execute({ sql: "VACUUM INTO ?", args: [to] });
client.close();`;

function copyInChild(from: string, to: string): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", copyProgram, from, to], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on("close", (code) =>
      code === 0 ? done() : failed(new TomError("INTERNAL", "The backup could not be written.", { cause: said })),
    );
  });
}

async function checkBackup(file: string): Promise<void> {
  const client = createClient({ url: `file:${file}`, timeout: 5000 });
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

export function addBackup(program: Command): void {
  program
    .command("backup")
    .argument("<file>")
    .description("a consistent copy of the database, also while the server runs")
    .option("--json", "print one JSON document")
    .action(async (file: string, options: Json) => {
      const to = resolve(file);
      if (existsSync(to)) throw new TomError("CONFLICT", `${to} is there already; nothing was overwritten.`);
      const from = databaseFile();
      if (!existsSync(from)) throw new TomError("NOT_FOUND", `There is no database at ${from}.`);
      await copyInChild(from, to);
      print({ file: to }, options, () => [`Copied to ${to}.`]);
    });
  program
    .command("restore")
    .argument("<file>")
    .description(
      "put a backup in the place of the database; the server must not run. The present one is kept beside it",
    )
    .option("--json", "print one JSON document")
    .action(async (file: string, options: Json) => {
      const from = resolve(file);
      const to = databaseFile();
      const lock = takeOwnerLock(resolve(env().dataDir));
      try {
        await checkBackup(from);
        const kept = `${to}.replaced-${new Date().toISOString().replace(/[:.]/g, "")}`;
        copyFileSync(from, `${to}.incoming`);
        if (existsSync(to)) await keepAside(to, kept);
        renameSync(`${to}.incoming`, to);
        print({ file: to, kept }, options, () => [`Restored ${to} from ${from}.`, `What was there before is ${kept}.`]);
      } finally {
        lock.release();
      }
    });
}

async function keepAside(file: string, kept: string): Promise<void> {
  const client = createClient({ url: `file:${file}`, timeout: 5000 });
  // Fold the log into the file, or its newest commits would stay behind.
  await client.execute("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => undefined);
  client.close();
  renameSync(file, kept);
  for (const rest of ["-wal", "-shm"]) rmSync(file + rest, { force: true });
}
