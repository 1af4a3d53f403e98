import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { brokerRuns } from "@/db/schema/alerts";
import { memberships, users } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { listNotifications } from "@/lib/notifications/queries/list-notifications";
import { addGroup, refusal } from "@/lib/targets/testing";
import { createScheduleBed, type ScheduleBed } from "@/tests/support/schedule-bed";
import { scripted, scriptedBroker } from "@/tests/support/scripted-broker";
import { updateQuery } from "./commands/save-query";
import { createApplyRuleJob } from "./jobs/apply-rule";
import { getRun } from "./queries/get-run";

let bed: ScheduleBed;
let ann: Context;
let ben: Context;
let shared: { id: string; pk: number };
beforeEach(async () => {
  const colour = z.enum(["red", "blue"]).optional();
  bed = await createScheduleBed(scriptedBroker({ parameters: z.strictObject({ colour }) }));
  [ann, ben] = [await bed.person("ann"), await bed.person("ben")];
  shared = await addGroup(bed.database, "Supernovae", [ann, ben]);
  await setRole(ben, "manager");
});
afterEach(() => bed.destroy());

const pkOf = ({ scope }: Context): number => scope.userPk ?? -1;
const ofPerson = (ctx: Context) => eq(memberships.userPk, pkOf(ctx));
const setRole = (ctx: Context, role: "manager" | "member") =>
  bed.database.write(async (tx) => void (await tx.update(memberships).set({ role }).where(ofPerson(ctx))));
const leave = (ctx: Context) =>
  bed.database.write(async (tx) => void (await tx.delete(memberships).where(ofPerson(ctx))));
const disable = (ctx: Context) =>
  bed.database.write(async (tx) => {
    await tx
      .update(users)
      .set({ disabledAt: bed.now().toISOString() })
      .where(eq(users.pk, pkOf(ctx)));
  });
const edit = (ctx: Context, id: string, more: object) =>
  updateQuery({ ctx, brokers: bed.brokers, input: { id, ...more } });
const told = async ({ scope }: Context) => (await listNotifications(bed.database.read, scope, { limit: 50 })).items;

/** Whose the targets are, by their names. */
async function makers(): Promise<Record<string, string | null>> {
  const rows = await bed.database.read
    .select({ name: targets.name, by: users.username })
    .from(targets)
    .leftJoin(users, eq(users.pk, targets.createdByPk))
    .orderBy(targets.pk);
  return Object.fromEntries(rows.map(({ name, by }) => [name, by]));
}

let hour = 13;
async function nextRun(id: string) {
  await bed.at(`2026-11-21T${hour++}:00:00Z`);
  await bed.settled();
  const [newest] = await bed.runs(ann, id);
  if (!newest) throw new Error("it did not run");
  return newest;
}
beforeEach(() => {
  hour = 13;
});

describe("a rule that a manager sets for another person's query", () => {
  it("makes targets in the manager's name, also for a group that the owner is not in", async () => {
    const bens = await addGroup(bed.database, "Bens", [ben]);
    const id = await bed.save(ann, { groupId: shared.id });
    await edit(ben, id, { rule: { groupId: bens.id } });
    bed.broker.serve([scripted(1)]);
    const { rule, id: runId } = await nextRun(id);
    expect(await makers()).toEqual({ "Scripted 1": "ben" });
    expect(rule).toMatchObject({ state: "done", author: "ben", items: [{ alertId: "s-1", targetId: null }] });
    const bensView = (await getRun(bed.database.read, ben.scope, runId)).rule;
    expect(bensView?.items).toMatchObject([{ outcome: "created", targetName: "Scripted 1" }]);
    expect((await bed.query(ann, id)).rule).toMatchObject({ author: "ben", stopped: null, group: null });
  });

  it("is the manager's once the manager widens it or what it acts on, and stays the owner's when only the name changes", async () => {
    const id = await bed.save(ann, { groupId: shared.id, rule: { groupId: shared.id, cap: 1 } });
    const author = async () => (await bed.query(ann, id)).rule?.author;
    await edit(ben, id, { name: "Reds", parameters: {} });
    expect(await author()).toBe("ann");
    await edit(ben, id, { parameters: { colour: "red" } });
    expect(await author()).toBe("ben");
    await edit(ann, id, { rule: { groupId: shared.id, cap: 1 } });
    expect(await author()).toBe("ann");
    await edit(ben, id, { rule: { groupId: shared.id, cap: 5 } });
    bed.broker.serve([scripted(1), scripted(2)]);
    await nextRun(id);
    expect(await makers()).toEqual({ "Scripted 1": "ben", "Scripted 2": "ben" });
  });

  it("lets the owner outside its group change what it acts on only after she took it away", async () => {
    const bens = await addGroup(bed.database, "Bens", [ben]);
    const id = await bed.save(ann, { groupId: shared.id });
    await edit(ben, id, { rule: { groupId: bens.id } });
    const refused = await refusal(edit(ann, id, { parameters: { colour: "red" } }));
    expect(refused.fieldErrors).toHaveProperty("parameters");
    await edit(ann, id, { rule: null, parameters: { colour: "red" } });
    expect(await bed.query(ann, id)).toMatchObject({ rule: null, parameters: { colour: "red" } });
  });
});

describe("a rule makes nothing once its author", () => {
  let id: string;
  beforeEach(async () => {
    const bens = await addGroup(bed.database, "Bens", [ann, ben]);
    id = await bed.save(ann, { groupId: shared.id });
    await edit(ben, id, { rule: { groupId: bens.id } });
    bed.broker.serve([scripted(1)]);
  });

  it.each([
    ["is disabled", () => disable(ben), "The account of ben, who set its rule, is disabled."],
    ["left its group", () => leave(ben), "ben, who set its rule, is no longer in the rule's group."],
    [
      "may not change the query",
      () => setRole(ben, "member"),
      "ben, who set its rule, may no longer change the query.",
    ],
  ])("%s, says so, and acts again for whoever sets it again", async (_why, happens, sentence) => {
    await happens();
    expect((await bed.query(ann, id)).rule?.stopped).toBe(sentence);
    expect((await nextRun(id)).rule).toMatchObject({ state: "stopped", error: sentence, items: [] });
    bed.broker.serve([scripted(1), scripted(2)]);
    await nextRun(id);
    expect(await makers()).toEqual({});
    const ofRule = (await told(ann)).filter(({ kind }) => kind === "query.ruleStopped");
    expect(ofRule).toMatchObject([{ href: `/alerts/queries/${id}`, body: expect.stringContaining(sentence) }]);
    expect((await told(ann)).filter(({ kind }) => kind === "query.newAlerts")).toHaveLength(2);

    await edit(ann, id, { rule: { groupId: shared.id } });
    bed.broker.serve([scripted(3)]);
    await nextRun(id);
    expect(await makers()).toEqual({ "Scripted 3": "ann" });
  });

  it("is disabled between a run and the rule's work: the run says so and waits no longer", async () => {
    const { id: runId } = await nextRun(id);
    await bed.database.write(async (tx) => {
      await tx.update(brokerRuns).set({ ruleState: "waiting" }).where(eq(brokerRuns.id, runId));
    });
    await disable(ben);
    const call = {
      ctx: bed.house,
      jobId: "again",
      attempt: 1,
      progress: () => {},
      signal: new AbortController().signal,
    };
    await createApplyRuleJob(bed.brokers).execute({ runId, exceptPk: null }, call);
    expect((await getRun(bed.database.read, ann.scope, runId)).rule?.state).toBe("stopped");
  });
});
