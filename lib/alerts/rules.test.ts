import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alertLinks } from "@/db/schema/alerts";
import { mails } from "@/db/schema/mail";
import { groups, users } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { chooseMail } from "@/lib/notifications/commands/choose-mail";
import { markRead } from "@/lib/notifications/commands/mark-read";
import { countNotifications, listNotifications } from "@/lib/notifications/queries/list-notifications";
import { createTarget } from "@/lib/targets/commands/create-target";
import { listTargets } from "@/lib/targets/queries/list-targets";
import { addGroup, refusal } from "@/lib/targets/testing";
import { createScheduleBed, type ScheduleBed } from "@/tests/support/schedule-bed";
import { scripted, scriptedBroker } from "@/tests/support/scripted-broker";
import { runQuery } from "./commands/run-query";
import { getRun } from "./queries/get-run";
import { tryRule } from "./queries/try-rule";

let bed: ScheduleBed;
let ann: Context;
let ben: Context;
let eve: Context;
let group: { id: string };
let pks: Record<string, number>;
beforeEach(async () => {
  bed = await createScheduleBed();
  [ann, ben, eve] = [await bed.person("ann"), await bed.person("ben"), await bed.person("eve")];
  group = await addGroup(bed.database, "Supernovae", [ann, ben]);
  const rows = await bed.database.read.select({ pk: users.pk, name: users.username }).from(users);
  pks = Object.fromEntries(rows.map((row) => [row.name, row.pk]));
  await setEmail("ann");
  await setEmail("ben");
});
afterEach(() => bed.destroy());

const setEmail = (name: string) =>
  bed.database.write(
    async (tx) =>
      void (await tx
        .update(users)
        .set({ email: `${name}@example.org` })
        .where(eq(users.pk, pks[name] ?? -1))),
  );
const told = async (ctx: Context) => (await listNotifications(bed.database.read, ctx.scope, { limit: 50 })).items;
const mailed = async () =>
  (await bed.database.read.select().from(mails).orderBy(mails.pk)).map(({ to, subject, body }) => ({
    to,
    subject,
    body,
  }));
const names = async (ctx: Context): Promise<string[]> =>
  (await listTargets(bed.database.read, ctx.scope, { filter: {}, sort: "name", limit: 100, now: bed.now() })).items.map(
    (target) => target.name,
  );

async function run(ctx: Context, id: string) {
  const { runId, finished } = await runQuery({ ctx, brokers: bed.brokers, input: { id } });
  await finished;
  await bed.settled();
  return getRun(bed.database.read, ctx.scope, runId);
}

async function scheduled(id: string, iso = "2026-11-21T13:00:00Z") {
  await bed.at(iso);
  await bed.settled();
  const [newest] = await bed.runs(ann, id);
  if (!newest) throw new Error("it did not run");
  return newest;
}

describe("a run with new alerts", () => {
  it("tells everybody of its group once, on the page and by mail where she wants it", async () => {
    await chooseMail({ ctx: ben, input: { mail: false } });
    bed.broker.serve([scripted(1), scripted(2, { mag: null, score: null })]);
    const id = await bed.save(ann, { groupId: group.id });
    const { id: runId } = await scheduled(id);
    for (const reader of [ann, ben]) {
      expect(await told(reader)).toMatchObject([
        {
          kind: "query.newAlerts",
          title: "2 new alerts: Young ones",
          body: 'A run of "Young ones" at Scripted found 2 new alerts.',
          href: `/alerts/runs/${runId}`,
          readAt: null,
        },
      ]);
    }
    expect(await told(eve)).toEqual([]);
    const [mail, ...others] = await mailed();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: "ann@example.org", subject: "[Test] 2 new alerts: Young ones" });
    expect(mail?.body).toContain("Scripted 1  r 18.00  score 0.9  https://example.org/s-1");
    expect(mail?.body).toContain("Scripted 2  https://example.org/s-2");
    expect(mail?.body).toContain(`https://tom.example.org/alerts/runs/${runId}`);

    await scheduled(id, "2026-11-21T14:00:00Z");
    expect(await told(ann)).toHaveLength(1);
  });

  it("by hand tells the others, not the one who asked", async () => {
    bed.broker.serve([scripted(1)]);
    const id = await bed.save(ann, { groupId: group.id, schedule: null });
    await run(ben, id);
    expect(await told(ben)).toEqual([]);
    expect(await told(ann)).toHaveLength(1);
  });

  it("counts for each reader what is new to her: a target of hers is known, one that she cannot see is not there", async () => {
    await createTarget({ ctx: ann, input: { name: "Scripted 1", raDeg: 3, decDeg: 1 } });
    bed.broker.serve([scripted(1), scripted(2)]);
    await scheduled(await bed.save(ann, { groupId: group.id }));
    expect((await told(ann))[0]?.title).toBe("1 new alert: Young ones");
    expect((await told(ben))[0]?.title).toBe("2 new alerts: Young ones");
    expect((await mailed()).find((mail) => mail.to.startsWith("ann"))?.body).not.toContain("Scripted 1 ");
  });

  it("is one's own to read: read marks of others change nothing", async () => {
    bed.broker.serve([scripted(1)]);
    await scheduled(await bed.save(ann, { groupId: group.id }));
    const [mine] = await told(ann);
    expect(await markRead({ ctx: ben, input: { ids: [mine?.id ?? ""] } })).toEqual({ unread: 1 });
    expect(await countNotifications(bed.database.read, ann.scope, { unread: true })).toBe(1);
    expect(await markRead({ ctx: ann, input: { ids: "all" } })).toEqual({ unread: 0 });
    expect((await told(ann))[0]?.readAt).toBe("2026-11-21T13:00:00.000Z");
    const foreign = listNotifications(bed.database.read, ben.scope, { limit: 1, cursor: mine?.id });
    expect((await refusal(foreign)).code).toBe("INVALID_INPUT");
  });
});

