import { expect, test } from "../../fixtures/test";
import { button } from "../../pages/form";
import { QueryForm } from "../../pages/query-form";
import { RunPage } from "../../pages/run-page";
import { TargetPage } from "../../pages/target-page";

test("a search at the TNS becomes a target with its type, redshift, other names and light curve", async ({
  page,
  signIn,
  unique,
}) => {
  await signIn();
  await page.goto("/alerts/queries/new?broker=tns");
  const form = new QueryForm(page);
  await form.field("Query name").fill(unique("Reported"));
  await form.field("Internal name").fill("ZTF18abukavn");
  await form.saveAndRun();
  const run = new RunPage(page);
  await run.expectEnded("done");
  await expect(run.row("SN2018gep")).toContainText("20.50");
  await run.tick("SN2018gep");
  await run.makeTargets();
  await run.report.getByRole("link", { name: "SN2018gep" }).click();

  const target = new TargetPage(page);
  await target.expectName("SN2018gep");
  await expect(page.getByRole("main")).toContainText("ZTF18abukavn");
  await target.tab("Facts");
  await expect(page.getByRole("main")).toContainText("SN Ic-BL");
  await expect(page.getByRole("main")).toContainText("0.03154");
  await target.tab("Photometry");
  await expect(async () => {
    await page.reload();
    await expect(target.points).toHaveCount(2);
  }).toPass();
});

test("a search that says nothing is refused on its field", async ({ page, signIn, unique }) => {
  await signIn();
  await page.goto("/alerts/queries/new?broker=tns");
  const form = new QueryForm(page);
  await form.field("Query name").fill(unique("Everything"));
  await button(form.form, "Save").click();
  await expect(form.form).toContainText("Say what to look for: a name, an internal name, a cone or a date.");
});
