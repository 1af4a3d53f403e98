import type { Page } from "@playwright/test";
import { coneAround, newQuery, runNow } from "../fixtures/arrange";
import { fields } from "../fixtures/broker-sky";
import type { Api } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { button } from "../pages/form";

const newest = (page: Page) => page.getByRole("table", { name: "Your jobs" }).locator("tbody").getByRole("row").first();

async function makeTargets(api: Api, name: string): Promise<{ jobId: string }> {
  const query = await newQuery(api, name, coneAround(fields.jobs, 60));
  const run = await runNow(api, query.id);
  return api.post(`/api/v1/broker-runs/${run.id}/targets`, { alertIds: fields.jobs.map(({ oid }) => oid) });
}

test("a job shows how far it is, on every page, and can be cancelled", async ({
  page,
  signIn,
  apiOf,
  misbehave,
  unique,
  expectAccessible,
}) => {
  await signIn();
  const api = await apiOf();
  const [, slow] = fields.jobs;
  await misbehave({ kind: "hang", path: `/ztf/v1/objects/${slow.oid}/lightcurve` });
  await makeTargets(api, unique("Slow"));
  await page.goto("/automation/jobs");
  await expect(newest(page)).toContainText("Fetch photometry");
  await expect(newest(page)).toContainText("running");
  await expect(newest(page).getByRole("progressbar", { name: "Progress of Fetch photometry" })).toBeVisible();
  await expect(newest(page)).toContainText("Light curve 2 of 2");
  await expectAccessible();

  await page.goto("/targets");
  await page.getByRole("banner").getByRole("link", { name: "1 job in progress" }).click();
  await expect(page).toHaveURL(/\/automation\/jobs$/);
  await newest(page).hover();
  await button(newest(page), "Cancel").click();
  await expect(newest(page)).toContainText("cancelled");
  await expect(button(newest(page), "Cancel")).toHaveCount(0);
});

test("a job that ended says what it did, to its owner and administrators only", async ({
  page,
  signIn,
  apiOf,
  unique,
}) => {
  const { jobId } = await makeTargets(await apiOf("observer"), unique("Quick"));
  await signIn("observer");
  await page.goto("/automation/jobs");
  await expect(newest(page)).toContainText("done");
  await expect(newest(page)).toContainText(/14 points added|14 known|7 points added/);
  const visitor = await apiOf("visitor");
  expect((await visitor.request.get(`/api/v1/jobs/${jobId}`)).status()).toBe(404);
  const administrator = await apiOf("demo");
  expect((await administrator.request.get(`/api/v1/jobs/${jobId}`)).status()).toBe(200);
});
