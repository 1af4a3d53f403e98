import type { Page } from "@playwright/test";
import { startOcs } from "@/scripts/facilities-replay/ocs.mjs";
import { type MailSink, startMailSink } from "@/tests/support/mail-sink";
import { newTarget } from "../fixtures/arrange";
import { type OwnApp, startOwnApp, testOn } from "../fixtures/own-app";
import { expect } from "../fixtures/test";
import { button, field, toast } from "../pages/form";
import { completeOnAdministrationPage, newObservation, newObserver } from "../pages/mailed-observer";

/** An installation of its own, with a mail server and an observatory's portal beside it. */
type Site = OwnApp & { sink: MailSink; portal: Awaited<ReturnType<typeof startOcs>> };

async function startSite(): Promise<Site> {
  const [sink, portal] = [await startMailSink(), await startOcs()];
  const own = await startOwnApp({
    ...portal.env,
    SMTP_URL: sink.url,
    MAIL_FROM: "Night watch <watch@example.org>",
    TOM_ALLOW_PRIVATE_HOSTS: new URL(portal.origin).host,
  });
  return { ...own, sink, portal };
}

async function stopSite({ stop, sink, portal }: Site): Promise<void> {
  await stop();
  await Promise.all([sink.close(), portal.close()]);
}

const test = testOn(startSite, stopSite);

const history = (page: Page) =>
  page.getByRole("table", { name: "History of states" }).locator("tbody").getByRole("row");

test("change an observation's status in the administration pages and see the mail", async ({
  page,
  site: { app, sink, administrator },
  unique,
  expectAccessible,
}) => {
  await newObserver(page, app.origin, { name: "night-observer", email: "night.observer@example.org" });
  const { target, id } = await newObservation(administrator, unique("Mailed"));

  await page.goto("/people");
  await page.getByRole("navigation", { name: "People and groups" }).getByRole("link", { name: "Observations" }).click();
  await expect(page).toHaveURL(/\/people\/observations$/);
  await expectAccessible();
  await completeOnAdministrationPage(page, target.name);

  // The demo's members of the team are written to as well.
  const mailed = () => sink.caught.filter(({ to }) => to.includes("night.observer@example.org"));
  await expect.poll(() => mailed().length).toBe(1);
  const [mail] = mailed();
  expect(mail?.to).toEqual(["night.observer@example.org"]);
  expect(mail?.from).toBe("watch@example.org");
  expect(mail?.header("Subject")).toBe(`${target.name}: COMPLETED at Manual`);
  expect(mail?.body).toContain("It was PENDING before.");
  expect(mail?.body).toContain(`${app.origin}/observations/${id}`);

  // Ticked together, each with a mail of its own.
  const more = [];
  for (let i = 0; i < 2; i++) {
    more.push(await administrator.post("/api/v1/observations", { targetId: target.id, facilityId: "manual" }));
  }
  await page.goto(`/people/observations?targetId=${target.id}&status=PENDING`);
  await page.getByRole("checkbox", { name: "Select all shown" }).check();
  const bar = page.getByRole("toolbar", { name: "With the selected rows" });
  await bar.getByRole("combobox").selectOption("COMPLETED");
  await button(bar, "Change state").click();
  await expect(toast(page, `${more.length} records changed.`)).toBeVisible();
  await expect.poll(() => mailed().length).toBe(1 + more.length);
});

test("an observation that LCO has is added by its number, asked after, and its files are found", async ({
  page,
  site: { portal, administrator },
  unique,
  expectAccessible,
}) => {
  const target = await newTarget(administrator, { name: unique("At LCO") });
  await page.goto(`/observations/new?target=${target.id}&facility=lco`);
  const form = page.getByRole("form", { name: "New observation" });
  await field(form, "Id at LCO").fill("12");
  await button(form, "Look it up and add it").click();
  await expect(form).toContainText("LCO does not know 12");
  await field(form, "Id at LCO").fill("3400001");
  await button(form, "Look it up and add it").click();
  await expect(page.getByRole("heading", { level: 1, name: `${target.name} with LCO` })).toBeVisible();
  await expect(history(page)).toHaveCount(1);
  await expect(page.getByRole("region", { name: "The observation" })).toContainText("1M0-SCICAM-SINISTRO");
  await expect(page.getByRole("note")).toContainText(/LCO was asked/);

  portal.move("3400001", "COMPLETED", {
    state: "COMPLETED",
    start: "2026-11-23T06:00:00Z",
    end: "2026-11-23T06:11:00Z",
  });
  await button(page, "Ask LCO now").click();
  await expect(history(page)).toHaveCount(2);
  await expect(history(page).first()).toContainText("its facility said so");
  await expect(page.getByRole("region", { name: "The observation" })).toContainText("2026-11-23 06:00");

  await button(page, "Look for files").click();
  await expect(page.getByText("No file yet")).toBeVisible();
  await page.goto(`/observations/new?target=${target.id}&facility=lco`);
  await field(form, "Id at LCO").fill(`${portal.origin}/requestgroups/1800002`);
  await button(form, "Look it up and add it").click();
  await expect(form).toContainText("give one of them: 3400002, 3400003");
  await field(form, "Id at LCO").fill("3400002");
  await button(form, "Look it up and add it").click();
  await button(page, "Look for files").click();
  await expect(page.getByRole("table", { name: "Files at LCO" }).locator("tbody").getByRole("row")).toHaveCount(3);
  await expectAccessible();

  // One that is ticked, then whatever is not here yet; one the archive gives to nobody.
  await page.getByRole("checkbox", { name: /e00\.fits\.fz/ }).check();
  await button(page, "Save 1 file to the target").click();
  await expect(toast(page, "1 file saved")).toBeVisible();
  const kept = page.getByRole("table", { name: "Files of this observation" });
  await expect(kept).toContainText("ogg2m001-en06-20261102-0042-e00.fits.fz");
  await button(page, "Save all to the target").click();
  await expect(toast(page, /not fetched/)).toBeVisible();
  await expect(kept.getByRole("link", { name: /e91\.tar\.gz/ })).toBeVisible();
  await expectAccessible();
});
