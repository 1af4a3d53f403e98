import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtActions, postAction } from "@/tests/support/server-action";
import { type Door, findDoors } from "./doors";
import { expectations } from "./expectations";
import { knock } from "./knock";
import { ask } from "./make";
import { type Cell, cellsOfRule, roles, visibilities } from "./rules";
import { makeShared, type Shared, subjectOf } from "./stage";
import { snapshot, trailLength } from "./trace";
import { startWorld, type World } from "./world";

const doors = findDoors();

/** Pages and server actions are for browsers; only routes take tokens. */
const cellsOf = (door: Door): Cell[] => {
  const rule = expectations[door.key];
  return rule === undefined ? [] : cellsOfRule(rule, door.kind === "route");
};

const changes = (door: Door): boolean => door.kind === "action" || /^(POST|PUT|PATCH|DELETE) /.test(door.key);

describe("the authorisation table", () => {
  it("has one row for each page, server action and verb of a route, and no row more", () => {
    expect(doors.map(({ key }) => key).sort()).toEqual(Object.keys(expectations).sort());
  });

  it("sees the doors: more than a hundred of them, of each kind", () => {
    const count = (kind: Door["kind"]): number => doors.filter((door) => door.kind === kind).length;
    expect([count("page"), count("action"), count("route")].every((number) => number >= 20)).toBe(true);
    expect(doors.length).toBeGreaterThan(100);
  });
});

/** Doors of the changing kind that leave no trace where they are served, because nothing is changed. */
const leavesNoTrace: ReadonlySet<string> = new Set([
  // Read only.
  "action photometry.previewPaste",
  "action target.checkDuplicates",
  "action target.findPlace",
  // What a person has read is her own affair.
  "POST /api/v1/notifications/read",
]);

describe("the doors of the built app, knocked at over HTTP", () => {
  let world: World;
  let shared: Shared;
  let before: unknown;
  const built = builtActions();
  let asserted = 0;

  beforeAll(async () => {
    world = await startWorld();
    shared = await makeShared(world);
    // Disabled only now: her cookie and her token are from before.
    const disable = built.find(({ exportedName }) => exportedName === "disableUserAction");
    const { origin } = world.app;
    const { id: userId } = world.people.disabled;
    await postAction(`${origin}${disable?.pages[0]}`, disable?.id ?? "", world.headers.administrator, { userId });
    before = await snapshot(world, shared);
  });
  afterAll(() => world?.close());

  it("has an account that is disabled, whose token was good before", async () => {
    await expect(ask(world, { authorization: `Bearer ${world.tokens.disabled}` }, "GET", "/api/v1/me")).rejects.toThrow(
      "401",
    );
  });

  for (const door of doors) {
    it(`${door.key}: ${expectations[door.key] ?? "no row"}`, async () => {
      const cells = cellsOf(door);
      const trailBefore = await trailLength(world);
      const expected: Record<string, string> = {};
      const met: Record<string, string> = {};
      for (const cell of cells) {
        const name = `${cell.visibility ?? ""} ${cell.role}`.trim();
        expected[name] = cell.expected;
        met[name] = await knock(door, subjectOf(world, shared, cell, changes(door)), built);
      }
      asserted += cells.length;
      expect(met).toEqual(expected);
      const isServed = cells.some((cell) => cell.expected === "ok");
      if (changes(door) && isServed && !leavesNoTrace.has(door.key)) {
        expect(await trailLength(world), "rows of the audit trail").toBeGreaterThan(trailBefore);
      }
    });
  }

  it("was asked for every cell: roles by visibilities where a door is about a target, roles elsewhere", () => {
    const due = doors.map((door) => cellsOf(door).length);
    expect(due.every((count) => count === roles.length || count === roles.length * visibilities.length)).toBe(true);
    expect(asserted).toBe(due.reduce((sum, count) => sum + count, 0));
  });

  it("changed nothing for anybody who was refused", async () => {
    expect(await snapshot(world, shared)).toEqual(before);
  });
});
