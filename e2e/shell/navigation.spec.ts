import { expect, test } from "../fixtures/test";
import { TargetPage } from "../pages/target-page";

test.beforeEach(async ({ signIn }) => signIn());

test("links do not reload the page, and back, forward and reload keep their promise", async ({ page }) => {
  await page.goto("/targets?q=2020oi");
  await page.evaluate(() => document.documentElement.setAttribute("data-e2e-kept", ""));
  await page.getByRole("table", { name: "Targets" }).getByRole("link", { name: "SN 2020oi" }).click();
  const target = new TargetPage(page);
  await target.expectName("SN 2020oi");
  await expect(page.locator("html[data-e2e-kept]")).toHaveCount(1);
  await target.tab("Comments");
  await target.tab("History");
  await page.goBack();
  const tabs = page.getByRole("navigation", { name: "About this target" });
  await expect(tabs.getByRole("link", { name: "Comments" })).toHaveAttribute("aria-current", "page");
  await page.goBack();
  await expect(tabs.getByRole("link", { name: "Photometry" })).toHaveAttribute("aria-current", "page");
  await page.goBack();
  await expect(page.getByRole("table", { name: "Targets" }).getByRole("link", { name: "SN 2020oi" })).toBeVisible();
  await page.goForward();
  await page.goForward();
  await expect(tabs.getByRole("link", { name: "Comments" })).toHaveAttribute("aria-current", "page");
  await page.reload();
  await expect(tabs.getByRole("link", { name: "Comments" })).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveTitle(/SN 2020oi/);
});

test("a link to a view shows another person the same view", async ({ page, browser, baseURL }) => {
  await page.goto("/targets?q=2020oi&columns=redshift");
  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const theirs = await other.newPage();
  await theirs.goto(page.url());
  await expect(theirs.getByRole("columnheader", { name: "Redshift" })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "SN 2020oi", exact: true })).toBeVisible();
  await other.close();
});

test("the rail folds, and stays folded", async ({ page }) => {
  await page.goto("/targets");
  await page.getByRole("button", { name: "Fold or unfold the rail" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-rail", "collapsed");
  await page.goto("/people");
  await expect(page.locator("html")).toHaveAttribute("data-rail", "collapsed");
  const rooms = page.getByRole("navigation", { name: "Rooms" });
  await expect(rooms.getByRole("link", { name: "People" })).toHaveAttribute("aria-current", "page");
});

test("what does not exist says so inside the shell, with one main landmark", async ({
  page,
  allowConsole,
  expectAccessible,
}) => {
  allowConsole(/404 \(Not Found\)/);
  for (const address of ["/targets/0198c0de-0000-7000-8000-000000000000", "/alerts/runs/nothing", "/nowhere/at/all"]) {
    expect((await page.goto(address))?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      /^Not found$|There is nothing here, or not for you/,
    );
    await expectAccessible();
  }
});

test("a new installation's home offers steps, a used one what changed", async ({ page, apiOf, unique }) => {
  await page.goto("/");
  await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toBeVisible();
  const api = await apiOf("visitor");
  const { items } = await api.get<{ items: { id: string }[] }>("/api/v1/targets?q=Gaia25aeh");
  const text = unique("What do you make of this, @demo?");
  await api.post(`/api/v1/targets/${items[0]?.id}/comments`, { body: text });
  await page.reload();
  await expect(page.getByRole("main")).toContainText(text.replace("@demo", "").slice(0, 20));
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the rooms stand at the bottom, the rest behind More", async ({ page, expectAccessible }) => {
    await page.goto("/targets");
    const rooms = page.getByRole("navigation", { name: "Rooms" });
    await rooms.getByRole("link", { name: "Alerts" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Alerts" })).toBeVisible();
    await rooms.getByRole("button", { name: "More" }).click();
    await expectAccessible();
    await rooms.getByRole("link", { name: "People" }).last().click();
    await expect(page.getByRole("heading", { level: 1, name: "People" })).toBeVisible();
  });
});
