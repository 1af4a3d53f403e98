import { newQuery } from "../fixtures/arrange";
import { expect, test } from "../fixtures/test";
import { button, deleteByName, expectFieldError, expectUnderstood } from "../pages/form";
import { QueryForm } from "../pages/query-form";

test.beforeEach(async ({ signIn }) => signIn());

test("the broker's card leads to its form, and an example fills it", async ({ page, expectAccessible }) => {
  await page.goto("/alerts");
  const card = page.getByRole("region", { name: "ALeRCE" });
  await expect(card).toContainText("Ready");
  await card.getByRole("link", { name: "New query at ALeRCE" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New query at ALeRCE" })).toBeVisible();
  const query = new QueryForm(page);
  await query.useExample("Young supernova candidates of the last three days");
  await expect(query.field("Class")).toHaveValue("SN");
  await expect(query.field("First detection after")).toHaveValue("P3D");
  await expect(query.asked).toContainText('"firstAfter": "P3D"');
  await expectAccessible();
});

test("a query is saved, edited, duplicated and deleted by its name", async ({ page, unique }) => {
  const name = unique("Around nothing");
  const query = new QueryForm(page);
  await query.open();
  await query.field("Query name").fill(name);
  await query.field("RA").fill("12:00:00");
  await query.field("Dec").fill("+10 30 00");
  await query.field("Radius").fill("10");
  await query.save();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByRole("region", { name: "What it asks" })).toContainText("180");

  await page.getByRole("link", { name: "Edit" }).click();
  await expect(query.field("Query name")).toHaveValue(name);
  await query.field("Query name").fill(`${name}, wider`);
  await query.field("Radius").fill("20");
  await query.save();
  await expect(page.getByRole("heading", { level: 1, name: `${name}, wider` })).toBeVisible();

  await button(page, "Duplicate").click();
  await expect(query.field("Query name")).toHaveValue(`${name}, wider (copy)`);
  await query.save();
  await expect(page.getByRole("heading", { level: 1, name: `${name}, wider (copy)` })).toBeVisible();

  await deleteByName(page, "query", `${name}, wider (copy)`);
  await expect(page).toHaveURL(/\/alerts\/queries$/);
  const table = page.getByRole("table", { name: "Saved queries" });
  await expect(table.getByRole("link", { name: `${name}, wider`, exact: true })).toBeVisible();
  await expect(table.getByRole("link", { name: `${name}, wider (copy)` })).toHaveCount(0);
});

test("a row of the list runs, edits, duplicates and deletes its query", async ({ page, unique, apiOf }) => {
  const { name } = await newQuery(await apiOf(), unique("From the list"), { objectId: "ZTF26knowaaa" });
  await page.goto("/alerts/queries");
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  await expect(row.getByRole("form", { name: `Run ${name}` })).toBeAttached();
  await expect(row.getByRole("form", { name: `Duplicate ${name}` })).toBeAttached();
  await expect(row.getByRole("link", { name: "Edit" })).toBeAttached();
  await row.hover();
  await row.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: `Delete query ${name}?` });
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(row).toHaveCount(0);
  await expect(page).toHaveURL(/\/alerts\/queries$/);
});

test("what somebody else saved meanwhile is not overwritten", async ({ page, unique, apiOf }) => {
  const api = await apiOf();
  const { id, name } = await newQuery(api, unique("Changed by two"), { objectId: "ZTF26knowaaa" });
  await page.goto(`/alerts/queries/${id}/edit`);
  const query = new QueryForm(page);
  await query.field("Query name").fill(`${name}, mine`);
  await api.patch(`/api/v1/broker-queries/${id}`, { name: `${name}, hers` });
  await query.save();
  await expect(query.form.getByRole("alert")).toContainText(/changed|meanwhile|version/i);
  await expect(query.field("Query name")).toHaveValue(`${name}, mine`);
});

test.describe("a mistake is said at its field", () => {
  const mistakes: readonly [label: string, text: string, message: RegExp][] = [
    ["RA", "400", /0.*360/],
    ["Dec", "91", /90/],
    ["RA", "NaN", /./],
    ["Dec", "north", /./],
    ["Least probability", "2", /between 0 and 1/],
    ["Least probability", "many", /number/],
    ["Stop after", "0", /At least 1/],
    ["Stop after", "5001", /At most 5000/],
    ["First detection after", "last week", /./],
  ];
  for (const [label, text, message] of mistakes) {
    test(`${label}: ${text}`, async ({ page }) => {
      const query = new QueryForm(page);
      await query.open();
      await query.field("Query name").fill("Never saved");
      await query.field(label).fill(text);
      await query.save();
      await expectFieldError(query.field(label), message);
      await expect(query.field(label)).toHaveValue(text);
      await expect(page).toHaveURL(/\/alerts\/queries\/new/);
    });
  }

  test("a cone without its radius, and a form without a name", async ({ page, expectAccessible }) => {
    const query = new QueryForm(page);
    await query.open();
    await query.field("RA").fill("180");
    await query.field("Dec").fill("10");
    await query.save();
    await expectFieldError(query.field("Query name"), /./);
    await expect(query.field("Query name")).toBeFocused();
    await expectFieldError(query.field("Radius"), /RA, Dec and radius together/);
    await expectAccessible();
  });
});

test("a declination of -0 30 00 is half a degree south", async ({ page, unique }) => {
  const query = new QueryForm(page);
  await query.open();
  await query.field("Query name").fill(unique("Just south"));
  await query.field("RA").fill("00 00 00");
  await query.field("Dec").fill("-0 30 00");
  await expectUnderstood(query.field("Dec"), /= −00 30 00\.0 = −0\.500000°/);
  await query.field("Radius").fill("10");
  await expect(query.asked).toContainText('"decDeg": -0.5');
  await query.save();
  await expect(page.getByRole("region", { name: "What it asks" })).toContainText("-0.5");
});

test("the last N days are kept as such and resolved at each run", async ({ page, unique }) => {
  const query = new QueryForm(page);
  await query.open();
  await query.field("Query name").fill(unique("Newly seen"));
  await query.field("Object id").fill("ZTF26diffaaa");
  await query.field("Newest detection after").fill("P7D");
  await expectUnderstood(query.field("Newest detection after"), /^= \d{4}-\d\d-\d\d/);
  await query.saveAndRun();
  await expect(page).toHaveURL(/\/alerts\/runs\//);
  const asked = page.getByRole("region", { name: "What was asked" });
  const weekAgo = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
  await expect(asked).toContainText(weekAgo);
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link").last().click();
  await expect(page.getByRole("region", { name: "What it asks" })).toContainText("P7D");
});
