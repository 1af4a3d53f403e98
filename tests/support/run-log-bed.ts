import { eq } from "drizzle-orm";
import { hookRuns } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser } from "@/lib/targets/testing";
import { createEngineBed, type EngineBed, emittingServices, reference, until } from "./engine-bed";

/** A running engine with one handler that notes what it was called for, and three people: two strangers and root. */
export type RunLogBed = {
  bed: EngineBed;
  ada: Context;
  eve: Context;
  root: Context;
  /** How the handler was called, oldest first. */
  calls: ("dry" | "real")[];
  /** Makes the handler fail from now on, or no longer. */
  setFailing(failing: boolean): void;
  /** Waits until so many runs are there and none is under way. */
  settled(count: number): Promise<unknown>;
  /** A private target, and the run that its save led to, once that is over. */
  create(ctx: Context, name: string, groups?: string[]): Promise<{ id: string; runId: string }>;
};

const isOver = (status: string): boolean => !["queued", "running"].includes(status);

export async function createRunLogBed(): Promise<RunLogBed> {
  const calls: RunLogBed["calls"] = [];
  let fail = false;
  const handler = reference("note", async ({ target }, { commands, dryRun, logger }) => {
    calls.push(dryRun ? "dry" : "real");
    logger.info({ password: "hunter2", step: 1 }, "Looking around");
    if (fail) throw new Error("nothing works");
    await commands.notePossibleDuplicates(target.id, [
      { id: "other", name: "Other", separationArcsec: 1, reason: "position" },
    ]);
    return { looked: true };
  });
  const bed = await createEngineBed([handler], { services: emittingServices });
  const { config } = bed.ctx;
  const ada = { ...(await addUser(bed.database, "ada")), config };
  const eve = { ...(await addUser(bed.database, "eve")), config };
  const root = { ...(await addUser(bed.database, "root", "admin")), config };
  await bed.engine.start();
  return {
    bed,
    ada,
    eve,
    root,
    calls,
    setFailing: (failing) => {
      fail = failing;
    },
    settled: (count) =>
      until(async () => {
        const rows = await bed.database.read.select().from(hookRuns);
        return rows.length >= count && rows.every(({ status }) => isOver(status)) ? rows : null;
      }),
    create: async (ctx, name, groups = []) => {
      const { id } = await createTarget({
        ctx,
        input: { name, type: "SIDEREAL", raDeg: 1, decDeg: 2, visibility: "private", groups },
      });
      const run = await until(async () => {
        const [row] = await bed.database.read.select().from(hookRuns).where(eq(hookRuns.objectId, id));
        return row && isOver(row.status) ? row : null;
      });
      return { id, runId: run.id };
    },
  };
}
