import { coneAround, groupIdOf, newQuery, newTarget, runNow } from "../fixtures/arrange";
import { fields } from "../fixtures/broker-sky";
import { expect, test } from "../fixtures/test";
import { button } from "../pages/form";
import { RunPage } from "../pages/run-page";

test.beforeEach(async ({ signIn }) => signIn());

test("a second run says what is gone and what stayed", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const [near, far] = fields.diff;
  const query = await newQuery(api, unique("Shrinking"), coneAround(fields.diff, 120));
  expect((await runNow(api, query.id)).counts).toMatchObject({ total: 2, new: 2 });
  await api.patch(`/api/v1/broker-queries/${query.id}`, { parameters: coneAround(fields.diff, 5) });
  await page.goto(`/alerts/queries/${query.id}`);
  await button(page, "Run now").click();
  const run = new RunPage(page);
  await run.expectEnded("done");
  await expect(run.row(near.oid)).toBeVisible();
  await expect(run.row(far.oid)).toHaveCount(0);
  await expect(run.count("gone")).toContainText("1");
  await expect(page.getByRole("region", { name: "Gone since the previous run" })).toContainText(far.oid);
  const firstAddress = page.url();

  await button(page, "Run again").click();
  await expect(page).not.toHaveURL(firstAddress);
  await run.expectEnded("done");
  await expect(page.getByRole("region", { name: "Gone since the previous run" })).toContainText("Nothing");
  await page.getByRole("link", { name: "Previous run" }).click();
  await expect(page).toHaveURL(firstAddress);
  await expect(page.getByRole("region", { name: "Gone since the previous run" })).toContainText(far.oid);
});

test("an object that is a target already is linked, and said so", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const [object] = fields.known;
  const name = unique("Known object");
  await newTarget(api, { name, aliases: [object.oid], raDeg: 210, decDeg: -55 });
  const query = await newQuery(api, unique("Known"), coneAround(fields.known, 5));
  const { id } = await runNow(api, query.id);
  const run = new RunPage(page);
  await run.open(id);
  await expect(run.row(object.oid)).toContainText("known");
  await expect(run.row(object.oid).getByRole("link", { name })).toBeVisible();
  await run.tick(object.oid);
  await run.makeTargets();
  await expect(run.report).toContainText("targets already, and linked to them");
  await run.report.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("a target within two arcseconds is proposed: linked on one word, another made on the other", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const api = await apiOf();
  const [one, other] = fields.near;
  const beside = (object: { raDeg: number; decDeg: number }) => ({
    raDeg: object.raDeg,
    decDeg: object.decDeg + 1 / 3600,
  });
  const same = await newTarget(api, { name: unique("Beside the first"), ...beside(one) });
  await newTarget(api, { name: unique("Beside the second"), ...beside(other) });
  const query = await newQuery(api, unique("Near"), coneAround(fields.near, 40));
  const { id } = await runNow(api, query.id);
  const run = new RunPage(page);
  await run.open(id);
  await run.tick(one.oid, other.oid);
  await run.makeTargets();
  const proposal = (oid: string) => run.report.getByRole("note").filter({ hasText: `${oid} lies` });
  await expect(proposal(one.oid)).toContainText("1.00 arcsec");
  await expectAccessible();

  await button(proposal(one.oid), "The same: link it").click();
  await expect(run.report).toContainText("linked to them");
  await expect(run.report.getByRole("link", { name: same.name })).toHaveAttribute("href", `/targets/${same.id}`);
  await button(proposal(other.oid), "Another: make a target").click();
  await expect(run.report).toContainText("1 target made");
  await expect(run.row(one.oid).getByRole("link", { name: same.name })).toBeVisible();
  await expect(run.row(other.oid).getByRole("link", { name: other.oid, exact: true }).last()).toHaveAttribute(
    "href",
    /^\/targets\//,
  );
});

test("targets are made for the chosen group, private, and the run opens for its members only", async ({
  page,
  context,
  apiOf,
  signIn,
  allowConsole,
  unique,
}) => {
  const api = await apiOf();
  const groupId = await groupIdOf(api, "Supernova team");
  const query = await newQuery(api, unique("Of the team"), coneAround(fields.group, 60), groupId);
  const { id } = await runNow(api, query.id);
  const run = new RunPage(page);
  await run.open(id);
  await expect(run.group("Supernova team")).toBeChecked();
  await run.seenBy("Private");
  await expect(run.whoWillSee).toContainText("you, the members of Supernova team and administrators will see them");
  await button(page, "Of all 2").click();
  await expect(run.report).toContainText("2 targets made");
  const [made] = fields.group;

  await context.clearCookies();
  await signIn("observer");
  await run.open(id);
  await expect(run.row(made.oid)).toContainText("since this run");
  await run.row(made.oid).getByRole("link", { name: made.oid }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: made.oid })).toBeVisible();
  const targetAddress = page.url();

  await context.clearCookies();
  await signIn("visitor");
  allowConsole(/404 \(Not Found\)/);
  expect((await page.goto(`/alerts/runs/${id}`))?.status()).toBe(404);
  expect((await page.goto(targetAddress))?.status()).toBe(404);
  await expect(page.getByRole("main")).not.toContainText(made.oid);
});

