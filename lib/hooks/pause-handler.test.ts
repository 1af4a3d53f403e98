import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit, hookRuns } from "@/db/schema/events";
import { createTarget } from "@/lib/targets/commands/create-target";
import { until } from "@/tests/support/engine-bed";
import { createRunLogBed, type RunLogBed } from "@/tests/support/run-log-bed";
import { pauseHandler, resumeHandler } from "./commands/pause-handler";
import { cancelHookRun, replayHookRun, retryHookRun } from "./commands/steer-hook-run";
import { hookOverview } from "./queries/hook-overview";
import { listHookRuns } from "./queries/list-hook-runs";

let bed: RunLogBed["bed"];
let ada: RunLogBed["ada"];
let root: RunLogBed["root"];
let calls: RunLogBed["calls"];
let settled: RunLogBed["settled"];

beforeEach(async () => {
  ({ bed, ada, root, calls, settled } = await createRunLogBed());
});
afterEach(() => bed.destroy());

const runsOf = async (ctx: RunLogBed["ada"]) => (await listHookRuns(bed.database.read, ctx.scope, { limit: 25 })).items;

describe("pausing a handler", () => {
  const named = { hook: "target_post_save", handler: "note" };
  const held = (count: number) =>
    until(async () => {
      const rows = await bed.database.read.select().from(hookRuns);
      return rows.length === count && rows.every((run) => run.status === "paused");
    });
  const save = (name: string) =>
    createTarget({ ctx: ada, input: { name, type: "SIDEREAL", raDeg: 1, decDeg: 2, visibility: "private" } });

  it("is for administrators, and leaves one row in the trail however often it is said", async () => {
    await expect(pauseHandler({ ctx: ada, input: named })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(resumeHandler({ ctx: ada, input: named })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await pauseHandler({ ctx: root, input: named });
    expect(await pauseHandler({ ctx: root, input: named })).toMatchObject({ ...named, pausedBy: "root", waiting: 0 });
    await save("Waits");
    await held(1);
    const [hook] = await hookOverview(bed.database.read, ada.scope, ada.config, new Date());
    expect(hook?.handlers[0]?.pause).toMatchObject({ by: "root" });
    for (let time = 1; time <= 2; time++) await resumeHandler({ ctx: root, input: named });
    await settled(1);
    expect(calls).toEqual(["real"]);
    const trail = await bed.database.read
      .select({ verb: audit.verb, about: audit.objectId, by: audit.actorName })
      .from(audit)
      .where(eq(audit.objectType, "handler"));
    const about = "target_post_save/note";
    expect(trail).toEqual([
      { verb: "handler.pause", about, by: "root" },
      { verb: "handler.resume", about, by: "root" },
    ]);
  });

  it("takes no name of a handler that is not there", async () => {
    for (const steer of [pauseHandler, resumeHandler]) {
      const input = { ...named, handler: "nobody" };
      await expect(steer({ ctx: root, input })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("lets a waiting run be cancelled, and not be replayed", async () => {
    await pauseHandler({ ctx: root, input: named });
    await save("Waits");
    await held(1);
    const [run] = await runsOf(ada);
    const input = { id: run?.id ?? "" };
    await expect(replayHookRun({ ctx: ada, input })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(retryHookRun({ ctx: ada, input })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await cancelHookRun({ ctx: ada, input })).toMatchObject({ status: "cancelled" });
    await resumeHandler({ ctx: root, input: named });
    expect(await runsOf(ada)).toMatchObject([{ status: "cancelled", attempts: 0 }]);
  });
});
