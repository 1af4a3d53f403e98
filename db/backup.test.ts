import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyDatabase, examineDatabase } from "./backup";
import { createTestDatabase, type TestDatabase } from "./testing";

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "tom-backup-"));
});
afterEach(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true, force: true });
});

describe("a backup", () => {
  it("is written into a folder that was not there, which is its owner's alone", async () => {
    const file = join(folder, "backups", "tom.db");
    await copyDatabase(database.path, file);
    expect((await examineDatabase({ url: `file:${file}` })).sound).toBe(true);
    expect(statSync(join(folder, "backups")).mode & 0o777).toBe(0o700);
  });

  it("that cannot be written says where and why", async () => {
    const notAFolder = join(folder, "notes");
    writeFileSync(notAFolder, "");
    for (const [file, reason] of [
      [join(notAFolder, "tom.db"), "its folder is a file"],
      [join(notAFolder, "deeper", "tom.db"), "a part of its path is a file"],
    ] as const) {
      await expect(copyDatabase(database.path, file)).rejects.toThrow(
        `The backup could not be written to ${file}: ${reason}.`,
      );
    }
    const long = join(folder, `${"n".repeat(300)}.db`);
    await expect(copyDatabase(database.path, long)).rejects.toThrow(
      `The backup could not be written to ${long}: no file can be made there.`,
    );
  });

  it("overwrites nothing", async () => {
    mkdirSync(join(folder, "backups"));
    const file = join(folder, "backups", "tom.db");
    await copyDatabase(database.path, file);
    await expect(copyDatabase(database.path, file)).rejects.toThrow(
      `${file} is there already; nothing was overwritten.`,
    );
    await expect(copyDatabase(join(folder, "none.db"), join(folder, "new", "tom.db"))).rejects.toThrow(
      "There is no database at",
    );
    expect(existsSync(join(folder, "new"))).toBe(false);
  });
});
