import { expect, test } from "../../fixtures/test";
import { QueryForm } from "../../pages/query-form";
import { RunPage } from "../../pages/run-page";
import { TargetPage } from "../../pages/target-page";

test("a cone at Lasair becomes a target with the TNS's name, Sherlock's class and its light curve", async ({
  page,
  signIn,
  unique,
}) => {
  await signIn();
  await page.goto("/alerts/queries/new?broker=lasair");
  const form = new QueryForm(page);
  await form.field("Query name").fill(unique("Around a nucleus"));
  await form.field("Survey").selectOption("lsst");
  await form.field("RA").fill("53.1232");
  await form.field("Dec").fill("-27.8049");
  await form.field("Radius").fill("1");
  await form.saveAndRun();
  const run = new RunPage(page);
  await run.expectEnded("done");
  await expect(run.row("170098765432219944")).toContainText("21.50");
  await run.tick("170098765432219944");
  await run.makeTargets();
  await run.report.getByRole("link", { name: "170098765432219944" }).click();

  const target = new TargetPage(page);
  await target.expectName("170098765432219944");
  await expect(page.getByRole("main")).toContainText("AT 2026zzzy");
  await target.tab("Facts");
  await expect(page.getByRole("main")).toContainText("Sherlock");
  await expect(page.getByRole("main")).toContainText("AGN");
  await target.tab("Photometry");
  await expect(async () => {
    await page.reload();
    await expect(target.points).toHaveCount(3);
  }).toPass();
});

test("conditions of two thousand characters are kept as they were written, and asked", async ({
  page,
  signIn,
  unique,
}) => {
  const name = unique("Long conditions");
  const conditions = `objects.ncand >= 0 OR objects.objectId IN (${Array.from({ length: 140 }, (_, index) => `"ZTF20aaaa${String(index).padStart(3, "0")}"`).join(",")})`;
  await signIn();
  await page.goto("/alerts/queries/new?broker=lasair");
  const form = new QueryForm(page);
  await form.field("Query name").fill(name);
  await form.field("Conditions").fill(conditions);
  await form.saveAndRun();
  await new RunPage(page).expectEnded("done");
  await expect(page.getByRole("main")).toContainText(conditions.slice(-60));
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(form.field("Conditions")).toHaveValue(conditions);
});
