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

  test("switches axes, says them in its label, and the address survives a reload", async ({
    page,
    expectAccessible,
  }) => {
    const target = await opened(page);
    await expect(target.plot).toHaveAccessibleName(/magnitude.*MJD/i);
    await target.curve.getByRole("radio", { name: "Flux" }).check();
    await target.curve.getByRole("radio", { name: "Days" }).check();
    await target.curve.getByRole("checkbox", { name: "Nightly" }).check();
    await expect(page).toHaveURL(/lc\.y=flux/);
    await expect(page).toHaveURL(/lc\.x=days/);
    await expect(page).toHaveURL(/lc\.bin=night/);
    await expect(target.plot).toHaveAccessibleName(/flux \(µJy\).*nightly mean in flux.*days since first detection/i);
    await page.reload();
    await target.expectPlot();
    await expect(target.plot).toHaveAccessibleName(/flux \(µJy\).*nightly mean in flux.*days since first detection/i);
    await expect(target.curve.getByRole("checkbox", { name: "Nightly" })).toBeChecked();
    await expectAccessible();
    await target.curve.getByRole("radio", { name: "Magnitude" }).check();
    await target.curve.getByRole("radio", { name: "MJD" }).check();
    await expect(page).not.toHaveURL(/lc\.[xy]=/);
  });

  test("folds by the period that the target has, or by a first one to try", async ({ page, apiOf, unique }) => {
    const plain = await opened(page);
    await plain.curve.getByRole("checkbox", { name: "Fold" }).check();
    await expect(plain.curve.getByRole("textbox", { name: "Period in days" })).toHaveValue("10");

    const api = await apiOf();
    const spinning = await newTarget(api, {
      ...{ name: unique("Spinning"), type: "NON_SIDEREAL", raDeg: null, decDeg: null, scheme: "MPC_MINOR_PLANET" },
      ...{ epochOfElementsMjd: 60_000, meanAnomalyDeg: 10, argOfPerihelionDeg: 20, longAscNodeDeg: 30 },
      ...{ inclinationDeg: 5, eccentricity: 0.1, semimajorAxisAu: 2.5, ephemerisPeriodDays: 0.25 },
    });
    await addPhotometry(api, spinning.id, points(8));
    const target = new TargetPage(page);
    await target.open(spinning.id);
    await target.expectPlot();
    await target.curve.getByRole("checkbox", { name: "Fold" }).check();
    await expect(target.curve.getByRole("textbox", { name: "Period in days" })).toHaveValue("0.25");
    await expect(page).toHaveURL(/lc\.fold=0\.25/);
  });

  test("a threshold of signal to noise makes limits of what is faint, and says so", async ({ page }) => {
    const target = await opened(page);
    await target.curve.getByRole("checkbox", { name: "S/N ≥" }).check();
    await expect(page).toHaveURL(/lc\.snr=3/);
    await expect(target.plot).toHaveAccessibleName(/S\/N\s≥\s3/);
    await expect(target.curve).not.toContainText("below the signal-to-noise");
    // The points have 0.05 mag of error, which is a signal-to-noise of 22.
    await target.curve.getByRole("textbox", { name: "Least signal-to-noise ratio" }).fill("25");
    await expect(page).toHaveURL(/lc\.snr=25/);
    await expect(target.curve).toContainText("Drawn as limits: 8 points below the signal-to-noise asked for.");
    await target.curve.getByRole("checkbox", { name: "Limits" }).uncheck();
    await expect(target.curve).toContainText("Not drawn: 8 points below the signal-to-noise asked for.");
  });

  test("a box drawn over points selects their rows in the table", async ({ page }) => {
    const target = await opened(page);
    await target.curve.getByRole("button", { name: "Drag to select rows" }).click();
    // From the margin above the axes, so that points at the very edge are enclosed.
    await target.drawBox([0.15, 0.04], [0.98, 0.85]);
    await expect(target.curve).toContainText(/\d+ rows selected/);
    const bar = page.getByRole("toolbar", { name: "With the selected rows" });
    await expect(bar).toContainText(/\d+ selected/);
    const ticked = target.points.locator("input[type=checkbox]:checked");
    const count = await ticked.count();
    expect(count).toBeGreaterThan(3);
    await expect(target.curve).toContainText(`${count} rows selected`);
    await target.curve.getByRole("button", { name: "Clear" }).click();
    await expect(ticked).toHaveCount(0);
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
