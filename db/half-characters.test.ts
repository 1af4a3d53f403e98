import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./testing";
import { wholeText } from "./whole-text";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.destroy());

/** The native driver writes half of a surrogate pair as bytes that are no text, and takes the process down on reading them. */
it("keeps half a character as the sign for one that is not known, in every place where text goes in", async () => {
  const half = "Changed the query \ud800";
  const whole = "Changed the query \ufffd";
  await database.write((tx) => tx.run(sql`CREATE TABLE kept (text TEXT, json TEXT)`));
  await database.write((tx) => tx.run(sql`INSERT INTO kept VALUES (${half}, ${JSON.stringify({ half })})`));
  const read = sql`SELECT text, json_extract(json, '$.half') AS half FROM kept WHERE text = ${half}`;
  expect(await database.read.all(read)).toEqual([{ text: whole, half: whole }]);
  expect(await database.write((tx) => tx.all(read))).toEqual([{ text: whole, half: whole }]);
});

it.each([
  ["a pair", "\ud83d\ude00"],
  ["a pair written as escapes in JSON", String.raw`{"a":"\ud83d\ude00"}`],
  ["a backslash before what looks like an escape", JSON.stringify({ a: String.raw`\ud800` })],
  ["an escape in text that is no JSON", String.raw`read it as \ud800`],
])("leaves %s as it is", (_what, text) => {
  expect(wholeText(text)).toBe(text);
});

it("takes half a character out of JSON whose text holds backslashes before it", () => {
  const text = JSON.stringify({ a: "\\\ud800\\" });
  expect(JSON.parse(wholeText(text))).toEqual({ a: "\\\ufffd\\" });
});
