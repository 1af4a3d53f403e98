import { coneAround, groupIdOf, newQuery, runNow } from "../fixtures/arrange";
import { fields } from "../fixtures/broker-sky";
import { expect, test } from "../fixtures/test";
import { button, expectFieldError, expectUnderstood, field } from "../pages/form";

/** Queries that work while people sleep: schedules, rules, and what people are told. */

test("a schedule is set in words, refused where it is wrong, paused, and shown in the list", async ({
  page,
  apiOf,
  signIn,
  unique,
  expectAccessible,
}) => {
  await signIn();
  const { id, name } = await newQuery(await apiOf(), unique("Every morning"), { objectId: "ZTF26knowaaa" });
  await page.goto(`/alerts/queries/${id}`);
  const panel = page.getByRole("region", { name: "Schedule" });
  await expect(panel).toContainText("It runs when somebody asks");
  await panel.getByRole("link", { name: "Set one" }).click();
  const schedule = panel.getByRole("textbox", { name: /^Schedule/ });
  await schedule.fill("0 25 * * *");
  await button(panel, "Save the schedule").click();
  await expectFieldError(schedule, /"25" is no hour: give 0 to 23/);
  await expectAccessible();
  await button(panel, "Every day at 06:00").click();
  await expectUnderstood(schedule, /^every day at 06:00 UTC\. Next: \d{4}-\d\d-\d\d 06:00, .* UTC$/);
  await button(panel, "Save the schedule").click();
  await expect(page).toHaveURL(`/alerts/queries/${id}`);
  await expect(panel).toContainText("every day at 06:00 UTC");
  await expect(panel.getByRole("listitem")).toHaveCount(3);
  await expectAccessible();

  await page.goto("/alerts/queries");
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("every day at 06:00 UTC");
  await expect(row).toContainText("next in");
  await page.goto(`/alerts/queries/${id}?panel=schedule`);
  await panel.getByLabel(/^Paused/).check();
  await button(panel, "Save the schedule").click();
  await expect(panel).toContainText("paused");
  await page.goto("/alerts/queries");
  await expect(row).toContainText("paused");
});

test("a rule is tried before it is saved, and changes nothing by that", async ({
  page,
  apiOf,
  signIn,
  unique,
  expectAccessible,
}) => {
  await signIn("observer");
  const api = await apiOf("observer");
  const query = await newQuery(api, unique("Ruled"), coneAround(fields.rule, 120));
  await page.goto(`/alerts/queries/${query.id}`);
  const panel = page.getByRole("region", { name: "Rule for new alerts" });
  await expect(panel).toContainText("a person decides");
  await panel.getByRole("link", { name: "Set one" }).click();
  await button(panel, "Save the rule").click();
  await expectFieldError(field(panel, "Targets for the group"), /Choose the group/);
  await field(panel, "Targets for the group").selectOption({ label: "Supernova team" });
  await field(panel, "At most").fill("1");
  await button(panel, "Try it").click();
  await expect(panel.getByRole("note").last()).toContainText("Run it once");
  await runNow(api, query.id);
  await button(panel, "Try it").click();
  const trial = page.getByRole("table", { name: "What the rule would do" });
  await expect(trial.getByRole("row", { name: /ZTF26ruleaa/ })).toHaveCount(2);
  await expect(trial.getByRole("row", { name: /make a target/ })).toHaveCount(1);
  await expect(trial.getByRole("row", { name: /beyond the cap/ })).toHaveCount(1);
  await expectAccessible();
  const { items } = await api.get<{ items: unknown[] }>("/api/v1/targets?q=ZTF26ruleaa");
  expect(items).toEqual([]);

  await button(panel, "Save the rule").click();
  await expect(panel).toContainText("at most 1 a run, for the group Supernova team");
  await expect(panel).toContainText("in the name of observer");
  await panel.getByRole("link", { name: "Change or try it" }).click();
  await button(panel, "Remove the rule").click();
  await expect(panel).toContainText("a person decides");
});

