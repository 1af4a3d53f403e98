import type { Page } from "@playwright/test";
import { type MailSink, startMailSink } from "@/tests/support/mail-sink";
import { refusing, spendAttempts, startWebhookReceiver, type WebhookReceiver } from "@/tests/support/webhook-receiver";
import { newTarget } from "../fixtures/arrange";
import { type OwnApp, startOwnApp, testOn } from "../fixtures/own-app";
import type { Api } from "../fixtures/people";
import { expect } from "../fixtures/test";
import { button, toast } from "../pages/form";
import { newObservation, newObserver } from "../pages/mailed-observer";

/**
 * An installation of its own, with a receiver of webhooks and a mail server beside it. One run of the webhook has
 * failed for good before: the receiver refused it for a day.
 */
type Site = OwnApp & {
  receiver: WebhookReceiver;
  sink: MailSink;
  /** What the mail server says to recipients; undefined = takes them. */
  mailRefusal: { code: number | undefined };
  failed: { name: string; id: string };
};

const secret = `whsec_${Buffer.from("a key of the specs, 24 by").toString("base64")}`;

async function startSite(): Promise<Site> {
  const receiver = await startWebhookReceiver();
  const mailRefusal: Site["mailRefusal"] = { code: undefined };
  const sink = await startMailSink({ replyTo: () => mailRefusal.code });
  const env = {
    TOM_WEBHOOK_URL: receiver.origin,
    TOM_ALLOW_PRIVATE_HOSTS: receiver.hostAndPort,
    TOM_WEBHOOK_SECRET: secret,
    TOM_WEBHOOK_EVENTS: "target_post_save",
    SMTP_URL: sink.url,
    MAIL_FROM: "watch@example.org",
  };
  receiver.fault = refusing;
  const before = await startOwnApp(env);
  const { id, name } = await newTarget(before.administrator, { name: "Refused for a day" });
  await expect.poll(async () => (await runsOf(before.administrator, id)).signedWebhook?.attempts).toBe(1);
  await before.stop("keep");
  await spendAttempts(before.app.dataDir, "signedWebhook");
  const own = await startOwnApp(env, before.app.dataDir);
  return { ...own, receiver, sink, mailRefusal, failed: { id, name } };
}

async function stopSite({ stop, receiver, sink }: Site): Promise<void> {
  await stop();
  await Promise.all([receiver.close(), sink.close()]);
}

const test = testOn(startSite, stopSite);

test.beforeEach(({ site }) => {
  site.receiver.fault = null;
});

type Run = { id: string; handler: string; status: string; attempts: number };

/** The newest run of each handler for an object, as it is stored. */
async function runsOf(api: Api, objectId: string): Promise<Record<string, Run>> {
  const { items } = await api.get<{ items: Run[] }>(`/api/v1/hook-runs?objectId=${objectId}`);
  return Object.fromEntries(items.reverse().map((run) => [run.handler, run]));
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).locator("..");
const facts = (page: Page) => page.getByRole("region", { name: "Run", exact: true });

