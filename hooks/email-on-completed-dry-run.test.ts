import { eq } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { hookRuns } from "@/db/schema/events";
import { replayHookRun } from "@/lib/hooks/commands/steer-hook-run";
import { anObservation, createHookBed, type HookBed } from "@/tests/support/hook-bed";
import { emailOnCompleted } from "./names";

let bed: HookBed;
afterEach(() => bed.destroy());

it("emailOnCompleted in a dry run sends nothing, and its output says so", async () => {
  bed = await createHookBed({
    observation_change_state: [emailOnCompleted({ states: ["COMPLETED"], to: ["ada@example.org", "ben@example.org"] })],
  });
  const payload = { observation: anObservation({ status: "COMPLETED" }), previousStatus: "PENDING" };
  const [run] = await bed.fire("observation_change_state", payload);
  expect(bed.mails).toHaveLength(2);
  const { id } = await replayHookRun({ ctx: bed.ctx, input: { id: run?.id ?? "", dryRun: true } });
  await bed.idle();
  const [dry] = await bed.database.read.select().from(hookRuns).where(eq(hookRuns.id, id));
  expect(dry).toMatchObject({ status: "done", output: { wouldMail: 2 } });
  expect(bed.mails).toHaveLength(2);
});
