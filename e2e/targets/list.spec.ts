import { readFile } from "node:fs/promises";
import { newTarget, ownPlace, type Target } from "../fixtures/arrange";
import type { Api } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { button, expectFieldError, toast } from "../pages/form";
import { TargetList } from "../pages/target-list";

test.beforeEach(async ({ signIn }) => signIn());

/** The targets of the demo come first, whatever other specs have made since. */
const oldestFirst = "?sort=createdAt";

async function tagged(api: Api, tag: string, count: number): Promise<Target[]> {
  const made: Target[] = [];
  for (let index = 1; index <= count; index += 1)
    made.push(
      await newTarget(api, { name: `${tag} no ${String(index).padStart(2, "0")}`, tags: [tag], ...ownPlace() }),
    );
  return made;
}

test("a target is found by part of its name or alias, in any case, and the address says so", async ({ page }) => {
  const list = new TargetList(page);
  await list.open();
  await list.search({ "Name or alias contains": "ztf20AAEL" });
  await expect(page).toHaveURL(/[?&]q=ztf20AAEL/);
  await list.expectNames("SN 2020oi");
  await page.reload();
  await list.expectNames("SN 2020oi");
  await expect(list.field("Name or alias contains")).toHaveValue("ztf20AAEL");
});

test("another spelling of a name is offered where nothing matches", async ({ page }) => {
  const list = new TargetList(page);
  await list.open("?q=sn-2020_OI");
  await expect(page.getByRole("main")).toContainText("in another spelling there is");
  await page.getByRole("main").getByRole("link", { name: "SN 2020oi" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "SN 2020oi" })).toBeVisible();
});

