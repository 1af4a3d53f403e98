import { addPhotometry, newTarget, points } from "../fixtures/arrange";
import { fields } from "../fixtures/broker-sky";
import { expect, test } from "../fixtures/test";
import { button, expectFieldError, field, toast } from "../pages/form";
import { TargetPage } from "../pages/target-page";

test.beforeEach(async ({ signIn }) => signIn());

test("a point is added by form: refused without a magnitude, stored once, known the second time", async ({
  page,
  apiOf,
  unique,
}) => {
  const { id } = await newTarget(await apiOf(), { name: unique("By hand") });
  const target = new TargetPage(page);
  const form = page.getByRole("form", { name: "Add a point" });
  const add = async () => {
    await page.locator("#photometry").getByRole("link", { name: "Add a point" }).click();
    await field(form, "Time of the observation").fill("2026-01-15 03:04:05");
    await field(form, "Band").fill("r");
  };
  await target.open(id);
  await expect(page.getByRole("main")).toContainText("No photometry yet");
  await add();
  await button(form, "Store the point").click();
  await expectFieldError(field(form, "Magnitude"), /./);
  await field(form, "Magnitude").fill("18.25");
  await field(form, "Magnitude error").fill("0.03");
  await button(form, "Store the point").click();
  await expect(toast(page, "The point is stored.")).toBeVisible();
  await expect(target.points).toHaveCount(1);
  await expect(target.points.first()).toContainText("18.25");
  await expect(target.points.first()).toContainText("2026-01-15 03:04:05");

  await add();
  await field(form, "Magnitude").fill("18.25");
  await field(form, "Magnitude error").fill("0.03");
  await button(form, "Store the point").click();
  await expect(toast(page, "This point was here already.")).toBeVisible();
  await expect(target.points).toHaveCount(1);
});

test("a pasted table is shown as it is understood, bad rows are told with the reason, good ones stored", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const { id } = await newTarget(await apiOf(), { name: unique("Pasted table") });
  const target = new TargetPage(page);
  await target.open(id, "?panel=paste");
  const form = page.getByRole("form", { name: "Paste a table" });
  await field(form, "Table").fill(
    "mjd,band,mag,magerr,limit\n60001.5,g,18.1,0.02,\n60002.5,r,,,20.5\nyesterday,g,18,0.1,\n60004.5,g,NaN,0.1,",
  );
  await button(form, "Check").click();
  await expect(form.getByRole("status")).toContainText("2 rows understood, 2 rows rejected.");
  const rejected = form.getByRole("table", { name: "Rows that are rejected" });
  await expect(rejected.getByRole("row").filter({ hasText: "4" }).first()).toBeVisible();
  await expect(rejected.locator("tbody").getByRole("row")).toHaveCount(2);
  await expectAccessible();
  await button(form, "Store 2 rows").click();
  await expect(toast(page, "2 added, 0 revised, 0 known already, 2 rejected")).toBeVisible();
  await expect(target.points).toHaveCount(2);
  await expect(target.points.filter({ hasText: "> 20.5" })).toHaveCount(1);
});

