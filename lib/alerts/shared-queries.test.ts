import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { outbox } from "@/db/schema/events";
import { memberships, users } from "@/db/schema/people";
import { addMember, removeMember } from "@/lib/access/commands/members";
import type { Context } from "@/lib/access/context";
import { listAudit } from "@/lib/access/queries/list-audit";
import { listNotifications } from "@/lib/notifications/queries/list-notifications";
import { addGroup, refusal } from "@/lib/targets/testing";
import { createScheduleBed, type ScheduleBed } from "@/tests/support/schedule-bed";
import { scripted, scriptedBroker } from "@/tests/support/scripted-broker";
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

describe("a query whose owner is no longer in its group", () => {
  const told = async ({ scope }: Context) => (await listNotifications(bed.database.read, scope, { limit: 50 })).items;
  const lastEvent = async () =>
    (await bed.database.read.select({ payload: outbox.payload }).from(outbox).orderBy(outbox.pk)).at(-1)?.payload;
  const userId = ({ actor }: Context): string => (actor.kind === "user" ? actor.userId : "");
  /** As it may be after an administrator became a member, or stand from before. */
  const gone = async ({ scope }: Context) =>
    bed.database.write(
      async (tx) => void (await tx.delete(memberships).where(eq(memberships.userPk, scope.userPk ?? -1))),
    );

  it("is hers alone once she is removed: what it finds and is called reaches the group no more", async () => {
    const root = await bed.person("root", "admin");
    bed.broker.serve([scripted(1)]);
    const id = await bed.save(ann, { groupId: group.id, schedule: null });
    const other = await bed.save(ben, { groupId: group.id, schedule: null });
    await removeMember({ ctx: root, input: { groupId: group.id, userId: userId(ann) } });
    expect((await refusal(bed.query(ben, id))).code).toBe("NOT_FOUND");
    expect((await bed.query(ben, other)).group?.id).toBe(group.id);
    await updateQuery({ ctx: ann, brokers: bed.brokers, input: { id, name: "Words of hers" } });
    const runId = await run(ann, id);
    expect((await refusal(getRun(bed.database.read, ben.scope, runId))).code).toBe("NOT_FOUND");
    expect(await told(ben)).toEqual([]);
    expect(await lastEvent()).toMatchObject({ query: { name: "Words of hers", group: null } });
    const audit = await listAudit(bed.database.read, root.scope, { limit: 50 });
    expect(audit.items.map((entry) => entry.summary)).toContain(
      "Took the query Young ones out of Supernovae, which ann is no longer in",
    );
  });

  it("leaves her the runs that she asked for, or that its schedule made; those that members asked for she sees as a member", async () => {
    const root = await bed.person("root", "admin");
    const id = await bed.save(ann, { groupId: group.id });
    bed.broker.serve([scripted(1), scripted(2)]);
    const hers = await run(ann, id);
    await bed.at("2026-11-21T13:00:00Z");
    await bed.settled();
    const bens = await run(ben, id);
    const listed = async (ctx: Context) => (await bed.runs(ctx, id)).map((one) => one.id);
    const all = await listed(ann);
    expect(all).toHaveLength(3);
    await removeMember({ ctx: root, input: { groupId: group.id, userId: userId(ann) } });
    expect(await listed(ann)).toEqual(all.filter((one) => one !== bens));
    expect((await refusal(getRun(bed.database.read, ann.scope, bens))).code).toBe("NOT_FOUND");
    for (const one of all) expect(await getRun(bed.database.read, ben.scope, one)).toMatchObject({ id: one });

    // What is gone since a run that is not hers to see is told to her neither, on the page or in the event.
    bed.broker.serve([scripted(1)]);
    const later = await run(ann, id);
    const seen = { previousRunId: null, counts: { gone: 0 } };
    expect(await getRun(bed.database.read, ann.scope, later)).toMatchObject(seen);
    expect(await lastEvent()).toMatchObject({ run: { id: later, ...seen } });
    await addMember({ ctx: root, input: { groupId: group.id, username: "ann" } });
    expect(await getRun(bed.database.read, ann.scope, bens)).toMatchObject({ id: bens });
    expect(await getRun(bed.database.read, ann.scope, hers)).toMatchObject({ id: hers });
  });

  it("runs for her alone, is no longer run by members or its schedule, and an edit takes it out", async () => {
    bed.broker.serve([scripted(1)]);
    const id = await bed.save(ann, { groupId: group.id });
    await gone(ann);
    const runId = await run(ann, id);
    expect((await refusal(getRun(bed.database.read, ben.scope, runId))).code).toBe("NOT_FOUND");
    expect(await lastEvent()).toMatchObject({ run: { id: runId }, query: { group: null } });
    expect((await refusal(run(ben, id))).code).toBe("CONFLICT");
    expect(await bed.at("2026-11-21T13:00:00Z")).toBe(0);
    expect((await bed.query(ann, id)).needsLook).toContain("left the group");
    expect(await told(ben)).toEqual([]);
    await updateQuery({ ctx: ann, brokers: bed.brokers, input: { id, name: "Mine" } });
    expect(await bed.query(ann, id)).toMatchObject({ group: null, needsLook: null });
    expect((await refusal(bed.query(ben, id))).code).toBe("NOT_FOUND");
  });

  it("is not given to a group that she is not in, by an administrator neither; one's own as administrator is", async () => {
    const root = await bed.person("root", "admin");
    const bens = await addGroup(bed.database, "Bens", [ben]);
    const id = await bed.save(ann);
    const byAdmin = updateQuery({ ctx: root, brokers: bed.brokers, input: { id, groupId: bens.id } });
    expect((await refusal(byAdmin)).fieldErrors).toHaveProperty("groupId");
    const own = await bed.save(root, { groupId: bens.id, schedule: null });
    expect(await getRun(bed.database.read, ben.scope, await run(root, own))).toMatchObject({ queryId: own });
    await bed.database.write((tx) => tx.update(users).set({ role: "member" }).where(eq(users.username, "root")));
    expect((await refusal(run(ben, own))).code).toBe("CONFLICT");
  });
});

