import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { createTargets } from "../commands/create-target";
import { type TargetFilter, type TargetSort, targetSorts } from "../list-schema";
import type { CreateTargetInput } from "../schema";
import { addGroup, addUser, nobody, refusal } from "../testing";
import { countAll, countVisible, findNeighbours, listTargetObjects, listTargets } from "./list-targets";
import { searchTargets } from "./search-targets";

const now = new Date("2026-11-21T00:00:00Z");
// Separation is an order within a cone alone: list-page.test.ts has it.
const sorts = targetSorts.filter((sort) => sort !== "separation");
const visibilities = ["open", "public", "private"] as const;

let database: TestDatabase;
let people: Record<"ada" | "ben" | "admin" | "anonymous", Context>;
let group: { pk: number; id: string };
let foreign: { pk: number; id: string };

/** What the database holds, read without any of the code under test. */
type Fact = {
  id: string;
  name: string;
  names: string[];
  visibility: string;
  createdBy: string;
  mine: boolean;
  tags: string[];
  type: string;
};
type Light = { mag: number | null; mjd: number | null; updatedAt: string; createdAt: string; pk: number };
let facts: (Fact & Light)[];

beforeAll(async () => {
  database = await createTestDatabase();
  const [ada, ben, admin] = [
    await addUser(database, "ada"),
    await addUser(database, "ben"),
    await addUser(database, "root", "admin"),
  ];
  people = { ada, ben, admin, anonymous: nobody(database) };
  group = await addGroup(database, "Ours", [ada]);
  foreign = await addGroup(database, "Theirs", [ben]);
  const inputs = Array.from(
    { length: 240 },
    (_, i): CreateTargetInput => ({
      // Every name differs by more than case, but many begin alike and sort differently by case.
      name: `${["SN", "sn", "At", "ZTF"][i % 4]} ${2000 + (i % 7)}x${i}`,
      raDeg: (i * 47.3) % 360,
      decDeg: -89.5 + ((i * 31.7) % 179),
      visibility: visibilities[i % 3] ?? "private",
      aliases: i % 2 ? [`Gaia${20 + (i % 5)}%_${i}`, `Ångström ${i}`] : [],
      tags: i % 5 ? [] : ["followed", `t${i % 10}`],
      groups: i % 6 === 2 ? [group.id] : [],
    }),
  );
  const { failed } = await createTargets({ ctx: ada, input: inputs.filter((_, i) => i % 4 !== 3) });
  const bens = inputs.filter((_, i) => i % 4 === 3).map((input) => ({ ...input, groups: [] }));
  const { failed: more } = await createTargets({ ctx: ben, input: bens });
  expect([...failed, ...more]).toEqual([]);
  // Light curves are another domain's: their summary is set here as it would be; equal values and none at all included.
  await database.write((tx) =>
    tx.run(sql`UPDATE targets SET newest_mag = CASE WHEN pk % 4 THEN 15 + pk % 9 END, newest_band = 'g',
      newest_detection_mjd = CASE WHEN pk % 4 THEN 59000 + pk % 13 * 10 END,
      created_at = strftime('%Y-%m-%dT%H:%M:%fZ', 1760000000 + pk * 3600, 'unixepoch'),
      updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 1790000000 - pk % 17 * 86400, 'unixepoch')`),
  );
  facts = await readFacts(ada);
});
afterAll(() => database.destroy());

async function readFacts(ada: Context): Promise<typeof facts> {
  const rows = await database.read.all<Record<string, string>>(sql`
    SELECT t.*, (SELECT json_group_array(name) FROM target_names n WHERE n.target_pk = t.pk) AS names,
      (SELECT json_group_array(tag) FROM target_tags g WHERE g.target_pk = t.pk) AS tags,
      (SELECT count(*) FROM target_grants g WHERE g.target_pk = t.pk AND g.principal_kind = 'group') AS groups
    FROM targets t ORDER BY t.pk`);
  const adaPk = ada.actor.kind === "user" ? ada.actor.userPk : -1;
  return rows.map((row) => ({
    pk: Number(row.pk),
    id: row.id ?? "",
    name: row.name ?? "",
    names: JSON.parse(row.names ?? "[]"),
    tags: JSON.parse(row.tags ?? "[]"),
    visibility: row.visibility ?? "",
    type: row.type ?? "",
    createdBy: Number(row.created_by_pk) === adaPk ? "ada" : "ben",
    mine: Number(row.groups) > 0,
    mag: row.newest_mag === null ? null : Number(row.newest_mag),
    mjd: row.newest_detection_mjd === null ? null : Number(row.newest_detection_mjd),
    createdAt: row.created_at ?? "",
    updatedAt: row.updated_at ?? "",
  }));
}

