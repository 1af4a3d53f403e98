import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { outbox } from "@/db/schema/events";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import { createTarget } from "./commands/create-target";
import { getTarget } from "./queries/get-target";
import type { CreateTargetInput } from "./schema";
import { addGroup, addUser, house } from "./testing";

let database: TestDatabase;
let ada: Context;

beforeEach(async () => {
  database = await createTestDatabase();
  ada = await addUser(database, "ada");
});
afterEach(() => database.destroy());

it("tells of a new target what a reader finds afterwards, field by field and in that order", async () => {
  const [one, two] = [await addGroup(database, "one", [ada]), await addGroup(database, "Two", [ada])];
  const place = { raDeg: 0.1 + 0.2, decDeg: -0 };
  const drafts: CreateTargetInput[] = [
    { name: "Bare", ...place },
    { name: "Rich", ...place, epoch: 2015.5, pmRaMasPerYr: -1e-7, distancePc: 1e12, aliases: ["B b", "a"] },
    { name: "Worded", ...place, tags: ["b", "Z", "é", "a"], extras: { z: 1e21, host: "M 31", a: false, gone: null } },
    { name: "Astral", ...place, tags: ["\u{1F52D}x", "\uFB01y"], extras: { k: "\u{1F52D}" } },
    { name: "Shared", ...place, visibility: "private", groups: [one.id] },
    { name: "Shared twice", ...place, groups: [two.id, one.id] },
    { name: "Dated", ...place, redshift: { value: 0.1 }, classifications: [{ name: "SN Ia" }] },
    {
      name: "Moving",
      type: "NON_SIDEREAL",
      scheme: "MPC_COMET",
      epochOfElementsMjd: 60_000,
      inclinationDeg: 0,
      longAscNodeDeg: 1e-7,
      argOfPerihelionDeg: 1 / 3,
      eccentricity: 0.99,
      perihelionDistanceAu: 1.5,
      epochOfPerihelionMjd: 60_123.456789012,
    },
  ];
  for (const ctx of [ada, house(database)]) {
    for (const draft of drafts) {
      const name = `${draft.name} ${ctx.actor.kind}`;
      const { id } = await createTarget({
        ctx,
        input: { ...draft, name, aliases: draft.aliases?.map((alias) => `${alias} ${name}`) ?? [] },
      });
      const [event] = await database.read.select().from(outbox).where(eq(outbox.objectId, id));
      const { target } = (event?.payload ?? {}) as { target?: unknown };
      const read = await getTarget(database.read, systemScope("test"), { id });
      expect(JSON.stringify(target)).toBe(JSON.stringify(read));
    }
  }
});
