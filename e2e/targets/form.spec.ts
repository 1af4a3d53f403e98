import { newTarget, ownPlace } from "../fixtures/arrange";
import { expect, test } from "../fixtures/test";
import { button, deleteByName, expectFieldError, expectUnderstood, toast } from "../pages/form";
import { TargetForm } from "../pages/target-form";
import { TargetPage } from "../pages/target-page";

test.beforeEach(async ({ signIn }) => signIn());

test("a sidereal target is made from what is pasted, and the page shows it in both forms", async ({
  page,
  unique,
  expectAccessible,
}) => {
  const form = new TargetForm(page);
  const name = unique("Pasted");
  await form.openNew();
  await form.fill({ "Paste anything": `${name} 13:29:52.7 +47:11:43` });
  await expect(form.field("Name")).toHaveValue(name);
  await expectUnderstood(form.field("Right ascension"), /13 29 52\.70 = 202\.469583°/);
  await expectUnderstood(form.field("Declination"), /\+47 11 43\.0/);
  await form.fill({ Tags: "spiral, e2e", Aliases: `${name} alias` });
  await expect(form.whoWillSee).toContainText("Only you");
  await expectAccessible();
  await form.create();
  await form.expectSaved(name);
  await expect(page.getByRole("main")).toContainText("13 29 52.70 +47 11 43.0");
  await expect(page.getByRole("main")).toContainText("Canes Venatici");
  await expect(page.getByRole("main")).toContainText(`${name} alias`);
});

test("a name alone finds its position at the brokers, or a sentence says that none knows it", async ({ page }) => {
  const form = new TargetForm(page);
  await form.openNew();
  await form.fill({ "Paste anything": "ZTF20aaelulu" });
  await button(page, "Find its position").click();
  await expectUnderstood(form.field("Paste anything"), /The position is filled in: that of ZTF20aaelulu at /);
  await expectUnderstood(form.field("Right ascension"), /12 22 54/);
  await form.fill({ "Paste anything": "Never heard of 77" });
  await button(page, "Find its position").click();
  await expectUnderstood(form.field("Paste anything"), /No broker knows a place for this name/);
});

test("a place that brokers tell late overwrites nothing, and a lost connection is said", async ({
  page,
  allowConsole,
}) => {
  allowConsole(/ERR_FAILED|Failed to fetch/);
  const form = new TargetForm(page);
  await form.openNew();
  let answer = (): void => undefined;
  const typed = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/targets/new", async (route) => {
    if (route.request().postData()?.includes("ZTF20aaelulu") && !route.request().postData()?.includes("names"))
      await typed;
    await route.continue();
  });
  await form.fill({ "Paste anything": "ZTF20aaelulu" });
  await button(page, "Find its position").click();
  await form.fill({ "Right ascension": "10.5", Declination: "-20.25" });
  answer();
  await expectUnderstood(form.field("Paste anything"), /has ZTF20aaelulu; what was typed meanwhile stays/);
  await expect(form.field("Right ascension")).toHaveValue("10.5");
  await page.unroute("**/targets/new");

  await page.route("**/targets/new", (route) => route.abort());
  await button(page, "Find its position").click();
  await expectUnderstood(form.field("Paste anything"), /The server could not be reached/);
  await page.unroute("**/targets/new");
  await button(page, "Find its position").click();
  await expectUnderstood(form.field("Paste anything"), /The position is filled in/);
});

test("a declination of -0 30 00 stays south of the equator, all the way to the page", async ({ page, unique }) => {
  const form = new TargetForm(page);
  const name = unique("Just south");
  await form.openNew();
  await form.fill({ Name: name, "Right ascension": "00 10 00", Declination: "-0 30 00" });
  await form.create();
  await form.expectSaved(name);
  await expect(page.getByRole("main")).toContainText("−00 30 00.0");
  await expect(page.getByRole("main")).toContainText("−0.500000");
});

test("a comet needs the elements of its scheme, 0 is a value, and nothing asks for a position", async ({
  page,
  unique,
}) => {
  const form = new TargetForm(page);
  const name = unique("C/2026 E");
  await form.openNew();
  await form.fill({ Name: name });
  await form.choose("Non-sidereal").check();
  await expect(form.field("Right ascension")).toHaveCount(0);
  await form.field("Scheme").selectOption("MPC_COMET");
  await form.create();
  await expectFieldError(form.field("Eccentricity"), /./);
  await expectFieldError(form.field("Inclination"), /./);
  await form.fill({
    "Epoch of elements": "61000",
    Inclination: "0",
    Eccentricity: "0.9",
    "Argument of perihelion": "0",
    "Longitude of ascending node": "0",
    "Perihelion distance": "1.2",
    "Epoch of perihelion": "61050",
  });
  await form.create();
  await form.expectSaved(name);
  await expect(page.getByRole("region", { name: "Orbital elements" })).toContainText("Inclination");
});

test.describe("a mistake is said at its field, and nothing typed is lost", () => {
  const mistakes: readonly [label: string, text: string, message: RegExp][] = [
    ["Right ascension", "400", /360/],
    ["Right ascension", "NaN", /./],
    ["Right ascension", "25 00 00", /24|hours/],
    ["Declination", "91", /90/],
    ["Name", "   ", /only spaces/],
    ["Name", "x".repeat(3000), /at most 100 characters/],
    ["Name", "innocent\u202Egpj.exe", /writing direction/],
    ["Parallax", "wide", /./],
  ];
  for (const [label, text, message] of mistakes) {
    test(`${label}: ${text.slice(0, 20)}`, async ({ page }) => {
      const form = new TargetForm(page);
      await form.openNew();
      await form.fill({ Name: "Never made", "Right ascension": "10", Declination: "10" });
      await form.fill({ [label]: text });
      await form.create();
      await expectFieldError(form.field(label), message);
      await expect(form.field(label)).toBeFocused();
      await expect(form.field("Declination")).toHaveValue(label === "Declination" ? text : "10");
      await expect(page).toHaveURL(/\/targets\/new/);
    });
  }
});

