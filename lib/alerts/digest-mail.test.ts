import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { mails } from "@/db/schema/mail";
import { users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { enqueueMails } from "@/lib/mail/enqueue";
import { listNotifications } from "@/lib/notifications/queries/list-notifications";
import { addGroup } from "@/lib/targets/testing";
import { createScheduleBed, type ScheduleBed } from "@/tests/support/schedule-bed";
import { scripted } from "@/tests/support/scripted-broker";
import { runQuery } from "./commands/run-query";

let bed: ScheduleBed;
let ann: Context;
let ben: Context;
let group: { id: string };
beforeEach(async () => {
  bed = await createScheduleBed();
  [ann, ben] = [await bed.person("ann"), await bed.person("ben")];
  group = await addGroup(bed.database, "Supernovae", [ann, ben]);
  const isAnn = eq(users.pk, ann.scope.userPk ?? -1);
  await bed.database.write((tx) => tx.update(users).set({ email: "ann@example.org" }).where(isAnn));
});
afterEach(() => bed.destroy());

const told = async ({ scope }: Context) =>
  (await listNotifications(bed.database.read, scope, { limit: 50 })).items.filter(
    (one) => one.kind === "query.newAlerts",
  );
const mailed = async () =>
  (await bed.database.read.select().from(mails).orderBy(mails.pk))
    .filter(({ to }) => to === "ann@example.org")
    .map(({ state }) => (state === "held" ? "held" : "left"));

it.each([
  ["", false],
  [", also after its rule has acted", true],
])(
  "the digest of a run counts as the mail of whoever asked for it, and of a schedule as its own%s",
  async (_, ruled) => {
    bed.broker.serve([scripted(1)]);
    const id = await bed.save(ann, { groupId: group.id, rule: ruled ? { groupId: group.id } : null });
    const draft = { to: "fay@example.org", subject: "Look", body: "There." };
    await bed.database.write((tx) => enqueueMails(tx, ben, Array(200).fill(draft)));
    await (await runQuery({ ctx: ben, brokers: bed.brokers, input: { id } })).finished;
    await bed.settled();
    expect([await mailed(), (await told(ann)).length]).toEqual([["held"], 1]);
    bed.broker.serve([scripted(2)]);
    await bed.at("2026-11-21T13:00:00Z");
    await bed.settled();
    expect([await mailed(), (await told(ann)).length]).toEqual([["held", "left"], 2]);
  },
);
