import { expect, test } from "../../fixtures/test";
import { QueryForm } from "../../pages/query-form";
import { RunPage } from "../../pages/run-page";
import { TargetPage } from "../../pages/target-page";

test("an event at Hermes has no position and says so; a target named for it becomes one", async ({
  page,
  signIn,
  unique,
}) => {
  await signIn();
  await page.goto("/alerts/queries/new?broker=hermes");
  const form = new QueryForm(page);
  await form.field("Query name").fill(unique("One event"));
  await form.field("Event id").fill("S190425z");
  await expect(form.field("Words")).toHaveCount(0);
  await form.saveAndRun();
  const run = new RunPage(page);
  await run.expectEnded("done");
  await expect(page.getByRole("main")).toContainText("Events have no position");
  await expect(page.getByRole("main")).toContainText("once in 70,000 years");
  await expect(run.row("S190425z")).toContainText("BNS");
  await expect(run.row("S190425z")).toContainText("4.5e−13");
  const make = page.getByRole("region", { name: "Make targets" });
  await expect(make).toContainText("Nothing in this run has a position");
  await expect(make.getByRole("button")).toHaveCount(0);

  await page.goto("/alerts/queries/new?broker=hermes");
  await form.field("Query name").fill(unique("Its candidates"));
  await form.field("Kind of search").selectOption("targets");
  await form.field("Event id").fill("S190425z");
  await form.saveAndRun();
  await run.expectEnded("done");
  await run.tick("ZTF19aarykkb");
  await run.makeTargets();
  await run.report.getByRole("link", { name: "ZTF19aarykkb" }).click();
  const target = new TargetPage(page);
  await target.expectName("ZTF19aarykkb");
  await expect(page.getByRole("main")).toContainText("AT 2019eao");
});
