import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hookRuns, outbox } from "@/db/schema/events";
import { photometry } from "@/db/schema/photometry";
import type { Context } from "@/lib/access/context";
import { alerce } from "@/lib/brokers/alerce";
import { createTarget } from "@/lib/targets/commands/create-target";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { addUser } from "@/lib/targets/testing";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { createHookBed, type HookBed } from "@/tests/support/hook-bed";
import { refreshPhotometry } from "./names";

let bed: HookBed;
let replay: Awaited<ReturnType<typeof startReplay>>;
let ada: Context;

beforeEach(async () => {
  replay = await startReplay({ corpusDir: null });
  bed = await createHookBed(
    { target_post_save: [refreshPhotometry] },
    {
      brokers: [alerce({ baseUrls: { ztf: replay.origin, lsst: replay.origin } })],
      allowPrivateHosts: [new URL(replay.origin).host],
    },
  );
  ada = await addUser(bed.database, "ada");
});
afterEach(async () => {
  await bed.destroy();
  await replay.close();
});

const create = async (name: string) => {
  const target = await createTarget({ ctx: ada, input: { name, raDeg: 185.7289, decDeg: 15.8236 } });
  await bed.idle();
  return target;
};

describe("refreshPhotometry", () => {
  it("stores the light curve of a new target from the broker that knows its name, and tells what caused it", async () => {
    const target = await create("ZTF20aaelulu");
    expect(await bed.database.read.$count(photometry)).toBeGreaterThan(5);
    const events = await bed.database.read.select().from(outbox);
    const fetched = events.filter((event) => event.event === "reduced_datum_post_save");
    expect(fetched.length).toBeGreaterThan(0);
    const saved = events.find((event) => event.event === "target_post_save");
    expect(fetched[0]).toMatchObject({
      objectId: target.id,
      targetId: target.id,
      causeId: `${saved?.id}/refreshPhotometry`,
      depth: 1,
      payload: { via: "alerce", target: { id: target.id, name: "ZTF20aaelulu" } },
    });
  });

  it("asks nobody when a target changes, or when no broker knows its name", async () => {
    const known = await create("ZTF20aaelulu");
    await bed.database.write((tx) => tx.run("DELETE FROM photometry"));
    await updateTarget({ ctx: ada, input: { id: known.id, tags: ["checked"] } });
    await create("My own object");
    expect(await bed.database.read.$count(photometry)).toBe(0);
    const runs = await bed.database.read.select().from(hookRuns);
    expect(runs.map((run) => [run.status, run.output])).toEqual([
      ["done", { jobIds: [expect.any(String)] }],
      ["done", { jobIds: [] }],
      ["done", { jobIds: [] }],
    ]);
  });
});