test("a query runs by itself, its rule makes targets, and its group is told once", async ({
  page,
  apiOf,
  signIn,
  unique,
  expectAccessible,
}) => {
  // The next full minute has to come.
  test.setTimeout(180_000);
  const api = await apiOf("observer");
  const groupId = await groupIdOf(api, "Supernova team");
  const name = unique("By itself");
  const query = await api.post<{ id: string }>("/api/v1/broker-queries", {
    name,
    brokerId: "alerce",
    parameters: coneAround(fields.schedule, 120),
    groupId,
    schedule: "* * * * *",
    rule: { groupId, cap: 1 },
  });
  type Runs = { items: { id: string; status: string; trigger: string; rule: { state: string } | null }[] };
  const firstRun = async () => {
    const { items } = await api.get<Runs>(`/api/v1/broker-queries/${query.id}/runs`);
    return items.find((run) => run.rule?.state === "done");
  };
  await expect.poll(firstRun, { timeout: 150_000, intervals: [1_000] }).toBeTruthy();
  await api.patch(`/api/v1/broker-queries/${query.id}`, { schedulePaused: true });
  expect(await firstRun()).toMatchObject({ status: "done", trigger: "schedule" });

  await signIn("observer");
  await page.goto("/");
  const bell = page.getByRole("link", { name: /unread notification/ });
  await expect(bell).toBeVisible();
  await bell.click();
  const told = page.getByRole("listitem").filter({ hasText: name });
  await expect(told).toHaveCount(1);
  await expect(told).toContainText("2 new alerts");
  await expect(told).toContainText("its rule made 1 target");
  await expect(told).toContainText("unread");
  await expectAccessible();
  await told.getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("Scheduled run");
  const made = page.getByRole("table", { name: "What the rule did" });
  await expect(made.getByRole("row", { name: /target made/ })).toHaveCount(1);
  await expect(made.getByRole("row", { name: /beyond the cap/ })).toHaveCount(1);
  await expectAccessible();
  await made.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ZTF26schea");
  await page.goto("/notifications");
  await expect(told).not.toContainText("unread");
});

test("a schedule that fails says so on the query, in the list and at home", async ({
  page,
  apiOf,
  signIn,
  unique,
  misbehave,
}) => {
  test.setTimeout(180_000);
  const api = await apiOf("visitor");
  await misbehave({ kind: "status", status: 500 });
  const name = unique("Failing");
  const parameters = { objectId: "ZTF26knowaaa" };
  const body = { name, brokerId: "alerce", parameters, schedule: "* * * * *" };
  const { id } = await api.post<{ id: string }>("/api/v1/broker-queries", body);
  type Query = { failureCount: number };
  const failures = async () => (await api.get<Query>(`/api/v1/broker-queries/${id}`)).failureCount;
  await expect.poll(failures, { timeout: 150_000, intervals: [1_000] }).toBeGreaterThan(0);
  await signIn("visitor");
  await page.goto("/");
  const trouble = page.getByRole("region", { name: "What failed of yours" });
  await expect(trouble.getByRole("link", { name })).toBeVisible();
  await page.goto("/alerts/queries");
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("failed");
  await page.goto(`/alerts/queries/${id}`);
  await expect(page.getByRole("alert").first()).toContainText("scheduled run");
  await api.patch(`/api/v1/broker-queries/${id}`, { schedule: null });
  await page.goto("/");
  await expect(trouble.getByRole("link", { name })).toHaveCount(0);
});

test("who only sees a query changes neither its schedule nor its rule", async ({ page, apiOf, signIn, unique }) => {
  const api = await apiOf("demo");
  const groupId = await groupIdOf(api, "Supernova team");
  const query = await api.post<{ id: string }>("/api/v1/broker-queries", {
    name: unique("Hers"),
    brokerId: "alerce",
    parameters: { objectId: "ZTF26knowaaa" },
    groupId,
    schedule: "0 6 * * *",
  });
  await signIn("observer");
  await page.goto(`/alerts/queries/${query.id}?panel=schedule`);
  await expect(page.getByRole("region", { name: "Schedule" })).toContainText("every day at 06:00 UTC");
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: /^(edit|change|set one)/i })).toHaveCount(0);
  await expect(main.getByRole("button", { name: /^(delete|save)/i })).toHaveCount(0);
  await expect(button(page, "Run now")).toBeVisible();
});
