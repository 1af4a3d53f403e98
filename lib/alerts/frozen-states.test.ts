import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { brokerRunKnown } from "@/db/schema/alerts";
import { outbox } from "@/db/schema/events";
import { addMember, removeMember } from "@/lib/access/commands/members";
import type { Context } from "@/lib/access/context";
import { listNotifications } from "@/lib/notifications/queries/list-notifications";
import { createTarget } from "@/lib/targets/commands/create-target";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { addGroup } from "@/lib/targets/testing";
import { createScheduleBed, type ScheduleBed } from "@/tests/support/schedule-bed";
import { scripted } from "@/tests/support/scripted-broker";
import { createTargetsFromAlerts } from "./commands/create-targets";
import { markLooked } from "./commands/mark-looked";
import { runQuery } from "./commands/run-query";
import { deleteQuery, updateQuery } from "./commands/save-query";
import { unlinkAlert } from "./commands/unlink-alert";
import { getRun } from "./queries/get-run";
import { countRunAlerts, findRunAlert, listGone, listRunAlerts } from "./queries/list-run-alerts";
import { tryRule } from "./queries/try-rule";

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
const seen = ({ scope }: Context, runId: string) => getRun(bed.database.read, scope, runId);
const counts = async (ctx: Context, runId: string) => (await seen(ctx, runId)).counts;
/** Each alert by its number, its state and the name of its target: `1 known Old friend`. */
const told = async ({ scope }: Context, runId: string) =>
  (await listRunAlerts(bed.database.read, scope, { runId, limit: 50 })).items.map(
    ({ alertId, state, targetName }) => `${alertId.slice(2)} ${state}${targetName === null ? "" : ` ${targetName}`}`,
  );
const place = (n: number) => ({ raDeg: 100 + n, decDeg: 40 });
const looked = async (ctx: Context, runId: string) => {
  markLooked(ctx, await seen(ctx, runId));
  // Behind it: writes come one after the other.
  await bed.database.write(async () => undefined);
};

describe("what a run told of its alerts", () => {
  let old: string;
  let runId: string;
  let id: string;
  const first = { total: 4, new: 3, known: 1, updated: 0, gone: 0 };
  const make = (input: Omit<Parameters<typeof createTargetsFromAlerts>[0]["input"], "runId">) =>
    createTargetsFromAlerts({ ctx: ann, brokers: bed.brokers, input: { runId, ...input } });
  beforeEach(async () => {
    old = (await createTarget({ ctx: ann, input: { name: "Old friend", aliases: ["Scripted 1"], ...place(0) } })).id;
    bed.broker.serve([scripted(1), scripted(2), scripted(3), scripted(4)]);
    id = await bed.save(ann, { schedule: null });
    runId = await run(ann, id);
    expect(await counts(ann, runId)).toEqual(first);
  });

  it("stays when they become targets: by hand, by a link, by a name; each then shows its target", async () => {
    await make({ alertIds: ["s-2"] });
    await createTarget({ ctx: ann, input: { name: "Beside", raDeg: 9, decDeg: 3.0002 } });
    expect((await make({ alertIds: ["s-3"], nearby: "link" })).existing).toHaveLength(1);
    await updateTarget({ ctx: ann, input: { id: old, aliases: ["Scripted 1", "Scripted 4"] } });
    expect(await counts(ann, runId)).toEqual(first);
    expect(await told(ann, runId)).toEqual([
      "1 known Old friend",
      "2 new Scripted 2",
      "3 new Beside",
      "4 new Old friend",
    ]);
    const { scope } = ann;
    const ofNew = await listRunAlerts(bed.database.read, scope, { runId, state: "new", limit: 50 });
    expect(ofNew.items).toHaveLength(3);
    expect(await countRunAlerts(bed.database.read, scope, { runId, state: "new" })).toBe(3);
    expect(await findRunAlert(bed.database.read, scope, { runId, alertId: "s-2", state: "new" })).toMatchObject({
      alert: { state: "new", targetName: "Scripted 2" },
      nextId: "s-3",
    });
  });

  it("stays when the target that was known is renamed or loses its link", async () => {
    await make({ alertIds: ["s-1"] });
    await updateTarget({ ctx: ann, input: { id: old, name: "Other", aliases: [] } });
    expect((await told(ann, runId))[0]).toBe("1 known Other");
    await unlinkAlert({ ctx: ann, input: { targetId: old, brokerId: "scripted", alertId: "s-1" } });
    expect((await told(ann, runId))[0]).toBe("1 known");
    expect(await counts(ann, runId)).toEqual(first);
  });

  it("forgets a target that is deleted", async () => {
    await deleteTarget({ ctx: ann, input: { id: old } });
    expect(await bed.database.read.$count(brokerRunKnown)).toBe(0);
    expect(await counts(ann, runId)).toEqual({ ...first, new: 4, known: 0 });
    // Another one of that name is not the one that was known.
    await createTarget({ ctx: ann, input: { name: "Scripted 1", ...place(1) } });
    expect((await told(ann, runId))[0]).toBe("1 new Scripted 1");
  });

  it("is one number on the page, in the list of runs and in what is new since a look", async () => {
    await looked(ann, runId);
    bed.broker.serve([1, 2, 3, 4, 5, 6].map((n) => scripted(n)));
    await createTarget({ ctx: ann, input: { name: "Scripted 6", ...place(6) } });
    const second = await run(ann, id);
    const since = async () => (await bed.query(ann, id)).newSinceLook;
    expect([await since(), (await counts(ann, second)).new]).toEqual([1, 1]);
    await make({ alertIds: ["s-2"] });
    await createTargetsFromAlerts({ ctx: ann, brokers: bed.brokers, input: { runId: second, alertIds: ["s-5"] } });
    expect([await since(), (await counts(ann, second)).new]).toEqual([1, 1]);
    expect((await bed.runs(ann, id)).map((one) => one.counts.new)).toEqual([1, 3]);
  });

  it("is apart from what has no target yet, of which all are made at once", async () => {
    await make({ alertIds: ["s-2"] });
    const open = async (more = {}) =>
      (await listRunAlerts(bed.database.read, ann.scope, { runId, hasTarget: false, limit: 50, ...more })).items.map(
        ({ alertId }) => alertId,
      );
    expect(await open()).toEqual(["s-3", "s-4"]);
    expect(await open({ state: "known" })).toEqual([]);
    expect(await countRunAlerts(bed.database.read, ann.scope, { runId, hasTarget: true })).toBe(2);
    const report = await make({ alertIds: "all", among: { state: "new", hasTarget: false } });
    expect(report.created.map(({ alertId }) => alertId)).toEqual(["s-3", "s-4"]);
    expect(report.existing).toEqual([]);
    expect(await open()).toEqual([]);
    expect((await make({ alertIds: "all" })).existing).toHaveLength(4);
    expect(await counts(ann, runId)).toEqual(first);
  });
});

