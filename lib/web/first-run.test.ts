import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { house } from "@/lib/targets/testing";
import { seedPeople } from "./demo/seed-people";
import { demoSignInLine, laterSignIn } from "./first-run";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.destroy());

const password = "quiet meridian lanterns 52";

describe("the sign-in that a start prints", () => {
  it("is the name and the password at the first start", () => {
    expect(demoSignInLine({ username: "demo", password })).toBe(`Demo sign-in: demo / ${password}`);
  });

  it("is at later starts the name, where the password was told, and how to set a new one", async () => {
    await seedPeople(house(database), password);
    const later = await laterSignIn(database.read);
    expect(later && demoSignInLine(later)).toBe(
      "Demo sign-in: demo (password as printed at the first start; npm run tom -- user password demo sets a new one)",
    );
  });

  it("is left out where nobody can sign in as the demo's administrator", async () => {
    expect(await laterSignIn(database.read)).toBeNull();
    await seedPeople(house(database), password);
    await database.write((tx) =>
      tx.run(sql`UPDATE users SET disabled_at = '2026-11-29T00:00:00.000Z' WHERE username = 'demo'`),
    );
    expect(await laterSignIn(database.read)).toBeNull();
  });
});
