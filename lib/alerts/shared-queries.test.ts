import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outbox } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import { addGroup, refusal } from "@/lib/targets/testing";
import { createScheduleBed, type ScheduleBed } from "@/tests/support/schedule-bed";
import { scripted } from "@/tests/support/scripted-broker";
import { runQuery } from "./commands/run-query";
import { updateQuery } from "./commands/save-query";
import { getRun } from "./queries/get-run";
import { listGone } from "./queries/list-run-alerts";

let bed: ScheduleBed;
let ann: Context;
let ben: Context;
let group: { id: string; pk: number };
beforeEach(async () => {
  bed = await createScheduleBed();
  [ann, ben] = [await bed.person("ann"), await bed.person("ben")];
  group = await addGroup(bed.database, "Supernovae", [ann, ben]);
});
afterEach(() => bed.destroy());

async function run(ctx: Context, id: string): Promise<string> {
  const { runId, finished } = await runQuery({ ctx, brokers: bed.brokers, input: { id } });
  await finished;
  await bed.settled();
  return runId;
}

const share = (id: string, groupId: string | null) =>
  updateQuery({ ctx: ann, brokers: bed.brokers, input: { id, groupId } });

describe("a query that is shared later", () => {
  let id: string;
  let early: string;
  beforeEach(async () => {
    id = await bed.save(ann, { schedule: null });
    bed.broker.serve([scripted(1), scripted(2)]);
    early = await run(ann, id);
    await share(id, group.id);
  });

  it("does not tell its new readers of its last run from before", async () => {
    expect((await refusal(getRun(bed.database.read, ben.scope, early))).code).toBe("NOT_FOUND");
    expect((await bed.query(ben, id)).lastRun).toBeNull();
    expect((await bed.query(ann, id)).lastRun).toMatchObject({ id: early, total: 2 });
  });

  it("does not tell them what is gone since then, nor in its event; its owner is told", async () => {
    bed.broker.serve([scripted(2)]);
    const later = await run(ben, id);
    const seenBy = ({ scope }: Context) => getRun(bed.database.read, scope, later);
    expect(await seenBy(ben)).toMatchObject({ previousRunId: null, counts: { total: 1, gone: 0 } });
    expect(await listGone(bed.database.read, ben.scope, later)).toEqual([]);
    expect(await seenBy(ann)).toMatchObject({ previousRunId: early, counts: { total: 1, gone: 1 } });
    expect(await listGone(bed.database.read, ann.scope, later)).toMatchObject([{ alertId: "s-1" }]);
    expect((await bed.query(ben, id)).lastRun).toMatchObject({ id: later });
    const events = await bed.database.read.select({ payload: outbox.payload }).from(outbox).orderBy(outbox.pk);
    expect(events.at(-1)?.payload).toMatchObject({ run: { id: later, previousRunId: null, counts: { gone: 0 } } });

    bed.broker.serve([]);
    const last = await run(ben, id);
    expect(await getRun(bed.database.read, ben.scope, last)).toMatchObject({
      previousRunId: later,
      counts: { gone: 1 },
    });
  });

  it("does not bring one group's runs to the next group", async () => {
    const eve = await bed.person("eve");
    const other = await addGroup(bed.database, "Variables", [ann, eve]);
    const ofFirst = await run(ben, id);
    await share(id, other.id);
    expect((await bed.query(eve, id)).lastRun).toBeNull();
    bed.broker.serve([scripted(2)]);
    const ofOther = await run(eve, id);
    expect(await getRun(bed.database.read, eve.scope, ofOther)).toMatchObject({ previousRunId: null });
    expect((await getRun(bed.database.read, ann.scope, ofOther)).previousRunId).toBe(ofFirst);
  });
});
