import { addPhotometry, newTarget, points } from "../../fixtures/arrange";
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

test("a discovery is reported: filled in, seen as it will be sent, sent once, and the target gets its name", async ({
  page,
  signIn,
  apiOf,
  unique,
  expectAccessible,
}) => {
  await signIn();
  const api = await apiOf();
  const name = unique("Candidate");
  const { id } = await newTarget(api, { name });
  await addPhotometry(api, id, points(4));
  const target = new TargetPage(page);
  await target.open(id);
  await page.getByRole("link", { name: "Report to TNS" }).click();

  const form = page.getByRole("form", { name: "Report" });
  await expect(form.getByLabel("Internal name")).toHaveValue(name);
  await expect(form.getByLabel("Magnitude")).toHaveValue("17");
  await expectAccessible();
  await button(form, "Review").click();
  await expect(form).toContainText("The reporting group is needed.");
  await form.getByLabel("Reporting group").selectOption({ label: "Supernova team" });
  await form.getByLabel("Source of the discovery data").selectOption({ label: "ZTF" });
  await button(form, "Review").click();

  await expect(page).toHaveURL(/\/reports\//);
  const body = page.getByRole("region", { name: "What will be sent, exactly" });
  await expect(body).toContainText(`"internal_name": "${name}"`);
  await expect(body).toContainText('"limiting_flux": "20.5"');
  await expect(page.getByRole("main")).toContainText("g-ZTF (110)");
  await expectAccessible();
  await button(page, "Send to the TNS at 127.0.0.1").click();

  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("accepted", { timeout: 20_000 });
  await expect(page.getByRole("note")).toContainText(/The TNS made the object AT2026\w+\./);
  const given = await page
    .getByRole("main")
    .getByRole("link", { name: /^AT2026/ })
    .first()
    .textContent();
  await target.open(id, "?tab=alerts");
  await expect(page.getByRole("region", { name: "Reports" })).toContainText("accepted");
  await expect(page.getByRole("main")).toContainText(`also ${given}`);
});

test("a report starts from an observation: what it gave is filled in, and its page shows how the report stands", async ({
  page,
  signIn,
  apiOf,
  unique,
  expectAccessible,
}) => {
  await signIn();
  const api = await apiOf();
  const name = unique("Observed");
  const target = await newTarget(api, { name });
  const observation = await api.post<{ id: string }>("/api/v1/observations", {
    ...{ targetId: target.id, facilityId: "manual", observationId: unique("night"), status: "COMPLETED" },
    scheduledStart: "2026-02-03T04:05:06Z",
    parameters: { telescope: "SOAR", instrument: "Goodman", filter: "g", exposureS: 240 },
  });
  await page.goto(`/observations/${observation.id}`);
  await page.getByRole("link", { name: "Report to TNS" }).click();

  const form = page.getByRole("form", { name: "Report" });
  await expect(page.getByRole("main")).toContainText("It starts from the observation with Manual");
  await expect(form.getByLabel("Internal name")).toHaveValue(name);
  await expect(form.getByLabel("Exposure").first()).toHaveValue("240");
  await expect(form.getByLabel("Discovered")).toHaveValue(/2026-02-03T04:05:06/);
  await form.getByLabel("Magnitude").fill("18.4");
  await form.getByLabel("Reporting group").selectOption({ label: "Supernova team" });
  await form.getByLabel("Source of the discovery data").selectOption({ label: "ZTF" });
  await form.getByRole("combobox", { name: /^Archive/ }).selectOption({ index: 1 });
  await form.getByLabel("What the archive shows").fill("Nothing there");
  await button(form, "Review").click();

  await expect(page).toHaveURL(/\/reports\//);
  await expect(page.getByRole("region", { name: "What will be sent, exactly" })).toContainText('"exptime": "240"');
  await button(page, "Send to the TNS at 127.0.0.1").click();
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("accepted", { timeout: 20_000 });

  await page
    .getByRole("region", { name: "How it stands" })
    .getByRole("link", { name: /^Manual/ })
    .click();
  const reports = page.getByRole("region", { name: "Reports" });
  await expect(reports).toContainText("accepted");
  await expect(reports.getByRole("link", { name: /^AT2026/ })).toBeVisible();
  await expectAccessible();
});
