import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { meta } from "@/db/schema/people";
import { createTestDatabase, type TestDatabase } from "@/db/testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.destroy());

const put = (key: string, value: string) =>
  database.write(async (tx) => void (await tx.insert(meta).values({ key, value })));

const found = () => database.read.select().from(meta).where(sql`${meta.key} LIKE 'kept.%'`);

describe("a query that is asked again", () => {
  it("sees what was written meanwhile", async () => {
    expect(await found()).toEqual([]);
    await put("kept.1", "one");
    expect(await found()).toMatchObject([{ key: "kept.1", value: "one" }]);
    await put("kept.2", "two");
    expect((await found()).map(({ value }) => value)).toEqual(["one", "two"]);
  });

  it("answers for the arguments of this time", async () => {
    const ask = (text: string, many: boolean) => database.read.get(sql`SELECT ${text} AS "text", ${many} AS "many"`);
    expect(await ask("first", true)).toEqual({ text: "first", many: 1 });
    expect(await ask("second", false)).toEqual({ text: "second", many: 0 });
  });

  it("does not keep the log of the file from being folded in", async () => {
    await found();
    await put("log", "x");
    expect(await database.read.get("PRAGMA wal_checkpoint(TRUNCATE)")).toMatchObject({ busy: 0 });
    expect(await found()).toHaveLength(2);
  });

  it("works again after it failed midway", async () => {
    const ask = (text: string) => database.read.all(sql`SELECT value FROM json_each(${text})`);
    await expect(ask("[1, 2")).rejects.toThrow();
    expect(await ask("[1, 2]")).toEqual([{ value: 1 }, { value: 2 }]);
  });

  it("knows a column that came later", async () => {
    await database.write(async (tx) => void (await tx.run(sql`CREATE TABLE later (a TEXT)`)));
    expect(await database.read.all("SELECT a FROM later")).toEqual([]);
    await database.write(async (tx) => void (await tx.run(sql`ALTER TABLE later ADD COLUMN b TEXT`)));
    await database.write(async (tx) => void (await tx.run(sql`INSERT INTO later VALUES ('1', '2')`)));
    expect(await database.read.all("SELECT a FROM later")).toEqual([{ a: "1" }]);
  });
});

describe("a read", () => {
  it("refuses a whole number that would lose its last digits", async () => {
    await expect(database.read.get("SELECT 9007199254740993 AS n")).rejects.toThrow();
    expect(await database.read.get("SELECT 9007199254740991 AS n")).toEqual({ n: Number.MAX_SAFE_INTEGER });
  });

  it("says what SQLite says of a mistake", async () => {
    await expect(database.read.all("SELECT 1 FROM nowhere")).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining("no such table") }),
    });
  });
});
