import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { fixedClock } from "@/lib/core/clock";
import { addUser } from "@/lib/targets/testing";
import { findLastHome } from "../queries/last-home";
import { markHome } from "./mark-home";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.destroy());

it("keeps when a person last looked, and writes at most once a minute", async () => {
  const { actor } = await addUser(database, "ada");
  const userPk = actor.kind === "user" ? actor.userPk : -1;
  const look = async (at: string) => {
    await markHome({ database, clock: fixedClock(at), userPk });
    return findLastHome(database.read, userPk);
  };
  expect(await findLastHome(database.read, userPk)).toBeNull();
  expect(await look("2026-11-21T10:00:00.000Z")).toBe("2026-11-21T10:00:00.000Z");
  expect(await look("2026-11-21T10:00:30.000Z")).toBe("2026-11-21T10:00:00.000Z");
  expect(await look("2026-11-21T10:01:01.000Z")).toBe("2026-11-21T10:01:01.000Z");
});