test("what is known by name, by alias or close by is said while one types, and only a name stands in the way", async ({
  page,
  apiOf,
  unique,
}) => {
  const place = ownPlace();
  const known = await newTarget(await apiOf(), { name: unique("Known"), aliases: [unique("Knownalias")], ...place });
  const form = new TargetForm(page);
  await form.openNew();
  await form.fill({ Name: known.aliases[0]?.toLowerCase().replace(" ", "-") ?? "" });
  await expect(form.warning).toContainText(`is already the target ${known.name}`);
  await form.fill({ "Right ascension": "1", Declination: "-61" });
  await form.create();
  await expectFieldError(form.field("Name"), /./);

  const name = unique("Beside it");
  await form.fill({
    Name: name,
    "Right ascension": String(place.raDeg),
    Declination: String(place.decDeg + 1 / 3600),
  });
  await expect(form.warning).toContainText(`${known.name} is 1.00″ away`);
  await form.create();
  await form.expectSaved(name);
});

test("a name that is a stranger's private alias is free, and nothing tells of the stranger's target", async ({
  page,
  context,
  apiOf,
  signIn,
  unique,
}) => {
  const alias = unique("Private alias");
  const place = ownPlace();
  await newTarget(await apiOf("visitor"), { name: unique("Hidden"), aliases: [alias], ...place });
  await context.clearCookies();
  await signIn("observer");
  const form = new TargetForm(page);
  await form.openNew();
  const checked = page.waitForResponse((response) => response.request().method() === "POST");
  await form.fill({
    Name: alias,
    "Right ascension": String(place.raDeg),
    Declination: String(place.decDeg),
  });
  await checked;
  await expect(form.warning).toHaveCount(0);
  await form.create();
  await form.expectSaved(alias);
  await expect(page.getByRole("main")).not.toContainText("Hidden");
});

test("groups and visibility are said in a sentence before anything is saved", async ({ page, unique }) => {
  const form = new TargetForm(page);
  await form.openNew();
  await form.form.getByRole("checkbox", { name: "Supernova team" }).setChecked(true);
  await expect(form.whoWillSee).toContainText(
    "Only you, the members of Supernova team and administrators will see it.",
  );
  await form.choose("Open").check();
  await expect(form.whoWillSee).toContainText("Anyone, signed in or not, will see it.");
  const name = unique("For everybody");
  await form.fill({ Name: name, "Right ascension": "77", Declination: "-7" });
  await form.create();
  await form.expectSaved(name);
  await expect(page.getByRole("main")).toContainText("Open");
});

test("a stale edit shows both versions, field by field, and saves what is chosen", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const api = await apiOf();
  const target = await newTarget(api, { name: unique("Edited by two"), tags: ["before"] });
  const form = new TargetForm(page);
  await form.openEdit(target.id);
  await api.patch(`/api/v1/targets/${target.id}`, { version: target.version, tags: ["hers"] });
  const mine = `${target.name}, mine`;
  await form.fill({ Name: mine });
  await form.save();
  const both = page.getByRole("region", { name: "Both versions" });
  await expect(both.getByRole("row").filter({ hasText: "Name" })).toContainText("changed by you");
  await expect(both.getByRole("row").filter({ hasText: "Tags" })).toContainText("changed by them");
  await expect(both.getByRole("radio", { name: "hers" })).toBeChecked();
  await expect(form.field("Name")).toHaveValue(mine);
  await expectAccessible();
  await button(both, "Save what is chosen").click();
  await form.expectSaved(mine);
  await expect(page.getByRole("main").getByRole("link", { name: "hers" })).toBeVisible();
});

test("a target is edited, and its history says who changed what", async ({ page, apiOf, unique }) => {
  const target = await newTarget(await apiOf(), { name: unique("Renamed later"), tags: ["old"] });
  const form = new TargetForm(page);
  await form.openEdit(target.id);
  await expect(form.field("Name")).toHaveValue(target.name);
  await form.fill({ Name: `${target.name} now`, Tags: "new" });
  await form.save();
  await form.expectSaved(`${target.name} now`);
  await new TargetPage(page).tab("History");
  const newest = page.getByRole("table", { name: "Who changed what" }).locator("tbody").getByRole("row").first();
  await expect(newest).toContainText("demo");
  await expect(newest).toContainText(target.name);
});

test("a target goes only by its name, says what goes with it, and frees the name", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const target = await newTarget(api, { name: unique("To be deleted") });
  await page.goto(`/targets/${target.id}`);
  await deleteByName(page, "target", target.name);
  await expect(page).toHaveURL(/\/targets$/);
  await expect(toast(page, `${target.name} is deleted.`)).toBeVisible();
  expect((await api.request.get(`/api/v1/targets/${target.id}`)).status()).toBe(404);
  await newTarget(api, { name: target.name });
});

test("a name with markup is shown as text, everywhere", async ({ page, unique }) => {
  const name = `<img src=x onerror=alert(1)> & <b>${unique("bold")}</b>`;
  const form = new TargetForm(page);
  await form.openNew();
  await form.fill({ Name: name, "Right ascension": "88", Declination: "-8" });
  await form.create();
  await form.expectSaved(name);
  await expect(page).toHaveTitle(/<img src=x onerror=alert\(1\)>/);
  await page.goto(`/targets?q=${encodeURIComponent("onerror=alert")}`);
  await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  await expect(page.locator("main img[src='x']")).toHaveCount(0);
});
