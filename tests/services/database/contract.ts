import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { audit, outbox } from "@/db/schema/events";
import { meta } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { addPhotometry } from "@/lib/reduced-data/commands/add-photometry";
import { listPhotometry } from "@/lib/reduced-data/queries/list-photometry";
import { listRevisions } from "@/lib/reduced-data/queries/list-revisions";
import { createTarget } from "@/lib/targets/commands/create-target";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { listTargetObjects } from "@/lib/targets/queries/list-targets";
import { addGroup, addUser, nobody, refusal } from "@/lib/targets/testing";

/** A database without a schema: where it is, and how it goes away. */
export type EmptyDatabase = { url: string; dataDir: string; remove(): Promise<void> };

/**
 * What the house asks of a database, the embedded file and a libSQL server alike: the same schema, gate, queries and
 * commands on both.
 */
export function databaseContract(name: string, make: () => Promise<EmptyDatabase>): void {
  describe(`${name}: schema and gate`, () => {
    let place: EmptyDatabase;
    let database: Database;
    beforeAll(async () => {
      place = await make();
    });
    afterAll(async () => {
      await database?.close();
      await place.remove();
    });

    it("takes every migration once, and nothing the second time", async () => {
      const first = await migrateDatabase(place);
      expect(first.applied).toBeGreaterThan(0);
      expect(await migrateDatabase(place)).toMatchObject({ applied: 0, backup: null });
      database = openDatabase(place);
      expect(await database.read.all("PRAGMA foreign_key_check")).toEqual([]);
    });

    it("refuses a schema that is newer than the program, and leaves it as it is", async () => {
      const future = Date.now() + 1e12;
      await database.write(async (tx) => {
        await tx.run(sql`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('from the future', ${future})`);
      });
      expect(await refusal(migrateDatabase(place))).toMatchObject({
        code: "MISCONFIGURED",
        message: expect.stringMatching(/newer version/),
      });
      await database.write(async (tx) => {
        await tx.run(sql`DELETE FROM __drizzle_migrations WHERE created_at = ${future}`);
      });
      expect(await migrateDatabase(place)).toMatchObject({ applied: 0 });
    });

    it("keeps what a transaction wrote, all of it", async () => {
      await database.write(async (tx) => {
        await tx.insert(meta).values({ key: "kept.1", value: "1" });
        await tx.insert(meta).values({ key: "kept.2", value: "2" });
      });
      expect(await database.read.$count(meta, sql`${meta.key} LIKE 'kept.%'`)).toBe(2);
    });

    it("keeps nothing of one that failed, and goes on", async () => {
      const failed = database.write(async (tx) => {
        await tx.insert(meta).values({ key: "undone", value: "1" });
        throw new Error("changed my mind");
      });
      await expect(failed).rejects.toThrow("changed my mind");
      expect(await database.read.$count(meta, eq(meta.key, "undone"))).toBe(0);
      await database.write(async (tx) => void (await tx.insert(meta).values({ key: "after", value: "1" })));
      expect(await database.read.$count(meta, eq(meta.key, "after"))).toBe(1);
    });

    it("runs writers one after the other: none reads between another's read and write", async () => {
      await database.write(async (tx) => void (await tx.insert(meta).values({ key: "count", value: "0" })));
      const add = (): Promise<void> =>
        database.write(async (tx) => {
          const [row] = await tx.select().from(meta).where(eq(meta.key, "count"));
          await tx
            .update(meta)
            .set({ value: String(Number(row?.value) + 1) })
            .where(eq(meta.key, "count"));
        });
      await Promise.all(Array.from({ length: 40 }, add));
      const [row] = await database.read.select().from(meta).where(eq(meta.key, "count"));
      expect(row?.value).toBe("40");
    });

    it("shows readers nothing of a transaction under way, and does not let them wait for it", async () => {
      let seen = -1;
      await database.write(async (tx) => {
        await tx.insert(meta).values({ key: "under way", value: "1" });
        seen = await database.read.$count(meta, eq(meta.key, "under way"));
      });
      expect(seen).toBe(0);
      expect(await database.read.$count(meta, eq(meta.key, "under way"))).toBe(1);
    });

    it("tells subscribers of a commit after it, and nothing of a transaction that failed", async () => {
      let told = 0;
      const leave = database.gate.subscribe("outbox", () => {
        told += 1;
      });
      const failed = database.write(async (tx) => {
        tx.notify("outbox");
        throw new Error("no");
      });
      await expect(failed).rejects.toThrow("no");
      expect(told).toBe(0);
      await database.write(async (tx) => tx.notify("outbox"));
      expect(told).toBe(1);
      leave();
    });

    it("refuses to change or delete a row of the audit trail", async () => {
      await database.write(async (tx) => {
        const at = new Date().toISOString();
        const about = { objectType: "test", objectId: "1", summary: "Tested", requestId: "test" };
        await tx.insert(audit).values({ at, actor: "system:test", actorName: "test", verb: "test.do", ...about });
      });
      const change = database.write(async (tx) => void (await tx.update(audit).set({ summary: "Otherwise" })));
      await expect(change).rejects.toThrow();
      const remove = database.write(async (tx) => void (await tx.delete(audit)));
      await expect(remove).rejects.toThrow();
      expect(await database.read.$count(audit, eq(audit.summary, "Tested"))).toBe(1);
    });
  });

  describe(`${name}: the commands of the house`, () => {
    let place: EmptyDatabase;
    let database: Database;
    let member: Context;
    let stranger: Context;
    let group: { id: string };
    beforeAll(async () => {
      place = await make();
      await migrateDatabase(place);
      database = openDatabase(place);
      member = await addUser(database, "member");
      stranger = await addUser(database, "stranger");
      group = await addGroup(database, "Group", [member]);
    });
    afterAll(async () => {
      await database.close();
      await place.remove();
    });

    it("create a target whole, with its trail and its event, and show it to those who may see it", async () => {
      const { id } = await createTarget({
        ctx: member,
        input: {
          name: "SN 2020oi",
          aliases: ["ZTF20aaelulu"],
          raDeg: 185.7289,
          decDeg: 15.8236,
          groups: [group.id],
          tags: ["nearby"],
          extras: { host: "M 100" },
          redshift: { value: 0.0052 },
        },
      });
      const target = await getTarget(database.read, member.scope, { id });
      expect(target).toMatchObject({ aliases: ["ZTF20aaelulu"], tags: ["nearby"], extras: { host: "M 100" } });
      expect(target.redshift).toMatchObject({ value: 0.0052 });
      expect(await database.read.$count(audit, eq(audit.targetId, id))).toBe(1);
      expect(await database.read.$count(outbox, eq(outbox.objectId, id))).toBe(1);
      for (const other of [stranger, nobody(database)]) {
        expect((await refusal(getTarget(database.read, other.scope, { id }))).code).toBe("NOT_FOUND");
      }
    });

    it("find a target by part of a name or alias, by another spelling, and by its place, poles and RA 0 included", async () => {
      const pole = { name: "Pole star", raDeg: 0, decDeg: 89.9999, groups: [group.id] };
      const edge = { name: "Edge (of) RA", raDeg: 359.9999, decDeg: 0, groups: [group.id] };
      await createTarget({ ctx: member, input: pole });
      await createTarget({ ctx: member, input: edge });
      const found = async (filter: object): Promise<string[]> => {
        const now = new Date();
        const page = await listTargetObjects(database.read, member.scope, { filter, now, limit: 25 });
        return page.items.map(({ name: one }) => one);
      };
      expect(await found({ q: "aaelu" })).toEqual(["SN 2020oi"]);
      expect(await found({ q: "2020OI" })).toEqual(["SN 2020oi"]);
      expect(await found({ fuzzy: "sn-2020_OI" })).toEqual(["SN 2020oi"]);
      expect(await found({ cone: { raDeg: 185.729, decDeg: 15.8236, radiusArcsec: 2 } })).toEqual(["SN 2020oi"]);
      expect(await found({ cone: { raDeg: 180, decDeg: 89.9999, radiusArcsec: 2 } })).toEqual(["Pole star"]);
      expect(await found({ cone: { raDeg: 0.0001, decDeg: 0, radiusArcsec: 2 } })).toEqual(["Edge (of) RA"]);
      const page = await listTargetObjects(database.read, stranger.scope, { filter: {}, now: new Date(), limit: 25 });
      expect(page.items).toEqual([]);
    });

    it("page through a list by its cursor, each target once", async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const now = new Date();
        const page = await listTargetObjects(database.read, member.scope, { filter: {}, now, limit: 1, cursor });
        seen.push(...page.items.map((item) => item.name));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen.sort()).toEqual(["Edge (of) RA", "Pole star", "SN 2020oi"]);
    });

    it("store photometry once however often it comes, and keep what a revision replaces", async () => {
      const [row] = await database.read.select().from(targets).where(eq(targets.name, "SN 2020oi"));
      const targetId = row?.id ?? "";
      const rows = Array.from({ length: 1200 }, (_, at) => ({ observedAtMjd: 58_870 + at / 10, band: "g", mag: 15 }));
      const add = (given: unknown[]) => addPhotometry({ ctx: member, input: { targetId, rows: given, via: "api" } });
      expect(await add(rows)).toMatchObject({ inserted: 1200, unchanged: 0, revised: 0 });
      expect(await add(rows)).toMatchObject({ inserted: 0, unchanged: 1200, revised: 0 });
      expect(await add([{ ...rows[0], mag: 14 }])).toMatchObject({ inserted: 0, unchanged: 0, revised: 1 });
      const page = await listPhotometry(database.read, member.scope, { targetId, limit: 1 });
      expect(page.items[0]).toMatchObject({ mag: 14, revision: 2 });
      const older = await listRevisions(database.read, member.scope, { targetId, row: page.items[0]?.row ?? "" });
      expect(JSON.stringify(older)).toContain("15");
      const hidden = listPhotometry(database.read, stranger.scope, { targetId, limit: 1 });
      expect((await refusal(hidden)).code).toBe("NOT_FOUND");
    });

    it("refuse a stale change, and delete a target with all that hangs on it", async () => {
      const [row] = await database.read.select().from(targets).where(eq(targets.name, "Pole star"));
      const id = row?.id ?? "";
      const changed = await updateTarget({ ctx: member, input: { id, version: 1, tags: ["north"] } });
      expect(changed.version).toBe(2);
      const stale = updateTarget({ ctx: member, input: { id, version: 1, tags: ["south"] } });
      expect((await refusal(stale)).code).toBe("CONFLICT");
      await deleteTarget({ ctx: member, input: { id } });
      expect((await refusal(getTarget(database.read, member.scope, { id }))).code).toBe("NOT_FOUND");
      expect(await database.read.all("PRAGMA foreign_key_check")).toEqual([]);
    });
  });
}
