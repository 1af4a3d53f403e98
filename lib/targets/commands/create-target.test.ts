import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { findTarget, getTarget } from "../queries/get-target";
import type { CreateTargetInput } from "../schema";
import { addGroup, addUser, house, nobody, refusal } from "../testing";
import { createTarget, createTargets } from "./create-target";

let database: TestDatabase;
let ada: Context;
let ben: Context;
let admin: Context;
let group: { pk: number; id: string; name: string };

beforeAll(async () => {
  database = await createTestDatabase();
  [ada, ben, admin] = [
    await addUser(database, "ada"),
    await addUser(database, "ben"),
    await addUser(database, "root", "admin"),
  ];
  group = await addGroup(database, "Supernovae", [ada]);
});
afterAll(() => database.destroy());

const sn: CreateTargetInput = {
  name: "SN 2020oi",
  raDeg: "12:22:54.94",
  decDeg: "+15 49 25.0",
  aliases: ["ZTF20aaelulu", "AT 2020oi", "sn2020OI"],
  tags: ["Ic", "M100"],
  extras: { host: "M100", peakMag: 0, vetted: false, note: "<b>bright</b>" },
  redshift: { value: 0, frame: "heliocentric" },
  classifications: [{ name: "SN Ic", source: "TNS", probability: 0 }],
};

