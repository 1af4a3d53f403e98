import { type OwnApp, startOwnApp, testOn } from "../fixtures/own-app";
import type { Api } from "../fixtures/people";
import { expect } from "../fixtures/test";
import { button } from "../pages/form";
import { TargetList } from "../pages/target-list";

/** As many as keep the job busy until somebody has found the button. */
const count = 10_000;
const tag = "survey-field";

type Site = OwnApp;
const test = testOn<Site>(
  () => startOwnApp({}),
  (site) => site.stop(),
);

type Job = { status: string; result: { created: number } | null };

async function importMany(api: Api, origin: string): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => `Field ${index},${index / 100},-75,${tag}`);
  const file = {
    name: "field.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(["name,ra,dec,tags", ...rows].join("\n")),
  };
  const answer = await api.request.post("/api/v1/targets/import", { multipart: { file }, headers: { Origin: origin } });
  const { jobId } = (await answer.json()) as { jobId: string };
  await expect
    .poll(async () => (await api.get<Job>(`/api/v1/jobs/${jobId}`)).result?.created, { timeout: 110_000 })
    .toBe(count);
}

const tagged = async (api: Api, name: string): Promise<number> =>
  (await api.get<{ total: number }>(`/api/v1/targets?tag=${name}&count=true&limit=1`)).total;

test("a change of many targets stops where it is when it is cancelled, and says what was left", async ({
  page,
  site: { administrator, app },
}) => {
  test.setTimeout(300_000);
  await importMany(administrator, app.origin);
  const list = new TargetList(page);
  await list.open(`?tag=${tag}&sort=name`);
  await list.rows.first().getByRole("checkbox").check();
  await list.bulk.getByRole("checkbox", { name: "All that match" }).check();
  await list.bulk.getByRole("textbox", { name: "Tag" }).fill("too-many");
  await button(list.bulk, "Add tag").click();

  await expect(page).toHaveURL(/\/targets\/changes\/[\w-]+$/);
  await button(page.getByRole("form", { name: "Cancel this change" }), "Cancel").click();
  const main = page.getByRole("main");
  await expect(main).toContainText("It ended before its time");
  await expect(main).toContainText("cancelled");
  await expect(page.getByRole("form", { name: "Cancel this change" })).toHaveCount(0);
  const changed = await tagged(administrator, "too-many");
  expect(changed).toBeLessThan(count);
  // What the page says of it is what became of the targets, and nothing goes on behind it.
  await page.reload();
  await expect(main).toContainText(
    `${(count - changed).toLocaleString("en")} of the targets that were chosen are as they were`,
  );
  expect(await tagged(administrator, "too-many")).toBe(changed);
});