/** Opens the run of the webhook for a target, by the way a person takes. */
async function openRun(page: Page, targetId: string): Promise<void> {
  await page.goto(`/automation?objectId=${targetId}`);
  await page.getByRole("table", { name: "Hook runs" }).getByRole("link", { name: "signedWebhook" }).first().click();
  await expect(page).toHaveURL(/\/automation\/runs\//);
}

/** How often the receiver was told of a target. */
const told = ({ receiver }: Site, name: string) => receiver.seen.filter(({ body }) => body.includes(name));

test("a run that failed for good is retried once its cause is gone, and is done as the same run", async ({
  page,
  site,
  expectAccessible,
}) => {
  const { failed, administrator } = site;
  await openRun(page, failed.id);
  const address = page.url();
  await expect(heading(page)).toContainText("failed");
  await expect(page.getByRole("main")).toContainText("has nothing at that address (404)");
  await expectAccessible();
  await button(page, "Retry").click();
  await expect(heading(page)).toContainText("done");
  await expect(page).toHaveURL(address);
  await expect(facts(page)).toContainText("15 of at most 28");
  await expect(button(page, "Retry")).toHaveCount(0);
  expect(told(site, failed.name)).toHaveLength(2);
  expect((await runsOf(administrator, failed.id)).signedWebhook).toMatchObject({ status: "done", attempts: 15 });
});

test("a replay is sent with the same id, a dry run is sent to nobody", async ({ page, site, unique }) => {
  const target = await newTarget(site.administrator, { name: unique("Sent twice") });
  await openRun(page, target.id);
  await expect(heading(page)).toContainText("done");
  const address = page.url();
  await button(page, "Dry run").click();
  await expect(page).not.toHaveURL(address);
  await expect(heading(page)).toContainText("done");
  await expect(page.getByRole("region", { name: "Log" })).toContainText("Dry run: POST would go to");
  expect(told(site, target.name)).toHaveLength(1);

  await page.goto(address);
  await button(page, "Replay").click();
  await expect(facts(page)).toContainText("Replay of");
  await expect(heading(page)).toContainText("done");
  expect(told(site, target.name)).toHaveLength(2);
  expect(new Set(told(site, target.name).map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

test("a run that waits for its next attempt is tried now", async ({ page, site, unique }) => {
  site.receiver.fault = refusing;
  const target = await newTarget(site.administrator, { name: unique("Waits its turn") });
  // The third attempt follows the second after twelve seconds.
  await expect.poll(async () => (await runsOf(site.administrator, target.id)).signedWebhook?.attempts).toBe(2);
  await openRun(page, target.id);
  await expect(facts(page)).toContainText("Next attempt");
  site.receiver.fault = null;
  await button(page, "Try now").click();
  await expect(heading(page)).toContainText("done");
  expect(told(site, target.name)).toHaveLength(3);
  await expect(facts(page)).toContainText("3 of at most");
});

test("a run that is cancelled is never tried again", async ({ page, site, unique }) => {
  site.receiver.fault = refusing;
  const target = await newTarget(site.administrator, { name: unique("Called off") });
  await openRun(page, target.id);
  await expect(facts(page)).toContainText("Next attempt");
  await button(page, "Cancel").click();
  await expect(heading(page)).toContainText("cancelled");
  await expect(button(page, "Cancel")).toHaveCount(0);
  await page.reload();
  await expect(heading(page)).toContainText("cancelled");
  const { signedWebhook } = await runsOf(site.administrator, target.id);
  expect(signedWebhook).toMatchObject({ status: "cancelled" });
  // The other handler of the same event was not touched.
  expect((await runsOf(site.administrator, target.id)).crossMatch).toMatchObject({ status: "done" });
});

test("the runs of a paused handler wait, and go on when it is resumed", async ({ page, site, unique }) => {
  const handlers = page.getByRole("table", { name: "Handlers" });
  const row = handlers.getByRole("row").filter({ hasText: "signedWebhook" }).filter({ hasText: "target_post_save" });
  await page.goto("/automation");
  await button(row, "Pause").click();
  await expect(toast(page, "Its runs wait from now on.")).toBeVisible();
  await expect(row).toContainText("paused by demo");

  const target = await newTarget(site.administrator, { name: unique("Held back") });
  await expect.poll(async () => (await runsOf(site.administrator, target.id)).signedWebhook?.status).toBe("paused");
  await expect.poll(async () => (await runsOf(site.administrator, target.id)).crossMatch?.status).toBe("done");
  await page.reload();
  await expect(row.getByRole("link", { name: "1 wait" })).toBeVisible();
  await openRun(page, target.id);
  await expect(page.getByRole("note").first()).toContainText("This handler is paused");
  expect(told(site, target.name)).toHaveLength(0);

  await page.goto("/automation");
  await button(row, "Resume").click();
  await expect(toast(page, "Its runs go on.")).toBeVisible();
  await expect(row).not.toContainText("paused by");
  await openRun(page, target.id);
  await expect(heading(page)).toContainText("done");
  expect(told(site, target.name)).toHaveLength(1);
});

test("a mail that the server refused is sent again from the outgoing mail, once", async ({
  page,
  site,
  unique,
  expectAccessible,
}) => {
  const email = "refused.observer@example.org";
  await newObserver(page, site.app.origin, { name: "refused-observer", email });
  const { target, id } = await newObservation(site.administrator, unique("Refused"));
  site.mailRefusal.code = 550;
  const { version } = await site.administrator.get<{ version: number }>(`/api/v1/observations/${id}`);
  await site.administrator.patch(`/api/v1/observations/${id}`, { status: "COMPLETED", version });

  const mail = page.getByRole("row").filter({ hasText: email });
  await page.goto("/automation/mails?state=failed");
  await expect(async () => {
    await page.reload();
    await expect(mail).toContainText("failed", { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expectAccessible();
  await mail.getByRole("link", { name: `${target.name}: COMPLETED at Manual` }).click();
  const opened = page.getByRole("region", { name: `${target.name}: COMPLETED at Manual` });
  await expect(opened).toContainText("failed");
  const caught = () => site.sink.caught.filter(({ to }) => to.includes(email));
  expect(caught()).toHaveLength(0);

  site.mailRefusal.code = undefined;
  await button(opened, "Send now").click();
  await expect(toast(page, "The mail is on its way.")).toBeVisible();
  await expect.poll(() => caught().length).toBe(1);
  await expect(opened).toContainText("sent");
  await expect(button(opened, "Send now")).toHaveCount(0);
  await page.goto("/automation/mails?state=sent");
  await expect(mail).toHaveCount(1);
  expect(caught()).toHaveLength(1);
});