it("the rule of a shared query is no tool of a manager outside its group: neither it nor what the query asks is hers to change, only its end", async () => {
  await bed.destroy();
  const colour = z.enum(["red", "blue"]).optional();
  bed = await createScheduleBed(scriptedBroker({ parameters: z.strictObject({ colour }) }));
  [ann, ben] = [await bed.person("ann"), await bed.person("ben")];
  const both = await addGroup(bed.database, "Both", [ann, ben]);
  const own = await addGroup(bed.database, "Ann alone", [ann]);
  await bed.database.write((tx) =>
    tx
      .update(memberships)
      .set({ role: "manager" })
      .where(eq(memberships.userPk, ben.scope.userPk ?? -1)),
  );
  const id = await bed.save(ann, { groupId: both.id, rule: { groupId: own.id }, parameters: { colour: "red" } });
  const edit = (ctx: Context, more: object) => updateQuery({ ctx, brokers: bed.brokers, input: { id, ...more } });
  expect((await refusal(edit(ben, { parameters: { colour: "blue" } }))).fieldErrors).toHaveProperty("parameters");
  const more = { rule: { groupId: own.id, cap: 100 } };
  expect((await refusal(edit(ben, more))).fieldErrors).toHaveProperty("rule.groupId");
  await edit(ben, { name: "Reds", parameters: { colour: "red" } });
  await edit(ann, { ...more, parameters: { colour: "blue" } });
  expect(await bed.query(ann, id)).toMatchObject({
    name: "Reds",
    parameters: { colour: "blue" },
    rule: { cap: 100 },
  });
  await edit(ben, { rule: null, parameters: { colour: "red" } });
  expect((await bed.query(ann, id)).rule).toBeNull();
});
