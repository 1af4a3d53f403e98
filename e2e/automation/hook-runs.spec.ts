import type { Page } from "@playwright/test";
import { newTarget, ownPlace } from "../fixtures/arrange";
import { expect, test } from "../fixtures/test";
import { button } from "../pages/form";

const runs = (page: Page) => page.getByRole("table", { name: "Hook runs" });
const runOf = (page: Page, name: string) => runs(page).getByRole("row").filter({ hasText: name });
const facts = (page: Page) => page.getByRole("region", { name: "Run", exact: true });

test.beforeEach(async ({ signIn }) => signIn());

test("a saved target leaves a run whose input, output and duration can be read", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const target = await newTarget(await apiOf(), { name: unique("Run for it") });
  await page.goto("/automation");
  await expect(page.getByRole("region", { name: "Handlers" })).toContainText("crossMatch");
  const run = runOf(page, target.name);
  await expect(run).toContainText("done");
  await run.getByRole("link", { name: "crossMatch" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "crossMatch" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Input" })).toContainText(`"name": "${target.name}"`);
  await expect(page.getByRole("region", { name: "Input" })).toContainText('"created": true');
  await expect(page.getByRole("region", { name: "Output" })).toContainText('"possibleDuplicates": []');
  await expect(facts(page)).toContainText("1 of at most");
  await expect(facts(page)).toContainText(/It took\s*[\d.]+ m?s/);
  await expectAccessible();
});

test("a run is replayed, and tried dry, each as a run of its own", async ({ page, apiOf, unique }) => {
  const target = await newTarget(await apiOf(), { name: unique("Once more") });
  await page.goto("/automation");
  await expect(runOf(page, target.name)).toContainText("done");
  await runOf(page, target.name).getByRole("link", { name: "crossMatch" }).click();
  await expect(page).toHaveURL(/\/automation\/runs\//);
  const original = page.url();
  await button(page, "Replay").click();
  await expect(page).not.toHaveURL(original);
  await expect(facts(page)).toContainText("Replay of");
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("done");

  await page.goto(original);
  await button(page, "Dry run").click();
  await expect(page).not.toHaveURL(original);
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("dry run");
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("done");

  await page.goto(original);
  await expect(facts(page)).toContainText("Dry run 2");
  await expect(facts(page)).toContainText("Replay 1");
});

test("targets at one place are noted as possible duplicates of each other, until somebody says no", async ({
  page,
  apiOf,
  unique,
}) => {
  const api = await apiOf();
  const { raDeg, decDeg } = ownPlace();
  const first = await newTarget(api, { name: unique("Seen by one"), raDeg, decDeg });
  const second = await newTarget(api, { name: unique("Seen by two"), raDeg, decDeg: decDeg + 1 / 3600 });
  await page.goto(`/automation?objectId=${second.id}`);
  await expect(runOf(page, second.name)).toContainText("done");
  await page.goto(`/targets/${second.id}`);
  const note = page.getByRole("note").filter({ hasText: "may be an object that you know already" });
  await expect(note.getByRole("listitem")).toContainText(`${first.name} 1.00″ away`);
  await note.getByRole("button", { name: "Another object" }).click();
  await expect(note).toHaveCount(0);
  await page.goto(`/targets/${first.id}`);
  await expect(page.getByRole("heading", { level: 1, name: first.name })).toBeVisible();
  await expect(note).toHaveCount(0);
});

test("the log can be filtered, and the filter stands in the address", async ({ page, apiOf, unique }) => {
  const target = await newTarget(await apiOf(), { name: unique("Filter for me") });
  await page.goto(`/automation?objectId=${target.id}`);
  await expect(runOf(page, target.name)).toContainText("done");
  await expect(runs(page).locator("tbody").getByRole("row")).toHaveCount(1);
  await page.getByRole("navigation", { name: "State" }).getByRole("link", { name: "failed" }).click();
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByText("No run fits these filters")).toBeVisible();
  await page.goBack();
  await expect(runOf(page, target.name)).toBeVisible();
  await page.reload();
  await expect(runOf(page, target.name)).toBeVisible();
});

test("who may not see a target does not see its runs", async ({
  page,
  apiOf,
  signIn,
  context,
  allowConsole,
  unique,
}) => {
  const target = await newTarget(await apiOf(), { name: unique("Not for visitors") });
  await page.goto(`/automation?objectId=${target.id}`);
  await runOf(page, target.name).getByRole("link", { name: "crossMatch" }).click();
  await expect(page).toHaveURL(/\/automation\/runs\//);
  const address = page.url();
  await context.clearCookies();
  await signIn("visitor");
  allowConsole(/404 \(Not Found\)/);
  expect((await page.goto(address))?.status()).toBe(404);
  await page.goto("/automation");
  await expect(page.getByRole("heading", { level: 1, name: "Automation" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(target.name);
});
