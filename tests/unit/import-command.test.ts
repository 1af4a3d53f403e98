import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { addGroup, addUser, refusal, testConfig } from "@/lib/targets/testing";
import { perform } from "@/lib/web/operations/perform";
import type { Services } from "@/lib/web/services";

let database: TestDatabase;
let folder: string;
let services: Services;

beforeEach(async () => {
  [database, folder] = [await createTestDatabase(), await mkdtemp(join(tmpdir(), "tom-import-"))];
  const engine = { state: () => ({ status: "stopped" }) };
  const core = { config: testConfig, database, logger: silentLogger, clock: systemClock };
  services = { ...core, engine } as unknown as Services;
});
afterEach(async () => {
  await database.destroy();
  await rm(folder, { recursive: true });
});

async function put(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const rowsOf = (statement: string) => database.read.all(sql.raw(statement));

it("imports files of this machine where no engine runs, with the photometry, for a group, in a person's name", async () => {
  const ada = await addUser(database, "ada");
  await addGroup(database, "Supernova team", [ada]);
  const file = await put("targets.csv", "name,ra,dec\nOne,1,1\nTwo,999,1\n");
  const photometry = await put("light.csv", "target,mjd,filter,mag\nOne,60000,r,18\nTwo,60000,r,18\n");
  const input = { file, photometry, groups: ["supernova team"], visibility: "private", timeScale: "tai", as: "ada" };
  expect(await perform(services, "targets.checkImport", input)).toMatchObject({
    counts: { created: 1, rejected: 1 },
    photometry: { counts: { accepted: 1, rejected: 1 } },
  });
  expect(await rowsOf("SELECT 1 FROM jobs")).toEqual([]);
  expect(await perform(services, "targets.import", input)).toMatchObject({
    status: "done",
    result: { created: 1, rejected: 1, photometry: { accepted: 1, rejected: 1 } },
  });
  expect(await rowsOf("SELECT name, visibility, photometry_count AS n FROM targets")).toEqual([
    { name: "One", visibility: "private", n: 1 },
  ]);
  expect(await rowsOf("SELECT principal_kind AS kind FROM target_grants ORDER BY 1")).toEqual([
    { kind: "group" },
    { kind: "user" },
  ]);
  expect(await rowsOf("SELECT actor_name AS name FROM audit WHERE verb = 'target.create'")).toEqual([{ name: "ada" }]);
});

it("imports as the house without a name, and says what is wrong with what it was given", async () => {
  const file = await put("targets.csv", "name,ra,dec\nOne,1,1\n");
  expect(await perform(services, "targets.import", { file, groups: [] })).toMatchObject({ result: { created: 1 } });
  const wrong = async (more: object) =>
    Object.keys((await refusal(perform(services, "targets.import", { file, groups: [], ...more }))).fieldErrors ?? {});
  expect(await wrong({ file: join(folder, "nowhere.csv") })).toEqual(["file"]);
  expect(await wrong({ photometry: join(folder, "nowhere.csv") })).toEqual(["photometry"]);
  expect(await wrong({ groups: ["No such"] })).toEqual(["group"]);
  expect(await wrong({ as: "nobody" })).toEqual(["as"]);
  expect(await wrong({ visibility: "secret" })).toEqual(["visibility"]);
});