const sees = {
  anonymous: (one: Fact) => one.visibility === "open",
  ben: (one: Fact) => one.visibility !== "private" || one.createdBy === "ben",
  ada: (one: Fact) => one.visibility !== "private" || one.createdBy === "ada" || one.mine,
  admin: () => true,
};
const readers = ["anonymous", "ben", "ada", "admin"] as const;

async function walk(ctx: Context, sort: TargetSort, filter: TargetFilter, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 400; pages++) {
    const page = await listTargets(database.read, ctx.scope, { sort, filter, limit, cursor, now });
    ids.push(...page.items.map((row) => row.id));
    if (page.nextCursor === null) return ids;
    expect(page.items).toHaveLength(limit);
    cursor = page.nextCursor;
  }
  throw new Error("paging does not end");
}

const nocase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function expectedOrder(rows: readonly (typeof facts)[number][], sort: TargetSort): string[] {
  const down = sort.startsWith("-") ? -1 : 1;
  const key = {
    name: (r: (typeof facts)[number]) => nocase(r.name),
    updatedAt: (r: Light) => r.updatedAt,
    createdAt: () => 0,
    newestDetection: (r: Light) => r.mjd,
    newestMag: (r: Light) => r.mag,
  }[sort.replace("-", "")];
  return [...rows]
    .sort((one, other) => {
      const [a, b] = [key?.(one) ?? null, key?.(other) ?? null];
      if ((a === null) !== (b === null)) return a === null ? 1 : -1;
      if (a !== null && b !== null && a !== b) return (a < b ? -1 : 1) * down;
      return (one.pk - other.pk) * down;
    })
    .map((row) => row.id);
}

