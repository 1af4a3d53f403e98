import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "./client";
import { migrateDatabase } from "./migrate";

/** A database of its own for one test file: a real libSQL file, copied from a migrated template. */
export type TestDatabase = Database & { path: string; destroy(): Promise<void> };

async function template(): Promise<string> {
  const migrations = join(process.cwd(), "db", "migrations");
  const newest = Math.max(...readdirSync(migrations).map((name) => statSync(join(migrations, name)).mtimeMs));
  const path = join(tmpdir(), `tom-template-${Math.round(newest)}.db`);
  if (existsSync(path)) return path;
  const draft = `${path}.${randomUUID()}`;
  await migrateDatabase({ url: `file:${draft}`, dataDir: tmpdir() });
  const client = openDatabase({ url: `file:${draft}` });
  // Fold the log into the file, so that one copy is the whole database.
  await client.read.all("PRAGMA wal_checkpoint(TRUNCATE)");
  await client.close();
  renameSync(draft, path);
  return path;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "tom-test-"));
  const path = join(folder, "tom.db");
  copyFileSync(await template(), path);
  const database = openDatabase({ url: `file:${path}` });
  return {
    ...database,
    path,
    async destroy() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
