import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/access/context";
import { addUser, refusal } from "@/lib/targets/testing";
import { createEngineBed, type EngineBed, until } from "@/tests/support/engine-bed";
import { freePort } from "@/tests/support/free-port";
import { type MailSink, startMailSink } from "@/tests/support/mail-sink";
import { resendMail } from "./commands/resend-mail";
import { enqueueMails } from "./enqueue";
import { createSendMailJob } from "./jobs/send-mail";
import { createMailer } from "./mailer";
import { countMails, getMail, listMails } from "./queries/list-mails";
import type { MailDraft } from "./schema";
import type { MailState } from "./types";

let bed: EngineBed | undefined;
let sinks: MailSink[] = [];
afterEach(async () => {
  await bed?.destroy();
  bed = undefined;
  await Promise.all(sinks.map((sink) => sink.close()));
  sinks = [];
});

async function sinkOf(options: Parameters<typeof startMailSink>[0] = {}): Promise<MailSink> {
  const sink = await startMailSink(options);
  sinks.push(sink);
  return sink;
}

const mailerTo = (url: string | undefined) => createMailer({ url, from: "TOM <tom@example.org>", host: "example.org" });

async function start(url: string | undefined): Promise<EngineBed> {
  bed = await createEngineBed([], { jobs: [createSendMailJob(mailerTo(url))] });
  await bed.engine.start();
  return bed;
}

const draft = (more: Partial<MailDraft> = {}): MailDraft => ({
  to: "ada@example.org",
  subject: "SN 2020oi is back",
  body: "Three new detections.\n",
  ...more,
});

const send = (ctx: Context, ...drafts: MailDraft[]): Promise<string[]> =>
  ctx.database.write(async (tx) => (await enqueueMails(tx, ctx, drafts)).ids);

const inState = (on: EngineBed, id: string, state: MailState) =>
  until(async () => {
    const mail = await getMail(on.database.read, on.ctx.scope, id);
    return mail.state === state ? mail : null;
  });

describe("a mail", () => {
  it("leaves after the commit, once, with sender, subject and text, and says so", async () => {
    const sink = await sinkOf();
    const on = await start(sink.url);
    const [id = ""] = await send(on.ctx, draft());
    const mail = await inState(on, id, "sent");
    expect(mail).toMatchObject({ attempts: 1, error: null, askedBy: "system:test" });
    expect(sink.caught).toHaveLength(1);
    const [caught] = sink.caught;
    expect(caught).toMatchObject({ from: "tom@example.org", to: ["ada@example.org"] });
    expect(caught?.header("Subject")).toBe("SN 2020oi is back");
    expect(caught?.header("Message-ID")).toBe(`<${id}@example.org>`);
    expect(caught?.text).toContain("Three new detections.");
  });

  it("does not leave when the change that asked for it is taken back", async () => {
    const sink = await sinkOf();
    const on = await start(sink.url);
    const work = on.database.write(async (tx) => {
      await enqueueMails(tx, on.ctx, [draft()]);
      throw new Error("taken back");
    });
    await expect(work).rejects.toThrow("taken back");
    const [id = ""] = await send(on.ctx, draft({ subject: "The next" }));
    await inState(on, id, "sent");
    expect(sink.caught.map((mail) => mail.header("Subject"))).toEqual(["The next"]);
  });

  it("is one mail for one key, however often it is asked for", async () => {
    const sink = await sinkOf();
    const on = await start(sink.url);
    const [id = ""] = await send(on.ctx, draft({ key: "run-1/ada" }), draft({ key: "run-1/ada" }));
    expect(await send(on.ctx, draft({ key: "run-1/ada" }))).toEqual([]);
    await inState(on, id, "sent");
    expect(await countMails(on.database.read, on.ctx.scope, {})).toBe(1);
  });

  it("keeps a subject of several lines in one header, and refuses what is no single address", async () => {
    const sink = await sinkOf();
    const on = await start(sink.url);
    const [id = ""] = await send(on.ctx, draft({ subject: "Hello\r\nBcc: eve@example.org" }));
    await inState(on, id, "sent");
    expect(sink.caught[0]?.to).toEqual(["ada@example.org"]);
    expect(sink.caught[0]?.header("Bcc")).toBe("");
    for (const to of ["ada", "ada@example.org, eve@example.org", "Ada <ada@example.org>"]) {
      await expect(send(on.ctx, draft({ to }))).rejects.toThrow("e-mail address");
    }
  });

  it("is tried again until the server is back", async () => {
    const port = await freePort();
    const on = await start(`smtp://127.0.0.1:${port}`);
    const [id = ""] = await send(on.ctx, draft());
    await until(async () => (await getMail(on.database.read, on.ctx.scope, id)).attempts > 0);
    const waiting = await getMail(on.database.read, on.ctx.scope, id);
    expect(waiting).toMatchObject({ state: "queued", error: "The mail server cannot be reached." });
    const sink = await sinkOf({ port });
    await inState(on, id, "sent");
    expect(sink.caught).toHaveLength(1);
  });

  it.each([
    [550, "failed", 1, "The mail server refused the address (550)."],
    [451, "failed", 8, "The mail server does not take this mail now (451)."],
  ] as const)("that is answered with %i ends as %s after %i attempts", async (code, state, attempts, error) => {
    const sink = await sinkOf({ replyTo: () => code });
    const on = await start(sink.url);
    const [id = ""] = await send(on.ctx, draft());
    expect(await inState(on, id, state)).toMatchObject({ attempts, error });
  });

  it("says that the sign-in was refused, and not with what", async () => {
    const sink = await sinkOf({ password: "right" });
    const refused = await refusal(mailerTo(sink.url.replace("right", "wrong-one")).verify());
    expect(refused).toMatchObject({ code: "UPSTREAM_FAILED", message: "The mail server refused our sign-in (535)." });
    await mailerTo(sink.url).verify();
  });

  it("without a mail server is kept and marked unsent, and is sent when somebody asks", async () => {
    const on = await start(undefined);
    const [id = ""] = await send(on.ctx, draft());
    expect(await inState(on, id, "unsent")).toMatchObject({ attempts: 0, error: expect.stringContaining("SMTP_URL") });
    const admin = await addUser(on.database, "root", "admin");
    await resendMail({ ctx: admin, input: { id } });
    await inState(on, id, "unsent");
    const ben = await addUser(on.database, "ben");
    expect((await refusal(resendMail({ ctx: ben, input: { id } }))).code).toBe("FORBIDDEN");
  });
});

it("mails are read by administrators alone, newest first, page by page", async () => {
  const on = await start(undefined);
  const ids = await send(on.ctx, draft({ subject: "1" }), draft({ subject: "2", to: "ben@example.org" }));
  const admin = await addUser(on.database, "root", "admin");
  const ben = await addUser(on.database, "ben");
  const read = (args: Partial<Parameters<typeof listMails>[2]>) =>
    listMails(on.database.read, admin.scope, { limit: 1, ...args });
  const first = await read({});
  expect(first.items[0]?.id).toBe(ids[1]);
  expect((await read({ cursor: first.nextCursor ?? "" })).items[0]?.id).toBe(ids[0]);
  expect((await read({ to: "ada@example.org" })).items[0]?.id).toBe(ids[0]);
  expect((await refusal(read({ cursor: "x" }))).code).toBe("INVALID_INPUT");
  expect((await refusal(listMails(on.database.read, ben.scope, { limit: 1 }))).code).toBe("FORBIDDEN");
  expect((await refusal(getMail(on.database.read, ben.scope, ids[0] ?? ""))).code).toBe("FORBIDDEN");
});
