import type { Page, TestInfo } from "@playwright/test";
import { candidates, type Walk, walks } from "./fixtures/broker-sky";
import { demoPassword } from "./fixtures/demo";
import { expect, type Theme, test } from "./fixtures/test";
import { button, field } from "./pages/form";
import { QueryForm } from "./pages/query-form";
import { RunPage } from "./pages/run-page";

const sizes = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const;

const lookOf = (walk: Walk): { size: keyof typeof sizes; theme: Theme } => ({
  size: walk.startsWith("phone") ? "phone" : "desktop",
  theme: walk.endsWith("Light") ? "light" : walk.endsWith("Dark") ? "dark" : "night",
});

type Judge = { page: Page; theme: Theme; info: TestInfo; expectAccessible: () => Promise<void> };

/** One station of the walk: in its theme, inside its width, readable by everybody, and kept as a picture. */
async function judge({ page, theme, info, expectAccessible }: Judge, station: string): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${station} scrolls sideways`).toBeLessThanOrEqual(0);
  // What was ticked may have brought a row half under the sticky header.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessible();
  await page.screenshot({ path: info.outputPath(`${station}.png`), fullPage: true });
}

async function signInByHand(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Name").fill("demo");
  await page.getByLabel("Password").fill(demoPassword);
  await button(page, "Sign in").click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Through the rooms; on a phone some of them stand behind "More". */
async function enter(page: Page, room: string): Promise<void> {
  const rooms = page.getByRole("navigation", { name: "Rooms" });
  const link = rooms.getByRole("link", { name: room });
  if (!(await link.isVisible())) await rooms.getByRole("button", { name: "More" }).click();
  await link.click();
}

for (const walk of walks) {
  const { size, theme } = lookOf(walk);
  test.describe(`on a ${size}, ${theme}`, () => {
    test.use({ viewport: sizes[size] });

    test("from sign-in over a broker's candidates to three private targets with light curves and their hook runs", async ({
      page,
      apiOf,
      chooseTheme,
      expectAccessible,
      unique,
    }, info) => {
      test.setTimeout(120_000);
      await chooseTheme(theme);
      const look = (station: string) => judge({ page, theme, info, expectAccessible }, station);
      const chosen = candidates(walk).map(({ oid }) => oid);

      await signInByHand(page);
      await look("home");
      await enter(page, "Alerts");
      await page.getByRole("link", { name: "New query at ALeRCE" }).click();
      const query = new QueryForm(page);
      await query.useExample("Young supernova candidates of the last three days");
      await query.field("Query name").fill(unique("Young supernovae"));
      await look("query");
      await query.saveAndRun();

      const run = new RunPage(page);
      await run.expectEnded("done");
      for (const oid of chosen) await expect(run.row(oid)).toContainText("new");
      await run.tick(...chosen);
      await expect(run.group("Supernova team")).not.toBeChecked();
      await run.seenBy("Private");
      await expect(run.whoWillSee).toHaveText("Only you and administrators will see them.");
      await run.group("Supernova team").check();
      await look("run");
      await run.makeTargets();
      await expect(run.report).toContainText("3 targets made");
      await look("made");

      const api = await apiOf();
      const outsider = await apiOf("visitor");
      for (const oid of chosen) {
        const link = run.report.getByRole("link", { name: oid });
        const address = (await link.getAttribute("href")) ?? "";
        await expect
          .poll(async () => (await api.get<{ items: unknown[] }>(`/api/v1${address}/photometry`)).items.length)
          .toBe(7);
        expect((await outsider.request.get(address)).status()).toBe(404);
        expect((await outsider.request.get(`/api/v1${address}`)).status()).toBe(404);
        const { items } = await outsider.get<{ items: unknown[] }>(`/api/v1/targets?q=${oid}`);
        expect(items).toEqual([]);
      }

      await run.report.getByRole("link", { name: chosen[0] ?? "" }).click();
      await expect(page.getByRole("heading", { level: 1, name: chosen[0] ?? "" })).toBeVisible();
      const curve = page.getByRole("region", { name: "Light curve" });
      await expect(curve.getByRole("button", { name: "ZTF g, 4 points" })).toBeVisible();
      await expect(page.getByRole("link", { name: /^Photometry\s*7$/ })).toBeVisible();
      await look("target");

      await enter(page, "Automation");
      const runs = page.getByRole("table", { name: "Hook runs" });
      for (const oid of chosen) {
        const row = runs.getByRole("row").filter({ hasText: oid }).first();
        await expect(row).toContainText("crossMatch");
        await expect(row).toContainText("done");
      }
      await look("run-log");
      await enter(page, "Targets");
      await expect(field(page, "Name or alias contains")).toBeVisible();
      for (const oid of chosen) await expect(page.getByRole("link", { name: oid, exact: true })).toBeVisible();
      await look("targets");
    });
  });
}
