import { coneAround, newQuery, runNow } from "../fixtures/arrange";
import { fields } from "../fixtures/broker-sky";
import { expect, test } from "../fixtures/test";
import { pressUntil } from "../pages/keys";

test.beforeEach(async ({ signIn }) => signIn());

test.describe("the palette", () => {
  test("finds a target by its alias, from any page", async ({ page, expectAccessible }) => {
    await page.goto("/people");
    await pressUntil(page, "Control+k", page.getByRole("dialog", { name: "Palette" }));
    const palette = page.getByRole("dialog", { name: "Palette" });
    const box = palette.getByRole("combobox");
    await expect(box).toBeFocused();
    await box.fill("ztf20aael");
    await expect(palette.getByRole("option", { name: /^SN 2020oi/ })).toBeVisible();
    await expect(palette.getByRole("option", { selected: true })).toContainText("SN 2020oi");
    await expectAccessible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "SN 2020oi" })).toBeVisible();
    await expect(palette).toHaveCount(0);
  });

  test("takes pasted coordinates as a cone search", async ({ page }) => {
    await page.goto("/");
    await pressUntil(page, "Control+k", page.getByRole("dialog", { name: "Palette" }));
    await page.getByRole("dialog", { name: "Palette" }).getByRole("combobox").fill("12:22:54.9 +15:49:25");
    await expect(page.getByRole("option", { selected: true })).toContainText("Cone search around 12 22 54.90");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/targets\?cone=/);
    await expect(page.getByRole("table", { name: "Targets" }).getByRole("link", { name: "SN 2020oi" })).toBeVisible();
  });

  test("leads to pages, and goes with Escape", async ({ page }) => {
    await page.goto("/targets");
    const palette = page.getByRole("dialog", { name: "Palette" });
    // As with keys: again until the page listens.
    await expect(async () => {
      await page.getByRole("button", { name: "Open the palette" }).click({ timeout: 1_000 });
      await expect(palette).toBeVisible({ timeout: 500 });
    }).toPass();
    await palette.getByRole("combobox").fill("saved q");
    await page.keyboard.press("Escape");
    await expect(palette).toHaveCount(0);
    await page.keyboard.press("Control+k");
    await palette.getByRole("combobox").fill("saved q");
    await palette.getByRole("option", { name: "Saved queries" }).click();
    await expect(page).toHaveURL(/\/alerts\/queries$/);
  });

  test("shows nobody a target that she may not see", async ({ page, context, signIn }) => {
    await context.clearCookies();
    await signIn("observer");
    await page.goto("/");
    await pressUntil(page, "Control+k", page.getByRole("dialog", { name: "Palette" }));
    const palette = page.getByRole("dialog", { name: "Palette" });
    await palette.getByRole("combobox").fill("314002971860926640");
    await expect(palette).toContainText("Nothing has this name");
    await expect(palette.getByRole("option")).toHaveCount(0);
  });
});

test("/ goes to the search, ? lists the keys, and neither stands in the way of typing", async ({
  page,
  expectAccessible,
}) => {
  await page.goto("/people");
  const search = page.getByRole("searchbox", { name: "Search targets" });
  await pressUntil(page, "/", page.locator("#global-search:focus"));
  await page.keyboard.type("what?/");
  await expect(search).toHaveValue("what?/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await search.blur();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toContainText("Palette");
  await expectAccessible();
  await keys.getByRole("button", { name: "Close" }).click();
  await expect(keys).toHaveCount(0);
});

test("j, k, x and Enter walk, tick and open the rows of a table", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const query = await newQuery(api, unique("By keys"), coneAround(fields.keys, 120));
  const { id } = await runNow(api, query.id);
  await page.goto(`/alerts/runs/${id}`);
  const rows = page.getByRole("table", { name: "Alerts of this run" }).locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(3);
  const cursor = page.locator("tr[data-cursor]");
  await pressUntil(page, "j", cursor);
  await expect(cursor).toContainText((await rows.nth(0).textContent()) ?? "");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await expect(rows.nth(1).getByRole("checkbox")).toBeChecked();
  await expect(rows.locator("input:checked")).toHaveCount(1);

  await page.goto("/targets?q=2020oi");
  await expect(page.getByRole("table", { name: "Targets" })).toBeVisible();
  await pressUntil(page, "j", cursor);
  await expect(cursor).toContainText("SN 2020oi");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "SN 2020oi" })).toBeVisible();
});
