import { type MailSink, startMailSink } from "@/tests/support/mail-sink";
import { askForMails } from "@/tests/support/many-mails";
import { type OwnApp, startOwnApp, testOn } from "../fixtures/own-app";
import { expect } from "../fixtures/test";
import { button, toast } from "../pages/form";

/** An installation of its own, where somebody asked for three mails more than leave in an hour. */
type Site = OwnApp & { sink: MailSink };

async function startSite(): Promise<Site> {
  const sink = await startMailSink();
  const env = { SMTP_URL: sink.url, MAIL_FROM: "watch@example.org" };
  const before = await startOwnApp(env);
  await before.stop("keep");
  const { dataDir } = before.app;
  await askForMails(dataDir, { by: "observer", to: "fay@example.org", subject: "Look", count: 203 });
  return { ...(await startOwnApp(env, dataDir)), sink };
}

async function stopSite({ stop, sink }: Site): Promise<void> {
  await stop();
  await sink.close();
}

const test = testOn(startSite, stopSite);

test("mails beyond the bound are held with the reason, and leave once an administrator sends them on", async ({
  page,
  site,
  expectAccessible,
}) => {
  const caught = () => site.sink.caught.filter(({ to }) => to.includes("fay@example.org")).length;
  const rows = page.getByRole("table", { name: "Outgoing mail" }).getByRole("row").filter({ hasText: "fay@" });
  await page.goto("/automation/mails?state=held");
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("more than 200 mails in an hour were asked for by observer");
  await expect.poll(caught, { timeout: 60_000 }).toBe(200);
  await expectAccessible();

  await rows.first().getByRole("link", { name: "Look 203" }).click();
  await button(page.getByRole("region", { name: "Look 203" }), "Send now").click();
  await expect(toast(page, "The mail is on its way.")).toBeVisible();
  await expect.poll(caught).toBe(201);

  await page.goto("/automation/mails?state=held");
  await expect(rows).toHaveCount(2);
  await button(page, "Send all on").click();
  await expect(toast(page, "They are on their way.")).toBeVisible();
  await expect.poll(caught).toBe(203);
  await expect(page.getByText("No mail is held")).toBeVisible();
  await expect(button(page, "Send all on")).toHaveCount(0);
});
