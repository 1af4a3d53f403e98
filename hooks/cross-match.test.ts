import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit, hookRuns, outbox } from "@/db/schema/events";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { getHookRun } from "@/lib/hooks/queries/get-hook-run";
import { createTarget } from "@/lib/targets/commands/create-target";
import { listPossibleDuplicates } from "@/lib/targets/queries/list-possible-duplicates";
import { addUser, house } from "@/lib/targets/testing";
import { domainServices } from "@/tests/support/domain-services";
import { createEngineBed, type EngineBed, emitSaves, until } from "@/tests/support/engine-bed";
import { crossMatch } from "./names";

let bed: EngineBed;
let ada: Context;
let eve: Context;

beforeEach(async () => {
  bed = await createEngineBed([crossMatch], { services: domainServices() });
  [ada, eve] = [await addUser(bed.database, "ada"), await addUser(bed.database, "eve")];
  await bed.engine.start();
});
afterEach(() => bed.destroy());

type Place = { raDeg: number; decDeg: number };

const create = async (ctx: Context, name: string, place: Place, visibility: "private" | "public" = "private") => {
  const target = await createTarget({ ctx, input: { name, type: "SIDEREAL", visibility, ...place } });
  await allDone();
  return target.id;
};

const allDone = () =>
  until(async () => {
    const events = await bed.database.read.$count(outbox);
    const rows = await bed.database.read.select({ status: hookRuns.status }).from(hookRuns);
    return rows.length === events && rows.every((run) => run.status === "done");
  });

const noted = async (ctx: Context, id: string) =>
  (await listPossibleDuplicates(bed.database.read, ctx.scope, id)).map(({ target, reason, separationArcsec }) => ({
    name: target.name,
    reason,
    separationArcsec: separationArcsec === null ? null : Number(separationArcsec.toFixed(2)),
  }));

const m100 = { raDeg: 185.728917, decDeg: 15.823611 };

describe("crossMatch", () => {
  it("notes a target within the radius on both, and leaves one outside alone", async () => {
    const first = await create(ada, "Near one", m100);
    const second = await create(ada, "Near two", { ...m100, decDeg: m100.decDeg + 1.5 / 3600 });
    const third = await create(ada, "Far", { ...m100, decDeg: m100.decDeg - 2.5 / 3600 });
    expect(await noted(ada, first)).toEqual([{ name: "Near two", reason: "position", separationArcsec: 1.5 }]);
    expect(await noted(ada, second)).toEqual([{ name: "Near one", reason: "position", separationArcsec: 1.5 }]);
    expect(await noted(ada, third)).toEqual([]);
  });

  it("compares nothing with the place that was noted for a moving target", async () => {
    const orbit = {
      ...{ scheme: "MPC_COMET" as const, epochOfElementsMjd: 60_000, epochOfPerihelionMjd: 60_010 },
      ...{ argOfPerihelionDeg: 1, longAscNodeDeg: 2, inclinationDeg: 3, eccentricity: 0.5, perihelionDistanceAu: 0.9 },
    };
    const input = { name: "Passing by", type: "NON_SIDEREAL" as const, ...m100, ...orbit };
    const { id: moving } = await createTarget({ ctx: ada, input });
    const star = await create(ada, "Star", m100);
    await emitSaves(bed.ctx, [moving]);
    await allDone();
    expect([await noted(ada, star), await noted(ada, moving)]).toEqual([[], []]);
  });

  it("finds neighbours across RA 0 and at the poles", async () => {
    const west = await create(ada, "West", { raDeg: 359.9999, decDeg: 0 });
    await create(ada, "East", { raDeg: 0.0001, decDeg: 0 });
    expect(await noted(ada, west)).toEqual([{ name: "East", reason: "position", separationArcsec: 0.72 }]);
    const pole = await create(ada, "Pole", { raDeg: 10, decDeg: 89.9999 });
    await create(ada, "Other side", { raDeg: 190, decDeg: 89.99985 });
    expect(await noted(ada, pole)).toEqual([{ name: "Other side", reason: "position", separationArcsec: 0.9 }]);
  });

  it("takes AT 2020oi and SN 2020oi for one object wherever they stand, told to those who see both", async () => {
    const hers = await create(eve, "AT 2020oi", { raDeg: 10, decDeg: 10 });
    const own = await create(ada, "SN2020oi", m100);
    expect(await noted(eve, hers)).toEqual([]);
    expect(await noted(ada, own)).toEqual([]);
    const all = house(bed.database);
    expect(await noted(all, own)).toMatchObject([{ name: "AT 2020oi", reason: "name" }]);
  });

  it("tells of a target that a reader may not see neither in the run nor in the history", async () => {
    await create(eve, "Secret twin", m100);
    const own = await create(ada, "Mine", m100);
    const [run] = (await bed.database.read.select().from(hookRuns)).filter((one) => one.objectId === own);
    const [mine, whole] = [
      await getHookRun(bed.database.read, ada.scope, run?.id ?? ""),
      await getHookRun(bed.database.read, house(bed.database).scope, run?.id ?? ""),
    ];
    expect(mine.output).toEqual({ radiusArcsec: 2, possibleDuplicates: [] });
    expect(whole.output).toMatchObject({ possibleDuplicates: [{ name: "Secret twin", reason: "position" }] });
    await expect(getHookRun(bed.database.read, eve.scope, run?.id ?? "")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const history = (await bed.database.read.select().from(audit)).filter((row) => row.targetId === own);
    expect(history.map((row) => row.verb)).toEqual(["target.create"]);
  });

  it("changes nothing when it runs again, forgets what has moved away, and fires no hook of its own", async () => {
    const first = await create(ada, "Near one", m100);
    const second = await create(ada, "Near two", m100);
    await emitSaves(bed.ctx, [second]);
    await allDone();
    expect(await noted(ada, first)).toHaveLength(1);
    expect(await bed.database.read.$count(outbox)).toBe(3);
    await bed.database.write((tx) => tx.update(targets).set({ decDeg: 40 }));
    await bed.database.write((tx) => tx.update(targets).set({ decDeg: 50, raDeg: 3 }).where(eq(targets.id, second)));
    await emitSaves(bed.ctx, [second]);
    await allDone();
    expect(await noted(ada, first)).toEqual([]);
    expect(await noted(ada, second)).toEqual([]);
  });
});