test("a cone from pasted coordinates finds what lies inside, nearest first, with its separation", async ({
  page,
  apiOf,
  unique,
}) => {
  const api = await apiOf();
  const place = ownPlace();
  const at = (arcsec: number) => ({ ...place, decDeg: place.decDeg + arcsec / 3600 });
  // The nearest is neither the newest nor the first by name.
  const [middle, near, far] = [unique("A middle"), unique("Near"), unique("B far")];
  for (const [name, arcsec] of [
    [middle, 9],
    [near, 2],
    [far, 20],
    [unique("Outside"), 40],
  ] as const)
    await newTarget(api, { name, ...at(arcsec) });
  const list = new TargetList(page);
  await list.open();
  await list.search({ Around: `${place.raDeg} ${place.decDeg}`, Radius: "30" });
  await list.expectNames(near, middle, far);
  const separation = list.table.getByRole("columnheader", { name: /Separation/ });
  await expect(separation).toHaveAttribute("aria-sort", "ascending");
  await expect(list.row(near)).toContainText("2.00");
  await list.row(middle).getByRole("link", { name: middle, exact: true }).click();
  await page.getByRole("link", { name: `Next in the list: ${far}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(far);
  await page.goBack();
  await page.goBack();
  await list.sortBy("Name");
  await list.expectNames(middle, far, near);
  await list.chips.getByRole("link", { name: /Within/ }).click();
  await expect(page).toHaveURL("/targets?sort=name");
  await expect(separation).toHaveCount(0);
});

test.describe("what is no place is said at the field, and the list says that it waits", () => {
  for (const [text, radius, wrong, message] of [
    ["neither here nor there", "10", "Around", /./],
    ["400 10", "10", "Around", /360/],
    ["10 91", "10", "Around", /90/],
    ["NaN NaN", "10", "Around", /./],
    ["10 10", "wide", "Radius", /./],
  ] as const)
    test(`around ${text}, radius ${radius}`, async ({ page }) => {
      const list = new TargetList(page);
      await list.open();
      await list.search({ Around: text, Radius: radius });
      await expectFieldError(list.field(wrong), message);
      await expect(list.field("Around")).toHaveValue(text);
      await expect(page.getByText("The filter is not right yet")).toBeVisible();
    });
});

test("chips set and take away a filter", async ({ page }) => {
  const list = new TargetList(page);
  await list.open(oldestFirst);
  await list.chips.getByRole("link", { name: "Non-sidereal" }).click();
  await expect(page).toHaveURL(/type=NON_SIDEREAL/);
  await expect(list.row("1P/Halley")).toBeVisible();
  await expect(list.row("SN 2020oi")).toHaveCount(0);
  await list.chips.getByRole("link", { name: /^Type\s*non-sidereal/ }).click();
  await expect(page).toHaveURL(`/targets${oldestFirst}`);
  await expect(list.row("SN 2020oi")).toBeVisible();
});

test("a sorted, filtered list is paged forwards and backwards, and counted on wish", async ({
  page,
  apiOf,
  unique,
}) => {
  const tag = unique("paged").replace(" ", "-");
  await tagged(await apiOf(), tag, 27);
  const list = new TargetList(page);
  await list.open(`?tag=${tag}`);
  await list.sortBy("Name");
  await expect(page).toHaveURL(/sort=name/);
  await expect(list.table.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
  await expect(list.rows).toHaveCount(25);
  await expect(list.rows.first()).toContainText(`${tag} no 01`);
  await page.getByRole("link", { name: "Next" }).click();
  await list.expectNames(`${tag} no 26`, `${tag} no 27`);
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(list.rows.first()).toContainText(`${tag} no 01`);
  await list.sortBy("Name");
  await expect(list.rows.first()).toContainText(`${tag} no 27`);
  await page.goBack();
  await expect(list.rows.first()).toContainText(`${tag} no 01`);
  await page.getByRole("link", { name: "count them" }).click();
  await expect(page.getByRole("navigation", { name: "Pages" })).toContainText("25 of 27");
});

test("columns are chosen, and stand in the address", async ({ page }) => {
  const list = new TargetList(page);
  await list.open("?q=2020oi");
  await page.getByRole("link", { name: "Columns" }).click();
  const columns = page.getByRole("form", { name: "Columns" });
  await columns.getByRole("checkbox", { name: "Redshift" }).check();
  await columns.getByRole("checkbox", { name: "Tags" }).uncheck();
  await button(columns, "Show these").click();
  await expect(list.table.getByRole("columnheader", { name: "Redshift" })).toBeVisible();
  await expect(list.table.getByRole("columnheader", { name: "Tags" })).toHaveCount(0);
  await expect(list.row("SN 2020oi")).toContainText("0.00524");
  await page.reload();
  await expect(list.table.getByRole("columnheader", { name: "Redshift" })).toBeVisible();
});

test("the CSV holds what the filter selects, and nothing that a formula could come from", async ({
  page,
  apiOf,
  unique,
}) => {
  const tag = unique("csv").replace(" ", "-");
  const api = await apiOf();
  await tagged(api, tag, 2);
  await newTarget(api, { name: `=HYPERLINK(${tag})`, tags: [tag] });
  const list = new TargetList(page);
  await list.open(`?tag=${tag}`);
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV", exact: true }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const lines = text.trim().split(/\r?\n/);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain("name");
  expect(text).toContain(`${tag} no 01`);
  expect(text).not.toMatch(/(^|,)"?=/m);
});

test("ticked rows and all that match are exported, tagged and shown to others together", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const tag = unique("bulk").replace(" ", "-");
  const api = await apiOf();
  const made = await tagged(api, tag, 27);
  const list = new TargetList(page);
  await list.open(`?tag=${tag}&sort=name`);
  await expect(list.bulk).toBeHidden();
  await page.getByRole("checkbox", { name: `Select ${tag} no 01` }).check();
  await page.getByRole("checkbox", { name: `Select ${tag} no 02` }).check();
  await expect(list.bulk).toContainText("2 selected");
  const coming = page.waitForEvent("download");
  await button(list.bulk, "Export CSV").click();
  const lines = (await readFile(await (await coming).path(), "utf8")).trim().split(/\r?\n/);
  expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual([`${tag} no 02`, `${tag} no 01`]);
  await list.bulk.getByRole("textbox", { name: "Tag" }).fill("chosen");
  await expectAccessible();
  await button(list.bulk, "Add tag").click();
  await expect(toast(page, "2 targets changed.")).toBeVisible();
  await expect(list.row(`${tag} no 01`)).toContainText("chosen");
  await expect(list.row(`${tag} no 03`)).not.toContainText("chosen");

  await page.getByRole("checkbox", { name: `Select ${tag} no 03` }).check();
  await list.bulk.getByRole("checkbox", { name: /^All/ }).check();
  await button(list.bulk, "Make public").click();
  await expect(toast(page, "27 targets changed.")).toBeVisible();
  const last = await api.get<{ visibility: string }>(`/api/v1/targets/${made[26]?.id}`);
  expect(last.visibility).toBe("public");
});

test("previous and next walk the list that a target was opened from", async ({ page, apiOf, unique }) => {
  const tag = unique("walked").replace(" ", "-");
  await tagged(await apiOf(), tag, 3);
  const list = new TargetList(page);
  await list.open(`?tag=${tag}&sort=name`);
  await list
    .row(`${tag} no 02`)
    .getByRole("link", { name: `${tag} no 02`, exact: true })
    .click();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText(`${tag} no 02`);
  await page.getByRole("link", { name: `Next in the list: ${tag} no 03` }).click();
  await expect(heading).toHaveText(`${tag} no 03`);
  await page.getByRole("link", { name: `Previous in the list: ${tag} no 02` }).click();
  await page.getByRole("link", { name: `Previous in the list: ${tag} no 01` }).click();
  await expect(heading).toHaveText(`${tag} no 01`);
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Targets" }).click();
  await list.expectNames(`${tag} no 01`, `${tag} no 02`, `${tag} no 03`);
});

test("members of no group of a private target do not find it in list, search, cone or CSV", async ({
  page,
  context,
  apiOf,
  signIn,
  unique,
}) => {
  const place = ownPlace();
  const target = await newTarget(await apiOf("observer"), { name: unique("Ours alone"), ...place });
  await context.clearCookies();
  await signIn("visitor");
  const list = new TargetList(page);
  await list.open(`?q=${encodeURIComponent(target.name)}`);
  await expect(page.getByRole("main")).toContainText("No target matches");
  await list.open(`?cone=${place.raDeg},${place.decDeg},60`);
  await expect(page.getByRole("main")).toContainText("No target matches");
  const csv = await context.request.get("/api/v1/targets?format=csv");
  expect(await csv.text()).not.toContain(target.name);
});
