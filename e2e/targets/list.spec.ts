import { newTarget, ownPlace, type Target } from "../fixtures/arrange";
import type { Api } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { expectFieldError } from "../pages/form";
import { TargetList } from "../pages/target-list";

test.beforeEach(async ({ signIn }) => signIn());

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
