import { createHmac, timingSafeEqual } from "node:crypto";
import { startReplay } from "@/scripts/brokers-replay.mjs";
import { startWebhookReceiver, type WebhookReceiver } from "@/tests/support/webhook-receiver";
import { groupIdOf, newQuery } from "../fixtures/arrange";
import { type OwnApp, startOwnApp, testOn } from "../fixtures/own-app";
import { expect } from "../fixtures/test";
import { button, expectFieldError, field, toast } from "../pages/form";
import { RunPage } from "../pages/run-page";

/** An installation of its own, with a receiver of webhooks beside it that the operator allows. */
type Site = OwnApp & { receiver: WebhookReceiver; replay: Awaited<ReturnType<typeof startReplay>> };

async function startSite(): Promise<Site> {
  const [receiver, replay] = [await startWebhookReceiver(), await startReplay({ corpusDir: null })];
  const hosts = `${replay.env.TOM_ALLOW_PRIVATE_HOSTS},${receiver.hostAndPort}`;
  const own = await startOwnApp({ ...replay.env, TOM_ALLOW_PRIVATE_HOSTS: hosts });
  return { ...own, receiver, replay };
}

async function stopSite({ stop, receiver, replay }: Site): Promise<void> {
  await stop();
  await Promise.all([receiver.close(), replay.close()]);
}

const test = testOn(startSite, stopSite);

/** As a receiver checks it that has read the specification of Standard Webhooks and nothing else. */
function isGenuine({ headers, body }: WebhookReceiver["seen"][number], secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = createHmac("sha256", key).update(signed).digest();
  const given = Buffer.from((headers["webhook-signature"] ?? "").replace(/^v1,/, ""), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const team = "Supernova team";

test("a group's webhook is set with a secret that is shown once, is tried, and is told of a run's new alerts in one digest", async ({
  page,
  site,
  unique,
  expectAccessible,
}) => {
  const { administrator, receiver } = site;
  const groupId = await groupIdOf(administrator, team);
  const panel = page.getByRole("region", { name: "Webhook" });
  const secretShown = panel.getByText(/^whsec_/);
  await page.goto(`/people/groups/${groupId}`);
  await expect(button(panel, "Send a test")).toHaveCount(0);
  await expect(async () => {
    await field(panel, "Address").fill("http://example.org/hooks");
    await button(panel, "Store").click();
    await expectFieldError(field(panel, "Address"), /must be https/);
  }).toPass();

  await field(panel, "Address").fill(`${receiver.origin}/hooks/supernovae`);
  await button(panel, "Store").click();
  const secret = (await secretShown.textContent())?.trim() ?? "";
  await expect(panel).toContainText("The secret is shown only now");
  await expect(panel).toContainText("Nothing was sent to this address yet.");
  await expectAccessible();

  await button(panel, "Send a test").click();
  await expect(toast(page, `${receiver.hostAndPort} took the test and answered 200.`)).toBeVisible();
  await expect(panel).toContainText(/Last delivered .+ The receiver answered 200\./);
  const [tried] = receiver.seen;
  expect(tried?.url.pathname).toBe("/hooks/supernovae");
  expect(tried !== undefined && isGenuine(tried, secret)).toBe(true);

  await page.reload();
  await expect(field(panel, "Address")).toHaveValue(`${receiver.origin}/hooks/supernovae`);
  await expect(secretShown).toHaveCount(0);

  const name = unique("Fast ones");
  const query = await newQuery(administrator, name, { objectId: "ZTF18abukavn" }, groupId);
  await page.goto(`/alerts/queries/${query.id}`);
  await button(page, "Run now").click();
  await new RunPage(page).expectEnded("done");
  const digests = () => receiver.seen.filter(({ body }) => body.includes(name));
  await expect.poll(() => digests().length).toBe(1);
  const [digest] = digests();
  expect(digest !== undefined && isGenuine(digest, secret)).toBe(true);
  expect(JSON.parse(digest?.body ?? "{}")).toMatchObject({
    type: "broker_query_post_run",
    data: { query: { name, group: { name: team } }, run: { counts: { new: 1 } }, url: page.url() },
  });

  // Nothing new in the next run: nobody is told.
  await page.goto(`/alerts/queries/${query.id}`);
  await button(page, "Run now").click();
  await new RunPage(page).expectEnded("done");
  await expect(new RunPage(page).count("known")).toContainText("1");
  await page.goto(`/people/groups/${groupId}`);

  await button(panel, "New secret").click();
  await button(page.getByRole("dialog", { name: "Make a new secret?" }), "Make a new secret").click();
  await expect(secretShown).toBeVisible();
  const renewed = (await secretShown.textContent())?.trim() ?? "";
  expect(renewed).not.toBe(secret);
  await button(panel, "Send a test").click();
  await expect(toast(page, "answered 200").last()).toBeVisible();
  const last = receiver.seen.at(-1);
  expect(last !== undefined && isGenuine(last, renewed) && !isGenuine(last, secret)).toBe(true);
  expect(digests()).toHaveLength(1);
});
