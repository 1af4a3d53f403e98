import { newTarget } from "../fixtures/arrange";
import { originVariable } from "../fixtures/demo";
import type { Api } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { button } from "../pages/form";
import { TargetList } from "../pages/target-list";

const mine = 640;

type Job = { status: string; result: { created: number } | null };

/** Targets of one person, by the way that makes many at once. */
async function importTargets(api: Api, tag: string): Promise<void> {
  const rows = Array.from({ length: mine }, (_, index) => `${tag} no ${index},${index / 10},-75,${tag}`);
  const file = {
    name: "many.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(["name,ra,dec,tags", ...rows].join("\n")),
  };
  const headers = { Origin: process.env[originVariable] ?? "" };
  const answer = await api.request.post("/api/v1/targets/import", { multipart: { file }, headers });
  const { jobId } = (await answer.json()) as { jobId: string };
  await expect.poll(async () => (await api.get<Job>(`/api/v1/jobs/${jobId}`)).result?.created).toBe(mine);
}

test("a change of all that match goes on behind the page, tells how far it is, and whom it left and why", async ({
  page,
  apiOf,
  signIn,
  unique,
  expectAccessible,
}) => {
  const tag = unique("many").replace(" ", "-");
  const [observer, administrator] = [await apiOf("observer"), await apiOf()];
  await importTargets(observer, tag);
  const others = [unique("Of others"), unique("Of others")];
  for (const name of others) await newTarget(administrator, { name, tags: [tag], visibility: "public" });
  await signIn("observer");
  const list = new TargetList(page);
  await list.open(`?tag=${tag}&sort=name`);
  await list.rows.first().getByRole("checkbox").check();
  await list.bulk.getByRole("checkbox", { name: "All that match" }).check();
  await list.bulk.getByRole("textbox", { name: "Tag" }).fill("follow-up");
  await button(list.bulk, "Add tag").click();

  await expect(page).toHaveURL(/\/targets\/changes\/[\w-]+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Add the tag follow-up");
  const progress = page.getByRole("progressbar", { name: "Progress of the change" });
  await expect(progress).toHaveAttribute("aria-valuemax", `${mine + others.length}`);
  const main = page.getByRole("main");
  await expect(main).toContainText(`${mine} targets changed, 2 were refused`);
  await expect(progress).toHaveAttribute("aria-valuenow", `${mine + others.length}`);
  const refused = page.getByRole("table", { name: "Targets that were refused" });
  for (const name of others) {
    await expect(refused.getByRole("row").filter({ hasText: name })).toContainText("not yours to change");
  }
  await expectAccessible();

  await list.open("?tag=follow-up&sort=name");
  await expect(list.rows.first()).toContainText(`${tag} no`);
  const left = await administrator.get<{ items: { tags: string[] }[] }>(
    `/api/v1/targets?q=${encodeURIComponent(others[0] ?? "")}`,
  );
  expect(left.items[0]?.tags).toEqual([tag]);
  await page.goto("/automation/jobs");
  await page.getByRole("link", { name: "Change many targets" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Add the tag follow-up");
});