test("a paste of a megabyte is refused in a sentence", async ({ page, apiOf, unique }) => {
  const { id } = await newTarget(await apiOf(), { name: unique("Pasted far too much") });
  await new TargetPage(page).open(id, "?panel=paste");
  const form = page.getByRole("form", { name: "Paste a table" });
  // Put in from the clipboard, past the limit that typing knows.
  await field(form, "Table").evaluate(
    (area, text) => {
      if (!(area instanceof HTMLTextAreaElement)) return;
      area.removeAttribute("maxlength");
      // As React hears of it; typing a megabyte would take the browser a minute.
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(area, text);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
    `mjd,band,mag\n${"60001.5,g,18.1\n".repeat(75_000)}`,
  );
  await button(form, "Check").click();
  await expectFieldError(field(form, "Table"), /The table is too long: at most 1,000,000 characters at once/);
  await expect(page.getByRole("main")).not.toContainText(/undefined|Internal/);
});

test("a point is flagged with a reason, stays, and is unflagged again", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const { id } = await newTarget(api, { name: unique("Flagged") });
  await addPhotometry(api, id, points(4));
  const target = new TargetPage(page);
  await target.open(id);
  const bar = page.getByRole("toolbar", { name: "With the selected rows" });
  await target.points.first().getByRole("checkbox").check();
  await expect(bar).toContainText("1 selected");
  await bar.getByRole("textbox", { name: "Reason" }).fill("cosmic ray");
  await button(bar, "Flag as bad").click();
  await expect(toast(page, "1 point changed.")).toBeVisible();
  await expect(target.points.first()).toContainText("flagged");
  await expect(target.points).toHaveCount(5);
  await target.points.first().hover();
  await target.points.first().getByRole("link", { name: "Origin" }).click();
  await expect(page.getByRole("region", { name: "One point" })).toContainText("Flagged as bad by demo: cosmic ray");

  await target.points.first().getByRole("checkbox").check();
  await button(bar, "Take flag off").click();
  await expect(target.points.first()).not.toContainText("flagged");
});

test("a value that changed is a revision, and the old one stays readable", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const { id } = await newTarget(api, { name: unique("Revised") });
  const [, first] = points(1);
  await addPhotometry(api, id, [{ ...first, sourceId: "point-1" }]);
  await addPhotometry(api, id, [{ ...first, sourceId: "point-1", mag: 17.9 }]);
  const target = new TargetPage(page);
  await target.open(id);
  await expect(target.points).toHaveCount(1);
  await expect(target.points.first()).toContainText("17.90");
  await target.points.first().getByRole("link", { name: "revised 1×" }).click();
  await expect(page.getByRole("table", { name: "What it said before" })).toContainText("17.00");
});

test("comments speak Markdown, mention people, and are changed by their author", async ({
  page,
  context,
  apiOf,
  signIn,
  unique,
  expectAccessible,
}) => {
  const { id } = await newTarget(await apiOf(), { name: unique("Discussed"), visibility: "public" });
  const target = new TargetPage(page);
  await target.open(id);
  await target.tab("Comments");
  const write = page.getByRole("form", { name: "New comment" });
  await field(write, "Comment").fill("**Rising fast**, see @observer. <script>alert(1)</script>");
  await button(write, "Comment").click();
  const comment = page.getByRole("article", { name: "Comment of demo" });
  await expect(comment.locator("strong", { hasText: "Rising fast" })).toBeVisible();
  await expect(comment.locator("strong", { hasText: "@observer" })).toBeVisible();
  await expect(comment.locator("script")).toHaveCount(0);
  await expect(field(write, "Comment")).toHaveValue("");
  await expectAccessible();

  await comment.getByRole("link", { name: "Edit" }).click();
  const edit = page.getByRole("form", { name: "Edit the comment" });
  await field(edit, "Comment").fill("Fading again");
  await button(edit, "Save").click();
  await expect(comment).toContainText("Fading again");
  await expect(comment).toContainText("edited");

  await context.clearCookies();
  await signIn("visitor");
  await target.open(id, "?tab=comments");
  await expect(comment).toContainText("Fading again");
  await expect(comment.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await expect(comment.getByRole("button", { name: "Delete" })).toHaveCount(0);
  await field(write, "Comment").fill("Seen from here too");
  await button(write, "Comment").click();
  const own = page.getByRole("article", { name: "Comment of visitor" });
  await expect(own).toContainText("Seen from here too");
  await button(own, "Delete").click();
  await button(page.getByRole("dialog", { name: "Delete this comment?" }), "Delete").click();
  await expect(own).toHaveCount(0);
});

test("who can see a target is said with the grant that lets each in", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const api = await apiOf("observer");
  const { groups } = await api.get<{ groups: { id: string }[] }>("/api/v1/me");
  const made = await newTarget(api, { name: unique("Shared"), groups: groups.map((group) => group.id) });
  await page.goto(`/targets/${made.id}`);
  await page
    .getByRole("main")
    .getByRole("link", { name: /Private/ })
    .click();
  const who = page.getByRole("region", { name: "Who can see this" });
  await expect(who).toContainText("Only the people below can see this target.");
  await expect(who.getByRole("row").filter({ hasText: "observer" })).toContainText("created it");
  await expect(who.getByRole("row").filter({ hasText: "demo" })).toContainText("administrator");
  await expect(who).not.toContainText("visitor");
  await expectAccessible();
  await page.goBack();
  await expect(who).toHaveCount(0);
});

