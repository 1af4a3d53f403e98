import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobs } from "@/db/schema/events";
import { users } from "@/db/schema/people";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { notify } from "@/lib/notifications/notify";
import { listNotifications } from "@/lib/notifications/queries/list-notifications";
import { addUser, house, refusal } from "@/lib/targets/testing";
import { type MailCause, mailCause } from "./bounds";
import { resendMail } from "./commands/resend-mail";
import { sendHeldMails } from "./commands/send-held-mails";
import { enqueueMails } from "./enqueue";
import { countMails, listMails } from "./queries/list-mails";
import type { MailState } from "./types";

let database: TestDatabase;
let now: Date;
let ada: Context;
let ben: Context;
let root: Context;
beforeEach(async () => {
  database = await createTestDatabase();
  now = new Date("2026-11-21T08:00:00.000Z");
  const person = async (name: string, role: "member" | "admin" = "member"): Promise<Context> => {
    const ctx = { ...(await addUser(database, name, role)), clock: { now: () => now } };
    const email = `${name}@example.org`;
    await database.write((tx) =>
      tx
        .update(users)
        .set({ email })
        .where(eq(users.pk, ctx.scope.userPk ?? -1)),
    );
    return ctx;
  };
  [ada, ben, root] = [await person("ada"), await person("ben"), await person("root", "admin")];
});
afterEach(() => database.destroy());

const later = (hours: number): void => {
  now = new Date(now.getTime() + hours * 3_600_000);
};
const ask = (ctx: Context, count: number, cause?: MailCause | null) => {
  const draft = { to: "fay@example.org", subject: "Look", body: "There." };
  return database.write((tx) => enqueueMails(tx, ctx, Array(count).fill(draft), cause));
};
const heldOf = async (asked: Promise<{ held: number }>): Promise<number> => (await asked).held;
const inState = (state: MailState) => countMails(database.read, root.scope, { state });
const personOf = ({ actor }: Context) => {
  if (actor.kind !== "user") throw new Error("nobody");
  return actor;
};
const told = async ({ scope }: Context) => (await listNotifications(database.read, scope, { limit: 50 })).items;

describe("mails that one person asks for", () => {
  it("leave up to 200 an hour; the others are held, which says why, and those of others leave", async () => {
    expect(await heldOf(ask(ada, 201))).toBe(1);
    expect(await heldOf(ask(ada, 1))).toBe(1);
    expect(await heldOf(ask(ben, 200))).toBe(0);
    expect([await inState("queued"), await inState("held")]).toEqual([400, 2]);
    expect(await database.read.$count(jobs)).toBe(400);
    const [mail] = (await listMails(database.read, root.scope, { limit: 1, state: "held" })).items;
    expect(mail?.error).toBe(
      "Held: more than 200 mails in an hour were asked for by ada. An administrator may send it on.",
    );
    later(1);
    expect(await heldOf(ask(ada, 200))).toBe(0);
  });

  it("leave up to 1,000 a day", async () => {
    for (let hour = 0; hour < 5; hour += 1) {
      expect(await heldOf(ask(ada, 200))).toBe(0);
      later(1.5);
    }
    expect(await heldOf(ask(ada, 1))).toBe(1);
    const [mail] = (await listMails(database.read, root.scope, { limit: 1, state: "held" })).items;
    expect(mail?.error).toContain("more than 1,000 mails in a day");
    later(24);
    expect(await heldOf(ask(ada, 1))).toBe(0);
  });

  it("that are held are sent on by an administrator, one or all of them", async () => {
    await ask(ada, 203);
    const [mail] = (await listMails(database.read, root.scope, { limit: 1, state: "held" })).items;
    await resendMail({ ctx: root, input: { id: mail?.id } });
    expect(await inState("held")).toBe(2);
    expect((await refusal(sendHeldMails({ ctx: ada }))).code).toBe("FORBIDDEN");
    expect(await sendHeldMails({ ctx: root })).toEqual({ sent: 2 });
    expect([await inState("queued"), await inState("held")]).toEqual([203, 0]);
    expect(await database.read.$count(jobs)).toBe(203);
    expect(await sendHeldMails({ ctx: root })).toEqual({ sent: 0 });
  });

  it("hold up no notification, and administrators are told once a day that mail is held", async () => {
    await ask(ada, 200);
    const tell = (key: string) =>
      database.write((tx) =>
        notify(tx, ada, [
          { userPk: ben.scope.userPk ?? -1, key, kind: "test.told", title: "Look", body: "There.", href: "/" },
        ]),
      );
    await tell("1");
    await tell("2");
    expect((await told(ben)).map(({ kind }) => kind)).toEqual(["test.told", "test.told"]);
    expect((await listMails(database.read, root.scope, { limit: 9, to: "ben@example.org" })).items).toMatchObject([
      { state: "held" },
      { state: "held" },
    ]);
    expect(await told(root)).toMatchObject([
      { kind: "mail.held", href: "/automation/mails?state=held", body: expect.stringContaining("ada") },
    ]);
    const [mailed] = (await listMails(database.read, root.scope, { limit: 9, to: "root@example.org" })).items;
    expect(mailed?.state).toBe("queued");
  });
});

it("what a schedule or a handler does for somebody has a wider bound of its own, for each of them", async () => {
  const schedule = mailCause.bySchedule(personOf(ada));
  expect(await heldOf(ask(house(database), 2_001, schedule))).toBe(1);
  const hook = (ctx: Context) => mailCause.byHandler("emailOnCompleted", personOf(ctx));
  expect(await heldOf(ask(house(database), 2_001, hook(ada)))).toBe(1);
  expect(await heldOf(ask(house(database), 1, hook(ben)))).toBe(0);
  expect(await heldOf(ask(ada, 1))).toBe(0);
});

it("what the house itself tells is never held", async () => {
  expect(await heldOf(ask(house(database), 2_500))).toBe(0);
});
