import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { addPhotometry, newTarget, points } from "../fixtures/arrange";
import { expect, test } from "../fixtures/test";
import { TargetPage } from "../pages/target-page";

test.beforeEach(async ({ signIn }) => signIn());

test.describe("a light curve", () => {
  let id = "";

  test.beforeEach(async ({ apiOf, unique }) => {
    const api = await apiOf();
    ({ id } = await newTarget(api, { name: unique("Plotted") }));
    await addPhotometry(api, id, points(8));
  });

  const opened = async (page: Page, query = ""): Promise<TargetPage> => {
    const target = new TargetPage(page);
    await target.open(id, query);
    await target.expectPlot();
    return target;
  };

  test("hides a band at a click, isolates it at a double-click, and keeps it in the address", async ({ page }) => {
    const target = await opened(page);
    const [g, r] = [target.series("ZTF", "g"), target.series("ZTF", "r")];
    await g.click();
    await expect(g).toHaveAttribute("aria-pressed", "false");
    await expect(page).toHaveURL(/lc\.hide=ZTF/);
    await page.reload();
    await expect(g).toHaveAttribute("aria-pressed", "false");
    await expect(r).toHaveAttribute("aria-pressed", "true");
    await g.click();
    await expect(page).not.toHaveURL(/lc\.hide/);

    await r.dblclick();
    await expect(r).toHaveAttribute("aria-pressed", "true");
    await expect(g).toHaveAttribute("aria-pressed", "false");
    await r.dblclick();
    await expect(g).toHaveAttribute("aria-pressed", "true");
  });

  test("a box zooms in, the address keeps the place, and everything comes back", async ({ page }) => {
    const target = await opened(page);
    await target.drawBox([0.4, 0.2], [0.7, 0.8]);
    await expect(page).toHaveURL(/lc\.range=/);
    await target.curve.getByRole("button", { name: "Show everything" }).click();
    await expect(page).not.toHaveURL(/lc\.range=/);
  });

  for (const { item, extension, begins } of [
    { item: "Data (CSV)", extension: "csv", begins: /mjd/i },
    { item: "Image (PNG)", extension: "png", begins: /^\uFFFDPNG|^.PNG/ },
    { item: "Drawing (SVG)", extension: "svg", begins: /<svg/ },
  ])
    test(`is saved: ${item}`, async ({ page }) => {
      const target = await opened(page);
      await target.curve.getByRole("button", { name: "Download" }).click();
      const coming = page.waitForEvent("download");
      await page.getByRole("button", { name: item }).click();
      const download = await coming;
      expect(download.suggestedFilename()).toMatch(new RegExp(`light-curve.*\\.${extension}$`));
      expect((await readFile(await download.path(), "utf8")).slice(0, 2000)).toMatch(begins);
    });

  test("is walked along with the arrow keys, each point spoken", async ({ page }) => {
    const target = await opened(page);
    await target.plot.focus();
    await page.keyboard.press("ArrowRight");
    await expect(target.curve.getByRole("status").filter({ hasText: /mag|g/ }).first()).toContainText(/\d/);
    await page.keyboard.press("Escape");
  });
});

test("the sky view is a chart that needs nothing, and says so where no image server can be reached", async ({
  page,
  apiOf,
  allowConsole,
}) => {
  const { items } = await (await apiOf()).get<{ items: { id: string }[] }>("/api/v1/targets?q=SN%202020oi");
  // What the browser and Aladin Lite themselves say of a server that is not there.
  allowConsole(/ERR_|Failed to load resource|WebGL|GPU|aladin/i);
  await page.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.abort());
  await new TargetPage(page).open(items[0]?.id ?? "");
  const sky = page.getByRole("region", { name: "Sky around SN 2020oi" });
  await expect(sky.locator("svg").first()).toBeVisible();
  await sky.getByRole("button", { name: "Show the sky image" }).click();
  await expect(sky).toContainText(/the chart stays/);
  await expect(sky.locator("svg").first()).toBeVisible();
  await sky.getByRole("button", { name: "Save image" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Finder chart (SVG)" }).click();
  expect((await coming).suggestedFilename()).toMatch(/finder.*\.svg$/);
});
