import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit, hookRuns } from "@/db/schema/events";
import { targetGrants, targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser } from "@/lib/targets/testing";
import { createEngineBed, reference, until } from "@/tests/support/engine-bed";
import { createRunLogBed, type RunLogBed } from "@/tests/support/run-log-bed";
import { cancelHookRun, replayHookRun, retryHookRun } from "./commands/steer-hook-run";
import { getHookRun } from "./queries/get-hook-run";

let bed: RunLogBed["bed"];
let ada: RunLogBed["ada"];
let eve: RunLogBed["eve"];
let root: RunLogBed["root"];
let calls: RunLogBed["calls"];
let setFailing: RunLogBed["setFailing"];
let settled: RunLogBed["settled"];
let create: RunLogBed["create"];

beforeEach(async () => {
  ({ bed, ada, eve, root, calls, setFailing, settled, create } = await createRunLogBed());
});
afterEach(() => bed.destroy());

describe("steering a run", () => {
  it("replays a run as a run of its own, again and again, and says what it repeats", async () => {
    setFailing(true);
    const { runId } = await create(ada, "Own");
    setFailing(false);
    const first = await replayHookRun({ ctx: ada, input: { id: runId } });
    await settled(2);
    const second = await replayHookRun({ ctx: root, input: { id: runId } });
    await settled(3);
    expect([first.replayOf, second.replayOf]).toEqual([runId, runId]);
    const original = await getHookRun(bed.database.read, ada.scope, runId);
    expect(original.status).toBe("failed");
    expect(original.replays.map(({ id, status }) => ({ id, status }))).toEqual([
      { id: second.id, status: "done" },
      { id: first.id, status: "done" },
    ]);
    const trail = await bed.database.read.select().from(audit).where(eq(audit.verb, "hookRun.replay"));
    expect(trail.map((row) => row.actorName)).toEqual(["ada", "root"]);
  });

  it("writes nothing in a dry run, and logs what it would have written", async () => {
    const { runId } = await create(ada, "Own");
    const events = await bed.database.read.get<{ n: number }>(sql`SELECT count(*) AS n FROM outbox`);
    const dry = await replayHookRun({ ctx: ada, input: { id: runId, dryRun: true } });
    await settled(2);
    expect(calls.at(-1)).toBe("dry");
    expect(await bed.database.read.get(sql`SELECT count(*) AS n FROM outbox`)).toEqual(events);
    const seen = await getHookRun(bed.database.read, root.scope, dry.id);
    expect(seen).toMatchObject({ status: "done", dryRun: true });
    expect(seen.logs.map((line) => line.message)).toEqual([
      "Looking around",
      "Dry run: this possible duplicate would be noted.",
      "Dry run: possible duplicates would be noted, those that you see named above.",
    ]);
  });

  it("is for those who may change the target: not told to outsiders, refused to readers", async () => {
    const { id, runId } = await create(ada, "Own");
    for (const steer of [replayHookRun, cancelHookRun, retryHookRun]) {
      await expect(steer({ ctx: eve, input: { id: runId } })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await bed.database.write(async (tx) => {
      const [target] = await tx.select({ pk: targets.pk }).from(targets).where(eq(targets.id, id));
      if (eve.actor.kind !== "user" || !target) throw new Error("not set up");
      await tx.insert(targetGrants).values({
        targetPk: target.pk,
        principalKind: "user",
        principalPk: eve.actor.userPk,
        canChange: false,
        canDelete: false,
        createdAt: new Date().toISOString(),
      });
    });
    for (const steer of [replayHookRun, cancelHookRun, retryHookRun]) {
      await expect(steer({ ctx: eve, input: { id: runId } })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect((await getHookRun(bed.database.read, eve.scope, runId)).rights).toEqual({ canReplay: false });
    const token = { ...ada, actor: { ...ada.actor, access: "read" } } as Context;
    await expect(replayHookRun({ ctx: token, input: { id: runId } })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("cancels a run that waits for its next attempt; one that has ended is a conflict", async () => {
    await bed.destroy();
    bed = await createEngineBed([reference("slow", () => new Promise(() => undefined))]);
    const owner = { ...(await addUser(bed.database, "ada")), config: bed.ctx.config };
    await bed.engine.start();
    await createTarget({ ctx: owner, input: { name: "T", type: "SIDEREAL", raDeg: 1, decDeg: 2 } });
    const run = await until(async () => {
      const [row] = await bed.database.read.select().from(hookRuns);
      return row?.status === "running" ? row : null;
    });
    await expect(replayHookRun({ ctx: owner, input: { id: run.id } })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await cancelHookRun({ ctx: owner, input: { id: run.id } })).status).toBe("cancelled");
    await until(() => bed.engine.state().running === 0);
    const [after] = await bed.database.read.select().from(hookRuns);
    expect(after).toMatchObject({ status: "cancelled", output: null });
    await expect(cancelHookRun({ ctx: owner, input: { id: run.id } })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
