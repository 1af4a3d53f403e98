import type { Page } from "@playwright/test";
import { newTarget } from "../fixtures/arrange";
import type { Api } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { button, deleteByName, expectFieldError, field, toast } from "../pages/form";

type Observation = { id: string; status: string; version: number };

const record = (api: Api, targetId: string, more: object = {}): Promise<Observation> =>
  api.post("/api/v1/observations", { targetId, facilityId: "manual", ...more });

const table = (page: Page) => page.getByRole("table", { name: "Observations" });
const rowOf = (page: Page, text: string) => table(page).getByRole("row").filter({ hasText: text });
const history = (page: Page) =>
  page.getByRole("table", { name: "History of states" }).locator("tbody").getByRole("row");

test.beforeEach(async ({ signIn }) => signIn());

test("an observation is added on the target's page, goes through its states, and its history says who and when", async ({
  page,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const target = await newTarget(await apiOf(), { name: unique("Observed") });
  await page.goto(`/targets/${target.id}?tab=observations`);
  await page.getByRole("main").getByRole("link", { name: "Add an observation" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Add an observation of ${target.name}` })).toBeVisible();
  const form = page.getByRole("form", { name: "New observation" });
  await field(form, "Telescope").fill("NTT");
  await field(form, "Exposure").fill("-5");
  await field(form, "From").fill("2026-12-01 02:00");
  await field(form, "To").fill("2026-12-01 04:00");
  await expectAccessible();
  await button(form, "Add").click();
  await expectFieldError(field(form, "Exposure"), /at least 0/);
  await field(form, "Exposure").fill("300");
  await button(form, "Add").click();

  await expect(page.getByRole("heading", { level: 1, name: `${target.name} with Manual` })).toBeVisible();
  const facts = page.getByRole("region", { name: "The observation" });
  await expect(facts).toContainText("NTT");
  await expect(facts).toContainText("300s");
  await expect(facts).toContainText("2026-12-01 02:00");
  await expect(history(page)).toHaveCount(1);

  const state = page.getByRole("form", { name: `State of ${target.name}` });
  await state.getByRole("combobox").selectOption("IN_PROGRESS");
  await button(state, "Change state").click();
  await expect(toast(page, "Now in progress.")).toBeVisible();
  await expect(history(page)).toHaveCount(2);
  await expect(history(page).first()).toContainText(/in progress\s*pending/);
  await expect(history(page).first()).toContainText("demo");
  await expectAccessible();

  await page.getByRole("link", { name: "Edit" }).click();
  const edit = page.getByRole("form", { name: "Edit the observation" });
  await expect(field(edit, "Telescope")).toHaveValue("NTT");
  await field(edit, "To").fill("2026-11-01");
  await button(edit, "Save").click();
  await expectFieldError(field(edit, "To"), /ends before it begins/);
  await field(edit, "To").fill("2026-12-01 05:00");
  await field(edit, "Id at the observatory").fill("run 42");
  await button(edit, "Save").click();
  await expect(facts).toContainText("run 42");
  await expect(facts).toContainText("2026-12-01 05:00");

  await button(page, "Cancel observation").click();
  await expect(history(page).first()).toContainText("canceled");
  await expect(button(page, "Cancel observation")).toHaveCount(0);

  await page.goto(`/targets/${target.id}?tab=observations`);
  await expect(rowOf(page, "Manual")).toContainText("canceled");
  await rowOf(page, "Manual").getByRole("link", { name: "Manual" }).click();
  // The page of the target has a Delete of its own.
  await expect(page.getByRole("heading", { level: 1, name: `${target.name} with Manual` })).toBeVisible();
  await deleteByName(page, "the observation of", target.name);
  await expect(page).toHaveURL(/\/observations$/);
  await expect(rowOf(page, target.name)).toHaveCount(0);
});

test("two people who change one state do not overwrite each other unseen", async ({ page, apiOf, unique }) => {
  const api = await apiOf();
  const target = await newTarget(api, { name: unique("Contended") });
  const { id } = await record(api, target.id);
  await page.goto(`/observations/${id}`);
  await api.patch(`/api/v1/observations/${id}`, { status: "SCHEDULED" });
  const state = page.getByRole("form", { name: `State of ${target.name}` });
  await state.getByRole("combobox").selectOption("FAILED");
  await button(state, "Change state").click();
  await expect(toast(page, /changed since you opened it/)).toBeVisible();
  expect((await api.get<Observation>(`/api/v1/observations/${id}`)).status).toBe("SCHEDULED");
});

test("ticked records change their state together; filter, order and sky stand in the address", async ({
  page,
  apiOf,
  unique,
  chooseTheme,
  expectAccessible,
}) => {
  const api = await apiOf();
  const target = await newTarget(api, { name: unique("In bulk") });
  for (const scheduledStart of ["2026-12-03", "2026-12-01", "2026-12-02"]) {
    await record(api, target.id, { scheduledStart, parameters: { telescope: "VLT" } });
  }
  await record(api, target.id, { status: "COMPLETED" });
  await page.goto(`/observations?targetId=${target.id}`);
  await expect(rowOf(page, target.name)).toHaveCount(4);
  await page.getByRole("navigation", { name: "Filters" }).getByRole("link", { name: "under way" }).click();
  await expect(rowOf(page, target.name)).toHaveCount(3);
  await table(page)
    .getByRole("columnheader", { name: /Window from/ })
    .getByRole("link")
    .click();
  await expect(page).toHaveURL(/sort=scheduledStart/);
  await expect(rowOf(page, target.name).first()).toContainText("2026-12-01");

  await page.getByRole("checkbox", { name: "Select all shown" }).check();
  const bar = page.getByRole("toolbar", { name: "With the selected rows" });
  await expect(bar).toContainText("3 selected");
  await bar.getByRole("combobox", { name: "State for the ticked records" }).selectOption("SCHEDULED");
  await button(bar, "Change state").click();
  await expect(toast(page, "3 records changed.")).toBeVisible();
  await expect(rowOf(page, "scheduled")).toHaveCount(3);

  await page.getByRole("link", { name: "Sky map" }).click();
  const sky = page.getByRole("navigation", { name: "The observations of this list on the sky" });
  await expect(sky.getByRole("link", { includeHidden: true })).toHaveCount(3);
  await expectAccessible();
  for (const theme of ["dark", "night"] as const) {
    await chooseTheme(theme);
    await page.reload();
    await expect(sky).toBeVisible();
    await expectAccessible(page, "colours");
  }
});

test("who may not change a target sees its records, and no way to change them", async ({
  page,
  apiOf,
  signIn,
  unique,
}) => {
  const api = await apiOf();
  const open = await newTarget(api, { name: unique("Shown"), visibility: "public" });
  const hidden = await newTarget(api, { name: unique("Hidden") });
  const [shown, secret] = [await record(api, open.id), await record(api, hidden.id)];
  await signIn("visitor");
  await page.goto(`/observations/${shown.id}`);
  await expect(page.getByRole("heading", { level: 1, name: `${open.name} with Manual` })).toBeVisible();
  await expect(button(page, "Change state")).toHaveCount(0);
  await expect(button(page, "Delete")).toHaveCount(0);
  expect((await page.request.get(`/observations/${secret.id}`)).status()).toBe(404);
  expect((await page.request.get(`/observations/${shown.id}/edit`)).status()).toBe(404);
  await page.goto("/observations");
  await expect(rowOf(page, open.name)).toHaveCount(1);
  await expect(rowOf(page, hidden.name)).toHaveCount(0);
});