it("a target counts for those who may see it now, and for nobody else", async () => {
  const target = await createTarget({ ctx: ann, input: { name: "Scripted 1", ...place(1) } });
  bed.broker.serve([scripted(1), scripted(2)]);
  const runId = await run(ann, await bed.save(ann, { groupId: group.id, schedule: null }));
  expect(await told(ann, runId)).toEqual(["1 known Scripted 1", "2 new"]);
  expect(await told(ben, runId)).toEqual(["1 new", "2 new"]);
  await updateTarget({ ctx: ann, input: { id: target.id, groups: [group.id] } });
  expect(await told(ben, runId)).toEqual(["1 known Scripted 1", "2 new"]);
  await updateTarget({ ctx: ann, input: { id: target.id, groups: [] } });
  expect(await counts(ben, runId)).toMatchObject({ new: 2, known: 0 });
});

describe("runs from before a query was shared", () => {
  let root: Context;
  let id: string;
  const rule = () => ({ groupId: group.id, cap: 10 });
  const notices = async ({ scope }: Context) =>
    (await listNotifications(bed.database.read, scope, { limit: 50 })).items.map(({ title }) => title);
  const share = (groupId: string | null, more = {}) =>
    updateQuery({ ctx: ann, brokers: bed.brokers, input: { id, groupId, ...more } });
  beforeEach(async () => {
    root = await bed.person("root", "admin");
    id = await bed.save(ann, { schedule: null });
    bed.broker.serve([scripted(1), scripted(2)]);
    await run(ann, id);
    await share(group.id);
    bed.broker.serve([scripted(1), scripted(2, { mag: 17 }), scripted(3)]);
  });

  it("mark nothing for its new readers; its owner and administrators are told what they are told", async () => {
    const runId = await run(root, id);
    const whole = ["1 known", "2 updated", "3 new"];
    expect([await told(ann, runId), await told(root, runId)]).toEqual([whole, whole]);
    expect(await told(ben, runId)).toEqual(["1 new", "2 new", "3 new"]);
    expect(await counts(ben, runId)).toEqual({ total: 3, new: 3, known: 0, updated: 0, gone: 0 });
    const { items } = await listRunAlerts(bed.database.read, ben.scope, { runId, state: "updated", limit: 50 });
    expect(items).toEqual([]);
    expect(await notices(ann)).toEqual(["1 new alert: Young ones"]);
    expect(await notices(ben)).toEqual(["3 new alerts: Young ones"]);

    // From here on they are compared with what the group has seen.
    bed.broker.serve([scripted(1), scripted(2, { mag: 17 }), scripted(3, { mag: 16 }), scripted(4)]);
    const next = await run(ben, id);
    for (const reader of [ann, ben, root])
      expect(await told(reader, next)).toEqual(["1 known", "2 known", "3 updated", "4 new"]);
  });

  it("mark nothing in its event and for its rule either", async () => {
    await share(group.id, { rule: rule() });
    const runId = await run(ann, id);
    const [event] = (
      await bed.database.read.select().from(outbox).where(eq(outbox.event, "broker_query_post_run")).orderBy(outbox.pk)
    ).slice(-1);
    expect(event?.payload).toMatchObject({
      run: { id: runId, previousRunId: null, counts: { total: 3, new: 3, known: 0, updated: 0, gone: 0 } },
    });
    const made = (await seen(ben, runId)).rule?.items.map(({ alertId, outcome }) => [alertId, outcome]);
    expect(made).toEqual(["s-1", "s-2", "s-3"].map((alertId) => [alertId, "created"]));
    const trial = await tryRule({ ctx: ben, brokers: bed.brokers, input: { id, runId } });
    expect(trial.items.map(({ isNew }) => isNew)).toEqual([true, true, true]);
    // What the rule has made since changes nothing in what the run was.
    expect(await counts(ben, runId)).toMatchObject({ new: 3, known: 0 });
    expect(await told(ben, runId)).toContain("1 new Scripted 1");
  });

  it("count as new since a look for whoever was not told of them", async () => {
    const runId = await run(ann, id);
    for (const reader of [ann, ben]) await looked(reader, runId);
    await share(null);
    bed.broker.serve([1, 2, 3, 4].map((n) => scripted(n)));
    await run(ann, id);
    await share(group.id);
    await run(ann, id);
    expect((await bed.query(ann, id)).newSinceLook).toBe(1);
    expect((await bed.query(ben, id)).newSinceLook).toBe(4);
  });

  it("are no sieve: what a run that is not told of had, or had not, looks alike", async () => {
    await run(ann, id);
    await share(null);
    bed.broker.fail([scripted(1)]);
    await run(ann, id);
    await share(group.id);
    bed.broker.serve([scripted(1), scripted(2, { mag: 17 }), scripted(3)]);
    const last = await run(ann, id);
    // All of them were in the group's run before; the broken-off one between, which had the first only, is ann's.
    expect(await told(ben, last)).toEqual(["1 new", "2 new", "3 new"]);
    expect((await seen(ben, last)).previousRunId).toBeNull();
    expect(await told(ann, last)).toEqual(["1 known", "2 known", "3 known"]);
  });

  it("of two groups are compared for who is in both, and for nobody else", async () => {
    const eve = await bed.person("eve");
    const other = await addGroup(bed.database, "Variables", [ann, ben, eve]);
    const first = await run(ben, id);
    await share(other.id);
    bed.broker.serve([scripted(3)]);
    const runId = await run(ann, id);
    for (const reader of [ann, ben]) {
      expect(await told(reader, runId)).toEqual(["3 known"]);
      expect(await seen(reader, runId)).toMatchObject({ previousRunId: first, counts: { gone: 2 } });
    }
    expect(await told(eve, runId)).toEqual(["3 new"]);
    expect(await listGone(bed.database.read, eve.scope, runId)).toEqual([]);
  });

  it("tell an owner who left the group nothing of what members ran, until she is in it again", async () => {
    await run(ben, id);
    const hers = await run(ann, id);
    const input = { groupId: group.id, userId: ann.actor.kind === "user" ? ann.actor.userId : "" };
    await removeMember({ ctx: root, input });
    const alone = await run(ann, id);
    const [known, fresh] = [
      ["1 known", "2 known", "3 known"],
      ["1 new", "2 new", "3 new"],
    ];
    // The run before hers was ben's; the one before the last was hers.
    expect([await told(ann, hers), await told(ann, alone)]).toEqual([fresh, known]);
    expect([await told(ben, hers), await told(root, alone)]).toEqual([known, known]);
    await addMember({ ctx: root, input: { groupId: group.id, username: "ann" } });
    expect(await told(ann, hers)).toEqual(known);
  });
});

it("what a run was compared with stays told when its query is deleted", async () => {
  const id = await bed.save(ann, { groupId: group.id, schedule: null });
  bed.broker.serve([scripted(1)]);
  await run(ann, id);
  bed.broker.serve([scripted(1), scripted(2)]);
  const runId = await run(ann, id);
  await deleteQuery({ ctx: ann, input: { id } });
  for (const reader of [ann, ben]) expect(await told(reader, runId)).toEqual(["1 known", "2 new"]);
});