test("what has become a target since a run stays new in it, is marked, and is left out of all", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const [one, ...others] = fields.since;
  const api = await apiOf();
  const query = await newQuery(api, unique("Since"), coneAround(fields.since, 120));
  const { id } = await runNow(api, query.id);
  const run = new RunPage(page);
  await run.open(id);
  await expect(run.withoutTarget).toContainText("3");
  await run.tick(one.oid);
  await run.makeTargets();
  await expect(run.row(one.oid)).toContainText("since this run");
  await expect(run.row(one.oid).getByText("new", { exact: true })).toBeVisible();
  await expect(run.count("new")).toContainText("3");
  await expect(run.count("known")).toContainText("0");
  await expect(run.withoutTarget).toContainText("2");
  await expectAccessible();

  const box = (oid: string) => page.getByRole("checkbox", { name: `Choose ${oid}` });
  await page.getByRole("checkbox", { name: "Select all shown without a target" }).check();
  for (const { oid } of others) await expect(box(oid)).toBeChecked();
  await expect(box(one.oid)).not.toBeChecked();

  await run.withoutTarget.click();
  await expect(page).toHaveURL(/target=none/);
  await expect(run.row(one.oid)).toHaveCount(0);
  await expect(run.row(others[0].oid)).toBeVisible();
  await button(page, "Of all 2 without a target").click();
  await expect(run.report).toContainText("2 targets made");
  await expect(page.getByRole("region", { name: "Alerts", exact: true })).toContainText("No alerts");
  await run.withoutTarget.click();
  for (const { oid } of fields.since) await expect(run.row(oid)).toContainText("since this run");
  await expect(run.count("new")).toContainText("3");
});

test("alerts can be filtered by their state, and the address says so", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const query = await newQuery(api, unique("Filtered"), coneAround(fields.keys, 120));
  const { id } = await runNow(api, query.id);
  const run = new RunPage(page);
  await run.open(id);
  await run.count("known").click();
  await expect(page).toHaveURL(/state=known/);
  const alerts = page.getByRole("region", { name: "Alerts", exact: true });
  await expect(alerts).toContainText("No alert of this run is known");
  await expect(alerts).not.toContainText("The broker has nothing");
  await page.goBack();
  await expect(run.row(fields.keys[0].oid)).toBeVisible();
});

test("alerts are looked at closely one after the other, each with its classes and the light curve of its broker", async ({
  page,
  apiOf,
  unique,
  misbehave,
  allowConsole,
  expectAccessible,
}) => {
  const [first, second] = fields.look;
  const api = await apiOf();
  const query = await newQuery(api, unique("Looked at"), {
    ...coneAround(fields.look, 60),
    classifier: "stamp_classifier",
    className: "AGN",
  });
  const { id } = await runNow(api, query.id);
  const run = new RunPage(page);
  await run.open(id);
  await run.row(first.oid).getByRole("link", { name: first.oid, exact: true }).click();
  const look = (oid: string) => page.getByRole("region", { name: oid, exact: true });
  await expect(look(first.oid).getByRole("table", { name: `Classes of ${first.oid}` })).toContainText("AGN");
  await expect(look(first.oid).getByRole("link", { name: "Open at ALeRCE" })).toHaveAttribute("href", /ZTF26lookaaa/);
  const curve = (oid: string) => page.getByRole("region", { name: `Light curve of ${oid}` });
  await expect(curve(first.oid)).toContainText("6 measurements and 1 limit by ZTF");
  const images = look(first.oid).getByRole("region", { name: `Images of ${first.oid}` });
  for (const kind of ["Science", "Template", "Difference"])
    await expect(images.getByRole("img", { name: `${kind} of ${first.oid}` })).toBeVisible();
  await expect(look(first.oid).getByRole("link", { name: "Previous alert" })).toHaveCount(0);
  await expectAccessible();

  // What the broker cannot do is said in the plot's place, and the rest stays.
  allowConsole(/502 \(Bad Gateway\)/);
  await misbehave({ kind: "status", status: 500, path: `/ztf/v1/objects/${second.oid}/lightcurve` });
  await look(first.oid).getByRole("link", { name: "Next alert" }).click();
  await expect(look(second.oid)).toContainText("ALeRCE answered with an error (500).");
  await misbehave({ kind: null });
  await button(look(second.oid), "Try again").click();
  await expect(curve(second.oid)).toContainText("6 measurements and 1 limit by ZTF");
  await page.reload();
  await expect(curve(second.oid)).toBeVisible();
  await page.keyboard.press("p");
  await expect(curve(first.oid)).toBeVisible();
  await page.keyboard.press("n");
  await look(second.oid).getByRole("link", { name: "Close" }).click();
  await expect(page).toHaveURL(new RegExp(`/alerts/runs/${id}$`));
  await expect(look(second.oid)).toHaveCount(0);
});
