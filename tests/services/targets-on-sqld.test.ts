import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { createTarget } from "@/lib/targets/commands/create-target";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { targetSorts } from "@/lib/targets/list-schema";
import { exportTargets } from "@/lib/targets/queries/export-targets";
import { findTarget, getTarget } from "@/lib/targets/queries/get-target";
import { countAll, listTargets } from "@/lib/targets/queries/list-targets";
import { addGroup, addUser, refusal } from "@/lib/targets/testing";
import { type Sqld, sqldMissing, startSqld } from "@/tests/support/sqld";

const now = new Date("2026-11-21T00:00:00Z");

describe.skipIf((await sqldMissing()) !== null)("targets on a libSQL server", () => {
  let server: Sqld;
  let database: Database;
  beforeAll(async () => {
    server = await startSqld();
    await migrateDatabase({ url: server.url, dataDir: tmpdir() });
    database = openDatabase({ url: server.url });
  });
  afterAll(async () => {
    await database.close();
    await server.close();
  });

  it("are written, found by every filter and sort, changed, exported and deleted as in a file", async () => {
    const run = Date.now().toString(36);
    const [ada, ben] = [await addUser(database, `ada-${run}`), await addUser(database, `ben-${run}`)];
    const group = await addGroup(database, `Group ${run}`, [ada]);
    const input = {
      name: `Remote ${run}`,
      raDeg: 359.9999,
      decDeg: 89,
      aliases: [`Alias ${run}`],
      tags: [run],
      groups: [group.id],
      redshift: { value: 0.1 },
    };
    const target = await createTarget({ ctx: ada, input });
    expect(target).toMatchObject({
      raDeg: 359.9999,
      aliases: [`Alias ${run}`],
      redshift: { value: 0.1 },
      groups: [{ id: group.id }],
    });
    expect(await findTarget(database.read, ben.scope, { id: target.id })).toBeNull();
    const cone = { raDeg: 0, decDeg: 89, radiusArcsec: 30 };
    const filters = [
      { q: `lias ${run}` },
      { fuzzy: `REMOTE-${run}` },
      { tag: run },
      { group: group.id },
      { cone },
      { createdAfter: "2026-11-20" },
    ];
    for (const filter of filters) {
      const { items } = await listTargets(database.read, ada.scope, { filter, now });
      expect([filter, items.map((row) => row.id)]).toEqual([filter, [target.id]]);
    }
    for (const sort of targetSorts) {
      const filter = sort === "separation" ? { tag: run, cone } : { tag: run };
      const { items } = await listTargets(database.read, ada.scope, { sort, filter, now });
      expect(items).toHaveLength(1);
    }
    const changed = await updateTarget({ ctx: ada, input: { id: target.id, version: 1, name: `Renamed ${run}` } });
    expect(changed).toMatchObject({ version: 2, name: `Renamed ${run}` });
    expect((await refusal(updateTarget({ ctx: ada, input: { id: target.id, version: 1 } }))).detail).toMatchObject({
      stale: true,
    });
    let csv = "";
    for await (const piece of exportTargets(database.read, ada.scope, { filter: { tag: run }, now })) csv += piece;
    expect(csv).toContain(`Renamed ${run}`);
    expect(await countAll(database.read, ada.scope, { filter: { tag: run }, now })).toBe(1);
    expect(await getTarget(database.read, ada.scope, { id: target.id })).toEqual(changed);
    await deleteTarget({ ctx: ada, input: { id: target.id } });
    expect(await findTarget(database.read, ada.scope, { id: target.id })).toBeNull();
  });
});
