import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { parseEnv } from "@/lib/env/env";
import { backupTasks } from "./backup-task";

let database: TestDatabase;
let dataDir: string;
beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), "tom-backups-"));
});
afterEach(async () => {
  await database.destroy();
  rmSync(dataDir, { recursive: true, force: true });
});

const settingsWith = (more: Record<string, string>) =>
  parseEnv({ TOM_DATA_DIR: dataDir, TOM_DATABASE_URL: `file:${database.path}`, ...more });
const copies = () => readdirSync(join(dataDir, "backups")).sort();

describe("the backup as a task", () => {
  it("is off unless it has a schedule", () => {
    expect(backupTasks(settingsWith({}), { now: () => new Date() })).toEqual([]);
  });

  it("copies whole, at its time, keeps the newest, and touches nothing that is not its own", async () => {
    let now = new Date("2026-11-28T03:15:00.000Z");
    const settings = settingsWith({ TOM_BACKUP_SCHEDULE: "15 3 * * *", TOM_BACKUP_KEEP: "2" });
    const [task] = backupTasks(settings, { now: () => now });
    expect(task?.times?.nextAfter(now)?.toISOString()).toBe("2026-11-29T03:15:00.000Z");
    await database.write((tx) => tx.run(sql`INSERT INTO meta (key, value) VALUES ('backup.test', 'kept')`));
    await task?.run();
    writeFileSync(join(dataDir, "backups", "mine.db"), "");
    writeFileSync(join(dataDir, "backups", "tom-20261127T031500Z.db.part"), "cut off");
    for (const day of [29, 30]) {
      now = new Date(`2026-11-${day}T03:15:00.000Z`);
      await task?.run();
    }
    expect(copies()).toEqual(["mine.db", "tom-20261129T031500Z.db", "tom-20261130T031500Z.db"]);
    const copy = join(dataDir, "backups", "tom-20261130T031500Z.db");
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const restored = openDatabase({ url: `file:${copy}` });
    try {
      const rows = await restored.read.all<{ value: string }>(sql`SELECT value FROM meta WHERE key = 'backup.test'`);
      expect(rows).toEqual([{ value: "kept" }]);
    } finally {
      await restored.close();
    }
  });

  it("is refused with a schedule that nobody can read, no copies to keep, or a database on a server", () => {
    expect(() => settingsWith({ TOM_BACKUP_SCHEDULE: "every night" })).toThrow(
      /TOM_BACKUP_SCHEDULE: A schedule has five parts/,
    );
    expect(() => settingsWith({ TOM_BACKUP_KEEP: "0" })).toThrow(/TOM_BACKUP_KEEP/);
    const elsewhere = { TOM_BACKUP_SCHEDULE: "15 3 * * *", TOM_DATABASE_URL: "libsql://db.example.org" };
    expect(() => settingsWith(elsewhere)).toThrow(/TOM_BACKUP_SCHEDULE: the database is on a server/);
  });
});