describe("a rule", () => {
  it("makes targets of what is new and fits, for its group, up to its cap, and says what became of each", async () => {
    await createTarget({
      ctx: ann,
      input: { name: "Old friend", aliases: ["Scripted 2"], raDeg: 100, decDeg: 40, groups: [group.id] },
    });
    await createTarget({ ctx: ann, input: { name: "Neighbour", raDeg: 9, decDeg: 3.0002, groups: [group.id] } });
    bed.broker.serve([
      scripted(1),
      scripted(2),
      scripted(3),
      scripted(4, { score: 0.2 }),
      scripted(5, { mag: 20 }),
      scripted(6, { mag: null }),
      scripted(7, { score: null }),
      scripted(8),
      scripted(9),
    ]);
    const rule = { groupId: group.id, scoreLimit: 0.5, magMax: 19, cap: 4 };
    const id = await bed.save(ann, { groupId: group.id, rule });
    const trial = await tryRule({ ctx: ann, brokers: bed.brokers, input: { id } });
    expect(trial).toEqual({ runId: null, counts: expect.objectContaining({ fits: 0 }), items: [] });
    const { rule: report, id: runId } = await scheduled(id);
    expect(report).toMatchObject({ state: "done", error: null });
    expect(report?.items.map(({ alertId, outcome, targetName }) => [alertId, outcome, targetName])).toEqual([
      ["s-1", "created", "Scripted 1"],
      ["s-8", "created", "Scripted 8"],
      ["s-2", "existing", "Old friend"],
      ["s-3", "nearby", "Neighbour"],
      ["s-9", "over-cap", null],
    ]);
    expect(await names(ben)).toEqual(["Neighbour", "Old friend", "Scripted 1", "Scripted 8"]);
    expect((await told(ben))[0]?.body).toContain("found 8 new alerts; its rule made 2 targets.");

    // The next run brings nothing new: the rule has nothing to do.
    expect((await scheduled(id, "2026-11-21T14:00:00Z")).rule).toBeNull();
    expect((await getRun(bed.database.read, ben.scope, runId)).rule).toEqual(report);
  });

  it("finds and changes only what its group sees: what its owner sees beyond stays unchanged and untold", async () => {
    const root = await bed.person("root", "admin");
    const hidden = await createTarget({ ctx: eve, input: { name: "Scripted 1", raDeg: 3, decDeg: 1 } });
    await createTarget({ ctx: eve, input: { name: "Nearly", raDeg: 6, decDeg: 2.0002 } });
    bed.broker.serve([scripted(1), scripted(2)]);
    const id = await bed.save(root, { groupId: group.id, rule: { groupId: group.id } });
    const trial = await tryRule({ ctx: ben, brokers: bed.brokers, input: { id } });
    expect(trial.items).toEqual([]);
    const { id: runId } = await scheduled(id);
    const { rule } = await getRun(bed.database.read, ben.scope, runId);
    expect(rule?.items.map(({ outcome, targetName }) => [outcome, targetName])).toEqual([
      ["created", "Scripted 1"],
      ["created", "Scripted 2"],
    ]);
    expect(await names(ben)).toEqual(["Scripted 1", "Scripted 2"]);
    expect(await names(eve)).toEqual(["Nearly", "Scripted 1"]);
    const links = await bed.database.read
      .select({ id: targets.id })
      .from(alertLinks)
      .innerJoin(targets, eq(targets.pk, alertLinks.targetPk));
    expect(links.map((link) => link.id)).not.toContain(hidden.id);
    const again = await tryRule({ ctx: root, brokers: bed.brokers, input: { id } });
    expect(again.counts).toMatchObject({ link: 2, create: 0, ask: 0 });
  });

  it("names every alert to readers who do not see its targets, all in the same words", async () => {
    const own = await addGroup(bed.database, "Ann alone", [ann]);
    const input = { aliases: ["Scripted 2"], raDeg: 100, decDeg: 40, groups: [own.id] };
    await createTarget({ ctx: ann, input: { name: "Old friend", ...input } });
    await createTarget({ ctx: ann, input: { name: "Neighbour", raDeg: 9, decDeg: 3.0002, groups: [own.id] } });
    bed.broker.serve([scripted(1), scripted(2), scripted(3)]);
    const { rule, id: runId } = await scheduled(await bed.save(ann, { groupId: group.id, rule: { groupId: own.id } }));
    expect(rule?.items.map((item) => item.outcome)).toEqual(["created", "existing", "nearby"]);
    const bens = (await getRun(bed.database.read, ben.scope, runId)).rule;
    const message = "No target could be made; whoever set the rule sees why.";
    const untold = { outcome: "failed", targetId: null, targetName: null, message };
    expect(bens?.items).toEqual(["s-1", "s-2", "s-3"].map((alertId) => ({ alertId, ...untold })));
  });

  it("says beforehand what it would do, and changes nothing by saying so", async () => {
    const groups = [group.id];
    await createTarget({ ctx: ann, input: { name: "Scripted 2", raDeg: 6, decDeg: 2, groups } });
    await createTarget({ ctx: ann, input: { name: "Neighbour", raDeg: 9, decDeg: 3.0002, groups } });
    await createTarget({ ctx: ann, input: { name: "Scripted 1", raDeg: 3, decDeg: 1 } });
    bed.broker.serve([scripted(1), scripted(2), scripted(3), scripted(4, { score: null }), scripted(5)]);
    const id = await bed.save(ann, { groupId: group.id });
    await scheduled(id);
    const before = await bed.database.read.$count(targets);
    const input = { id, rule: { groupId: group.id, scoreLimit: 0.5, magMax: null, cap: 3 } };
    const trial = await tryRule({ ctx: ann, brokers: bed.brokers, input });
    expect(trial.items.map(({ alertId, would, targetName }) => [alertId, would, targetName])).toEqual([
      ["s-1", "create", null],
      ["s-2", "link", "Scripted 2"],
      ["s-3", "ask", "Neighbour"],
      ["s-4", "leave", null],
      ["s-5", "over-cap", null],
    ]);
    expect(trial.counts).toEqual({ fits: 4, create: 1, link: 1, ask: 1, fail: 0, overCap: 1, leave: 1 });
    expect(trial.items[3]?.why).toBe("It has no score.");
    expect(await bed.database.read.$count(targets)).toBe(before);
    // For its group, whoever of it tries it.
    expect((await tryRule({ ctx: ben, brokers: bed.brokers, input })).counts).toEqual(trial.counts);
    expect((await refusal(tryRule({ ctx: eve, brokers: bed.brokers, input }))).code).toBe("NOT_FOUND");
  });

  it("is saved only for a group that one belongs to", async () => {
    const bens = await addGroup(bed.database, "Bens", [ben]);
    const refused = await refusal(bed.save(ann, { rule: { groupId: bens.id } }));
    expect(refused.fieldErrors).toHaveProperty("rule.groupId");
  });

  it("whose group is gone makes nothing and says why, and the digest goes out all the same", async () => {
    const spare = await addGroup(bed.database, "Spare", [ann]);
    bed.broker.serve([scripted(1)]);
    const id = await bed.save(ann, { groupId: group.id, rule: { groupId: spare.id } });
    await bed.database.write(async (tx) => void (await tx.delete(groups).where(eq(groups.id, spare.id))));
    const made = await scheduled(id);
    const error = "The group that its rule makes targets for is gone.";
    expect(made.rule).toMatchObject({ state: "stopped", error, items: [] });
    expect((await getRun(bed.database.read, ben.scope, made.id)).rule?.error).toBe(error);
    expect(await names(ann)).toEqual([]);
    expect(await told(ben)).toHaveLength(1);
    expect((await bed.query(ann, id)).rule?.group).toBeNull();
  });

  it("tells readers outside its group neither its id nor its name", async () => {
    const own = await addGroup(bed.database, "Ann alone", [ann]);
    const id = await bed.save(ann, { groupId: group.id, rule: { groupId: own.id, scoreLimit: 0.5 } });
    expect((await bed.query(ann, id)).rule).toMatchObject({ group: { name: "Ann alone" }, scoreLimit: 0.5, cap: 10 });
    const told = { author: "ann", stopped: null, scoreLimit: 0.5, magMax: null, cap: 10 };
    expect((await bed.query(ben, id)).rule).toEqual({ group: null, ...told });
  });
});

it("a rule turns the score round at a broker where the lower one is the better", async () => {
  await bed.destroy();
  bed = await createScheduleBed(scriptedBroker({ scoreOrder: "lower" }));
  ann = await bed.person("ann");
  group = await addGroup(bed.database, "Waves", [ann]);
  bed.broker.serve([scripted(1, { score: 1e-9 }), scripted(2, { score: 1e-3 })]);
  const made = await scheduled(await bed.save(ann, { rule: { groupId: group.id, scoreLimit: 1e-6 } }));
  expect(made.rule?.items.map((item) => item.alertId)).toEqual(["s-1"]);
});
