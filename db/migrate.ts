import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { TomError } from "@/lib/core/errors";
import { connect } from "./connect";
import { folderError } from "./owner";

type Client = ReturnType<typeof connect>;

const folder = (): string => join(process.cwd(), "db", "migrations");

type Journal = { entries: { tag: string; when: number }[] };

const readJournal = (): Journal => JSON.parse(readFileSync(join(folder(), "meta", "_journal.json"), "utf8"));

export type MigrationReport = { applied: number; backup: string | null; firstRun: boolean };

type Options = { url: string; token?: string | undefined; dataDir: string };

/**
 * Brings a database to this version's schema, before anything else opens it. Says in one line, and changes nothing,
 * when the file is damaged, the folder read-only or full, or the schema newer than this version knows.
 */
export async function migrateDatabase(options: Options): Promise<MigrationReport> {
  const file = options.url.startsWith("file:") ? options.url.slice("file:".length) : null;
  const firstRun = file !== null && !existsSync(file);
  if (file !== null) checkWritable(file, options.dataDir);
  const client = connect(options, 1);
  try {
    const known = readJournal().entries.map((entry) => entry.when);
    const applied = await appliedMigrations(client);
    const newest = known.at(-1) ?? 0;
    if (applied.some((when) => when > newest)) {
      throw new TomError(
        "MISCONFIGURED",
        "The database was written by a newer version of this program. Nothing was changed; start that version, or restore a backup.",
      );
    }
    if (applied.length === known.length) {
      if (file !== null) await prepareFile(client);
      return { applied: 0, backup: null, firstRun };
    }
    const backup =
      file !== null && applied.length > 0 ? `${file}.before-${new Date().toISOString().replace(/[:.]/g, "")}` : null;
    if (backup) await client.execute({ sql: "VACUUM INTO ?", args: [backup] });
    if (file !== null) await prepareFile(client);
    await migrate(drizzle({ client }), { migrationsFolder: folder() });
    await assertSound(client);
    return { applied: known.length - applied.length, backup, firstRun: firstRun || applied.length === 0 };
  } catch (error) {
    throw explain(error, options);
  } finally {
    client.close();
  }
}

function checkWritable(file: string, dataDir: string): void {
  try {
    accessSync(dataDir, constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
  } catch (error) {
    throw folderError(dataDir, error);
  }
}

async function appliedMigrations(client: Client): Promise<number[]> {
  const tables = await client.execute(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name = '__drizzle_migrations'",
  );
  if (tables.rows.length === 0) return [];
  const rows = await client.execute("SELECT created_at FROM __drizzle_migrations");
  return rows.rows.map((row) => Number(row.created_at));
}

// WAL is stored in the file. FULL is the default; both are asserted, because less loses acknowledged writes in a power cut.
async function prepareFile(client: Client): Promise<void> {
  await client.execute("PRAGMA journal_mode = WAL");
  const [journal, synchronous, keys] = await Promise.all(
    ["journal_mode", "synchronous", "foreign_keys"].map(
      async (name) => (await client.execute(`PRAGMA ${name}`)).rows[0]?.[0],
    ),
  );
  if (journal !== "wal" || Number(synchronous) !== 2 || Number(keys) !== 1) {
    throw new TomError(
      "MISCONFIGURED",
      `The database needs WAL, synchronous FULL and foreign keys; it has ${journal}, ${synchronous}, ${keys}.`,
    );
  }
}

async function assertSound(client: Client): Promise<void> {
  const { rows } = await client.execute("PRAGMA integrity_check(1)");
  if (rows[0]?.[0] !== "ok")
    throw new TomError("MISCONFIGURED", "The database is damaged; restore the backup beside it.");
  const dangling = await client.execute("PRAGMA foreign_key_check");
  if (dangling.rows.length > 0) {
    throw new TomError(
      "MISCONFIGURED",
      `The migration left ${dangling.rows.length} dangling references; restore the backup beside the database.`,
    );
  }
}

function explain(error: unknown, options: Options): unknown {
  if (error instanceof TomError) return error;
  const codes = [error, error instanceof Error ? error.cause : undefined].map((e) =>
    e instanceof Error && "code" in e ? String(e.code) : "",
  );
  const has = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code));
  const where = options.url.replace(/^file:/, "");
  if (has(/NOTADB|CORRUPT/))
    return new TomError(
      "MISCONFIGURED",
      `The database ${where} is damaged or not a database. It was left as it is; restore a backup.`,
      { cause: error },
    );
  if (has(/FULL/))
    return new TomError("MISCONFIGURED", `No space is left for the database ${where}. Nothing was changed.`, {
      cause: error,
    });
  if (has(/READONLY|CANTOPEN|PERM/))
    return new TomError("MISCONFIGURED", `The database ${where} cannot be opened for writing. Nothing was changed.`, {
      cause: error,
    });
  if (has(/BUSY|LOCKED/))
    return new TomError("CONFLICT", `The database ${where} is locked by another program.`, { cause: error });
  if (!options.url.startsWith("file:"))
    return new TomError(
      "MISCONFIGURED",
      `The database server at ${new URL(options.url).host} does not answer, or refuses the token.`,
      { cause: error },
    );
  return error;
}