describe("createTarget", () => {
  it("stores everything that was given and answers the whole object", async () => {
    const target = await createTarget({ ctx: ada, input: { ...sn, groups: [group.id] } });
    expect(target).toMatchObject({
      version: 1,
      name: "SN 2020oi",
      aliases: ["ZTF20aaelulu", "AT 2020oi"],
      type: "SIDEREAL",
      visibility: "private",
      groups: [{ id: group.id, name: "Supernovae" }],
      tags: ["Ic", "M100"],
      extras: { host: "M100", peakMag: 0, vetted: false, note: "<b>bright</b>" },
      redshift: { value: 0, error: null, frame: "heliocentric", source: "ada" },
      classifications: [{ name: "SN Ic", source: "TNS", classifier: null, version: null, probability: 0, by: "ada" }],
      createdBy: "ada",
      scheme: null,
    });
    expect(target.raDeg).toBeCloseTo(185.72891667, 7);
    expect(target.decDeg).toBeCloseTo(15.82361111, 7);
    expect(await getTarget(database.read, ada.scope, { id: target.id })).toEqual(target);
  });

  it("writes one audit row and one event, the event with the whole object", async () => {
    const target = await createTarget({
      ctx: ada,
      input: { name: "One event", raDeg: 1, decDeg: 0, groups: [group.id] },
    });
    const events = await database.read.all<{ payload: string }>(
      sql`SELECT payload FROM outbox WHERE object_id = ${target.id}`,
    );
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]?.payload ?? "")).toEqual({ created: true, previous: null, target });
    const trail = await database.read.all(sql`SELECT verb FROM audit WHERE target_id = ${target.id}`);
    expect(trail).toEqual([{ verb: "target.create" }]);
  });

  it("refuses a spelling of a visible name or alias and names the target that holds it", async () => {
    const byName = await refusal(createTarget({ ctx: ada, input: { ...sn, name: "sn_2020-OI", aliases: [] } }));
    expect(byName.code).toBe("CONFLICT");
    expect(byName.fieldErrors?.name?.[0]).toContain("SN 2020oi");
    const byAlias = await refusal(
      createTarget({ ctx: ada, input: { name: "Fresh", raDeg: 1, decDeg: 1, aliases: ["ztf20AAELULU"] } }),
    );
    expect(byAlias.fieldErrors?.aliases?.[0]).toContain("SN 2020oi");
  });

  it("lets two people who cannot see each other's targets hold the same names, and tells neither", async () => {
    const mine = await createTarget({ ctx: ben, input: sn });
    expect(mine.name).toBe("SN 2020oi");
    const theirs = await createTarget({
      ctx: ben,
      input: { name: "Secret alias", raDeg: 3, decDeg: 3, aliases: ["Hush 1"] },
    });
    const named = await createTarget({ ctx: ada, input: { name: "Hush 1", raDeg: 9, decDeg: 9 } });
    expect(await findTarget(database.read, ada.scope, { id: theirs.id })).toBeNull();
    expect(named.name).toBe("Hush 1");
    expect((await refusal(createTarget({ ctx: admin, input: { name: "hush1", raDeg: 9, decDeg: 9 } }))).code).toBe(
      "CONFLICT",
    );
  });

  it("lets exactly one of eight simultaneous creates of one name through", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => createTarget({ ctx: ada, input: { name: "Race 1", raDeg: 5, decDeg: 5 } })),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  it("gives rights only to groups that the actor is in, and tells nothing of others", async () => {
    const foreign = await addGroup(database, "Not yours", [ben]);
    const at = { name: "Group test", raDeg: 1, decDeg: 1 };
    const one = await refusal(createTarget({ ctx: ada, input: { ...at, groups: [foreign.id] } }));
    const none = await refusal(createTarget({ ctx: ada, input: { ...at, groups: ["no-such-group"] } }));
    expect(one.fieldErrors).toEqual(none.fieldErrors);
    expect(one.fieldErrors?.groups).toBeDefined();
    expect((await createTarget({ ctx: admin, input: { ...at, groups: [foreign.id] } })).groups).toHaveLength(1);
  });

  it("refuses people who have not signed in and tokens that may only read", async () => {
    expect((await refusal(createTarget({ ctx: nobody(database), input: sn }))).code).toBe("UNAUTHENTICATED");
    if (ada.actor.kind !== "user") throw new Error("ada is a person");
    const reading: Context = { ...ada, actor: { ...ada.actor, via: "token", access: "read" } };
    expect((await refusal(createTarget({ ctx: reading, input: sn }))).code).toBe("FORBIDDEN");
  });

  it.each([
    ["RA 400", { raDeg: 400 }, "raDeg"],
    ["RA 400 as text", { raDeg: "400" }, "raDeg"],
    ["Dec 91", { decDeg: 91 }, "decDeg"],
    ["NaN", { raDeg: "NaN" }, "raDeg"],
    ["words", { decDeg: "north" }, "decDeg"],
    ["a name of 10,000 characters", { name: "x".repeat(10_000) }, "name"],
    ["a name of only spaces", { name: "   " }, "name"],
    ["U+202E in the name", { name: "abc\u202Edef" }, "name"],
    ["U+202E in an alias", { aliases: ["fine", "a\u202Eb"] }, "aliases.1"],
    ["an unknown type", { type: "COMET" }, "type"],
    ["an unknown field", { brightness: 3 }, "brightness"],
    ["an extra of the wrong type", { extras: { peakMag: "bright" } }, "extras.peakMag"],
    ["101 aliases", { aliases: Array.from({ length: 101 }, (_, index) => `A${index}`) }, "aliases"],
    [
      "a probability above 1",
      { classifications: [{ name: "SN", source: "x", probability: 1.1 }] },
      "classifications.0.probability",
    ],
    ["elements of a sidereal target", { eccentricity: 0.1 }, "eccentricity"],
    ["no declination", { decDeg: null }, "decDeg"],
  ])("refuses %s on its field", async (_, change, field) => {
    const input = { name: "Bad input", raDeg: 10, decDeg: 10, ...change } as CreateTargetInput;
    const error = await refusal(createTarget({ ctx: ada, input }));
    expect(error.code).toBe("INVALID_INPUT");
    expect(Object.keys(error.fieldErrors ?? {})).toContain(field);
    expect(error.message.length).toBeLessThan(300);
  });

  it("takes markup as text, -0 30 00 as south of the equator, and 0 as a coordinate", async () => {
    const markup = await createTarget({
      ctx: ada,
      input: { name: "<script>alert(1)</script>", raDeg: 0, decDeg: "\u22120 30 00" },
    });
    expect(markup).toMatchObject({ name: "<script>alert(1)</script>", raDeg: 0, decDeg: -0.5 });
  });

  it("takes 0 as an element and asks for each scheme's own elements", async () => {
    const common = {
      type: "NON_SIDEREAL" as const,
      epochOfElementsMjd: 60000,
      inclinationDeg: 0,
      longAscNodeDeg: 0,
      argOfPerihelionDeg: 0,
      eccentricity: 0,
    };
    const comet = {
      ...common,
      name: "C/2021 G2",
      scheme: "MPC_COMET" as const,
      perihelionDistanceAu: 4.98,
      epochOfPerihelionMjd: 60562,
    };
    expect((await createTarget({ ctx: ada, input: comet })).inclinationDeg).toBe(0);
    const planet = await refusal(
      createTarget({ ctx: ada, input: { ...common, name: "Minor", scheme: "MPC_MINOR_PLANET" } }),
    );
    expect(Object.keys(planet.fieldErrors ?? {}).sort()).toEqual(["meanAnomalyDeg", "semimajorAxisAu"]);
    const bare = await refusal(createTarget({ ctx: ada, input: { name: "Bare", type: "NON_SIDEREAL" } }));
    expect(Object.keys(bare.fieldErrors ?? {})).toEqual(["scheme"]);
  });

  it("lets a bad row of many fail alone, also against rows of the same call", async () => {
    const input = [
      { name: "Bulk 1", raDeg: 1, decDeg: 1 },
      { name: "bulk-1", raDeg: 2, decDeg: 2 },
      { name: "Bulk 3", raDeg: 400, decDeg: 3 },
      { name: "Bulk 4", raDeg: 4, decDeg: 4 },
    ];
    const result = await createTargets({ ctx: ada, input });
    expect(result.created.map(({ index }) => index)).toEqual([0, 3]);
    expect(result.failed.map(({ index }) => index)).toEqual([1, 2]);
  });

  it("keeps the search document in step", async () => {
    await createTarget({
      ctx: house(database),
      input: { name: "Findable Star", raDeg: 7, decDeg: 7, aliases: ["Gaia22zzz"] },
    });
    const hits = await database.read.all(sql`SELECT rowid FROM target_search WHERE target_search MATCH '"a22zz"'`);
    expect(hits).toHaveLength(1);
  });
});
