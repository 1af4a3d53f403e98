import { demoPassword } from "../fixtures/demo";
import { expect, test } from "../fixtures/test";
import { TargetPage } from "../pages/target-page";

// Readable, and its links and plain forms work, before any script runs.
test.use({ javaScriptEnabled: false });

test("an open target is read without signing in, from the list to its tabs", async ({ page }) => {
  await page.goto("/targets");
  const table = page.getByRole("table", { name: "Targets" });
  await expect(table.getByRole("link", { name: "SN 2020oi" })).toBeVisible();
  await expect(table).not.toContainText("Gaia25aeg");
  await page.getByLabel("Name or alias contains").fill("ztf20aael");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/q=ztf20aael/);
  await table.getByRole("link", { name: "SN 2020oi" }).click();
  const target = new TargetPage(page);
  await target.expectName("SN 2020oi");
  await expect(page.getByRole("main")).toContainText("12 22 54.93 +15 49 25.0");
  await expect(target.points.first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Sky around SN 2020oi" }).locator("svg").first()).toBeVisible();
  await target.tab("Facts");
  await expect(page.getByRole("main")).toContainText("M100 (NGC 4321)");
});

test("people sign in and out, and the pages behind are there", async ({ page }) => {
  await page.goto("/alerts/queries");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Name").fill("observer");
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("table", { name: "Saved queries" })).toContainText("Type Ia supernovae (ALeRCE)");
  await page.getByRole("link", { name: "Type Ia supernovae (ALeRCE)" }).click();
  await page.getByRole("table", { name: "Runs of this query" }).getByRole("link").first().click();
  await expect(page.getByRole("table", { name: "Alerts of this run" }).getByRole("row")).toHaveCount(11);
  await page.goto("/sign-out");
  await page
    .getByRole("main")
    .getByRole("button", { name: /sign out/i })
    .click();
  await page.goto("/profile");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a form that needs its script never writes what was typed into the address", async ({ page, signIn }) => {
  await signIn();
  await page.goto("/profile");
  const password = page.getByLabel("Current password");
  await password.fill("nobody shall read this");
  const form = page.locator("form").filter({ has: password });
  await expect(form.getByRole("button").last()).toBeDisabled();
  await password.press("Enter");
  await form.evaluate((element: HTMLFormElement) => element.submit());
  await page.getByRole("link", { name: "Home" }).first().click();
  await expect(page).not.toHaveURL(/profile|nobody/);
  await page.goBack();
  await expect(page).toHaveURL(/\/profile$/);
});