describe("listTargets", () => {
  it.each(sorts)("gives each visible row once, in order, to every reader under sort %s", async (sort) => {
    for (const reader of readers) {
      const found = await walk(people[reader], sort, {}, 17);
      expect(found).toEqual(expectedOrder(facts.filter(sees[reader]), sort));
    }
  });

  it("gives of chosen ids those that the reader sees, in the order of the list", async () => {
    const chosen = facts.filter((_, index) => index % 3 === 0);
    const filter = { ids: [...chosen.map((one) => one.id).reverse(), "no-such-id"] };
    for (const reader of readers) {
      const found = await walk(people[reader], "name", filter, 17);
      expect(found, reader).toEqual(expectedOrder(chosen.filter(sees[reader]), "name"));
    }
    expect(await walk(people.admin, "name", { ids: [] }, 100)).toHaveLength(facts.length);
  });

  const filters: [string, TargetFilter, (one: (typeof facts)[number]) => boolean][] = [
    ["part of a name", { q: "n 2003X" }, (one) => one.names.some((n) => nocase(n).includes("n 2003x"))],
    [
      "part of an alias with the wild cards of LIKE",
      { q: "a22%_" },
      (one) => one.names.some((n) => n.includes("a22%_")),
    ],
    [
      "letters beyond ASCII in any case",
      { q: "åNGSTRÖM 1" },
      (one) => one.names.some((n) => n.startsWith("Ångström 1")),
    ],
    ["three characters", { q: "ztf" }, (one) => one.names.some((n) => n.includes("ZTF"))],
    ["the beginning, under three characters", { q: "a" }, (one) => one.names.some((n) => /^a/i.test(n))],
    ["quotes and operators as plain text", { q: '"OR" NEAR(' }, () => false],
    ["an equal spelling", { fuzzy: "s-n(2003)_X 108" }, (one) => one.name === "SN 2003x108"],
    ["a tag", { tag: "followed" }, (one) => one.tags.includes("followed")],
    ["a type", { type: "SIDEREAL" }, (one) => one.type === "SIDEREAL"],
    ["a type that none has", { type: "NON_SIDEREAL" }, () => false],
    ["creation", { createdAfter: "2025-10-14T00:00:00Z" }, (one) => one.createdAt > "2025-10-14T00:00:00.000Z"],
    ["change", { updatedAfter: "2026-09-15T00:00:00Z" }, (one) => one.updatedAt > "2026-09-15T00:00:00.000Z"],
    ["the newest detection", { newestAfter: "59050" }, (one) => one.mjd !== null && one.mjd > 59050],
    ["brightness", { magMin: 17, magMax: 20 }, (one) => one.mag !== null && one.mag >= 17 && one.mag <= 20],
    [
      "several at once",
      { q: "gaia", tag: "followed", magMax: 21 },
      (one) =>
        one.names.some((n) => n.startsWith("Gaia")) &&
        one.tags.includes("followed") &&
        one.mag !== null &&
        one.mag <= 21,
    ],
  ];

  it.each(filters)("filters by %s, for every reader, in any order, and counts the same", async (_, filter, matches) => {
    for (const reader of readers) {
      const rows = facts.filter((one) => matches(one) && sees[reader](one));
      for (const sort of ["-createdAt", "name", "newestMag"] as const) {
        expect(await walk(people[reader], sort, filter, 7)).toEqual(expectedOrder(rows, sort));
      }
      expect(await countAll(database.read, people[reader].scope, { filter, now })).toBe(rows.length);
      const capped = await countVisible(database.read, people[reader].scope, { filter, now, most: 5 });
      expect(capped).toEqual({ count: Math.min(5, rows.length), capped: rows.length > 5 });
    }
  });

  it("filters by a group of the reader and refuses a foreign one like an unknown one", async () => {
    const rows = facts.filter((one) => one.mine);
    expect(rows.length).toBeGreaterThan(5);
    expect(await walk(people.ada, "-createdAt", { group: group.id }, 3)).toEqual(expectedOrder(rows, "-createdAt"));
    const ask = (id: string) => listTargets(database.read, people.ada.scope, { filter: { group: id }, now });
    const [theirs, none] = [await refusal(ask(foreign.id)), await refusal(ask("none"))];
    expect(theirs.fieldErrors).toEqual(none.fieldErrors);
  });

  it("refuses cursors that are not its own", async () => {
    const list = (args: object) => listTargets(database.read, people.ada.scope, { limit: 2, now, ...args });
    const { nextCursor } = await list({ sort: "name" });
    const cursor = nextCursor ?? "";
    for (const wrong of [
      { cursor },
      { cursor, sort: "name", filter: { tag: "followed" } },
      { cursor: "nonsense", sort: "name" },
      { cursor: `${cursor}AA`, sort: "name" },
      { cursor: "", sort: "name" },
    ]) {
      expect((await refusal(list(wrong))).fieldErrors).toHaveProperty("cursor");
    }
    // No key of a row stands in it.
    expect(atob(cursor.replaceAll("-", "+").replaceAll("_", "/"))).not.toMatch(/"\d{1,3}"/);
  });

  it("goes on where it was when rows came and went meanwhile", async () => {
    const first = await listTargets(database.read, people.admin.scope, { sort: "name", limit: 10, now });
    const { created } = await createTargets({
      ctx: people.admin,
      input: [{ name: "AAA first of all", raDeg: 1, decDeg: 1 }],
    });
    const second = await listTargets(database.read, people.admin.scope, {
      sort: "name",
      limit: 10,
      cursor: first.nextCursor ?? "",
      now,
    });
    const whole = expectedOrder(facts, "name");
    expect([...first.items, ...second.items].map((row) => row.id)).toEqual(whole.slice(0, 20));
    await database.write((tx) => tx.run(sql`DELETE FROM targets WHERE id = ${created[0]?.target.id ?? ""}`));
  });

  it("gives rows for the page and whole objects for the API, in the same order", async () => {
    const args = { limit: 200, now };
    const rows = await listTargets(database.read, people.ada.scope, args);
    const objects = await listTargetObjects(database.read, people.ada.scope, args);
    expect(objects.items.map((one) => [one.id, one.raDeg, one.aliases])).toEqual(
      rows.items.map((one) => [one.id, one.raDeg, one.aliases]),
    );
    expect(objects.items.every((one) => one.groups.every(({ id }) => id === group.id))).toBe(true);
  });
});

describe("findNeighbours", () => {
  it.each(sorts)("gives the rows before and behind in the list under sort %s", async (sort) => {
    const filter = { q: "gaia" };
    const order = await walk(people.ada, sort, filter, 50);
    for (const at of [0, 1, 20, order.length - 1]) {
      const found = await findNeighbours(database.read, people.ada.scope, { id: order[at] ?? "", sort, filter, now });
      expect([found.previous?.id, found.next?.id]).toEqual([order[at - 1], order[at + 1]]);
    }
  });
});

describe("searchTargets", () => {
  it("puts equal spellings first, says which alias matched, and shows nobody what she does not see", async () => {
    const hidden = facts.find(
      (one) => one.visibility === "private" && one.createdBy === "ada" && !one.mine && one.names.length > 1,
    );
    const alias = hidden?.names.find((name) => name.startsWith("Gaia")) ?? "";
    const [hit] = await searchTargets(database.read, people.ada.scope, { text: alias.toUpperCase(), now });
    expect(hit).toMatchObject({ id: hidden?.id, matchedName: alias });
    const bens = await searchTargets(database.read, people.ben.scope, { text: alias, now });
    expect(bens.map((one) => one.id)).not.toContain(hidden?.id);
    expect(await searchTargets(database.read, people.ada.scope, { text: "  ", now })).toEqual([]);
  });
});