test("a person is let in by name, given more, and taken out again, each told in words", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const made = await newTarget(await apiOf(), { name: unique("Let in") });
  const visitor = await apiOf("visitor");
  await page.goto(`/targets/${made.id}?panel=who`);
  const who = page.getByRole("region", { name: "Who can see this" });
  const form = page.getByRole("form", { name: "Let a person in" });
  const name = field(form, "Name of the account");
  await name.fill("nobody of this name");
  await button(form, "Let the person in").click();
  await expectFieldError(name, /nobody of this name who could be let in/);
  await name.fill("visitor");
  await button(form, "Let the person in").click();
  await expect(toast(page, "The person is let in.")).toBeVisible();
  await expect(who).toContainText(/Seen now by [^;]*visitor/);
  await expectAccessible();
  expect(await visitor.get(`/api/v1/targets/${made.id}`)).toMatchObject({ id: made.id });

  await button(page.getByRole("form", { name: "Let visitor see and change" }), "See and change").click();
  await expect(who).toContainText(/; [^;]*visitor may change it|visitor[^;]* may change it/);
  await button(page.getByRole("form", { name: "Take the right of visitor away" }), "Take away").click();
  await expect(page.getByRole("form", { name: "Take the right of visitor away" })).toHaveCount(0);
  await expect(who).not.toContainText("visitor");
  await expect(visitor.get(`/api/v1/targets/${made.id}`)).rejects.toThrow(/404/);
});

test("redshift and class are typed, dated, attributed entries, and links elsewhere carry the position", async ({
  page,
  apiOf,
  unique,
}) => {
  const { id } = await newTarget(await apiOf(), { name: unique("Classified"), raDeg: 150.5, decDeg: 2.25 });
  const target = new TargetPage(page);
  await target.open(id);
  await target.tab("Facts");
  await page.getByRole("link", { name: "Add a redshift" }).click();
  const redshift = page.getByRole("form", { name: "Add a redshift" });
  await button(redshift, "Add redshift").click();
  await expectFieldError(field(redshift, "Redshift"), /./);
  await field(redshift, "Redshift").fill("0");
  await button(redshift, "Add redshift").click();
  await expect(page.getByRole("table", { name: "Redshifts" })).toContainText("demo");

  await page.getByRole("link", { name: "Add a classification" }).click();
  const classification = page.getByRole("form", { name: "Add a classification" });
  await field(classification, "Class").fill("SN IIn");
  await field(classification, "Probability").fill("0.75");
  await button(classification, "Add classification").click();
  await expect(page.getByRole("table", { name: "Classifications" })).toContainText("SN IIn");
  const elsewhere = page.getByRole("navigation", { name: "Pages of others" });
  await expect(elsewhere.getByRole("link", { name: /SIMBAD/ })).toHaveAttribute("href", /150\.5.*2\.25/);
});

test("photometry is fetched anew from the broker in the background, with progress", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const [object] = fields.refresh;
  const { id } = await newTarget(api, { name: unique("Refreshed"), aliases: [object.oid] });
  const target = new TargetPage(page);
  await target.open(id);
  await button(page, "Refresh").click();
  await expect(toast(page, "The photometry is up to date.")).toBeVisible();
  await expect(target.points).toHaveCount(7);
  await target.expectPlot();
  await expect(target.series("ZTF", "g")).toBeVisible();
});
