import { expect, test } from "../../fixtures/test";
import { QueryForm } from "../../pages/query-form";
import { RunPage } from "../../pages/run-page";
import { TargetPage } from "../../pages/target-page";

/** A query at each broker, filled in at its form, to a target with what the broker knows of it. */

type Walk = {
  /** The broker's name, and in parentheses the survey that is asked. */
  what: string;
  brokerId: string;
  /** What is filled in, by the labels of the form. */
  asked: Readonly<Record<string, string>>;
  object: string;
  /** The target that it becomes, or is known as; without it the name is that of the object. */
  target?: string;
  /** What the target's page says besides the name, and what its facts say. */
  says?: readonly string[];
  facts?: readonly string[];
  /** How many measurements the fixture of this broker holds for it. */
  points: number;
};

const walks: readonly Walk[] = [
  {
    what: "MyBroker",
    brokerId: "mybroker",
    asked: { "Target name": "Vega" },
    object: "Vega",
    facts: ["identifier", "a-11", "designation", "alf Lyr"],
    points: 0,
  },
  {
    what: "ANTARES",
    brokerId: "antares",
    asked: { Tag: "young_rubin_transients" },
    object: "170098765432109873",
    says: ["ANT2026lsstaa"],
    points: 3,
  },
  {
    what: "Fink (LSST)",
    brokerId: "fink",
    asked: { Survey: "lsst", "Object id": "170098765432109873" },
    object: "170098765432109873",
    points: 4,
  },
  {
    what: "Fink (ZTF)",
    brokerId: "fink",
    asked: { Survey: "ztf", "Object id": "ZTF20aaelulu" },
    object: "ZTF20aaelulu",
    target: "SN 2020oi",
    points: 10,
  },
  {
    what: "ALeRCE (LSST)",
    brokerId: "alerce",
    asked: { Survey: "lsst", "Object id": "170098765432109873" },
    object: "170098765432109873",
    points: 6,
  },
  {
    what: "Lasair (ZTF)",
    brokerId: "lasair",
    asked: { Survey: "ztf", "Object id": "ZTF20aaelulu" },
    object: "ZTF20aaelulu",
    target: "SN 2020oi",
    points: 10,
  },
  {
    what: "Gaia Science Alerts",
    brokerId: "gaia",
    asked: { "Exact name": "Gaia16aye" },
    object: "Gaia16aye",
    says: ["AT2016dkt"],
    points: 4,
  },
  {
    what: "JPL Scout",
    brokerId: "scout",
    asked: { "Closest approach, at most": "1" },
    object: "Sar2667",
    says: ["Orbital elements"],
    points: 0,
  },
];

for (const { what, brokerId, asked, object, target: name = object, says = [], facts = [], points } of walks) {
  const curve = points === 0 ? "what the broker knows" : `its ${points} measurements`;
  test(`a query at ${what} leads to a target with ${curve}`, async ({ page, signIn, unique }) => {
    await signIn();
    await page.goto(`/alerts/queries/new?broker=${brokerId}`);
    const form = new QueryForm(page);
    await form.field("Query name").fill(unique(what));
    for (const [label, text] of Object.entries(asked)) await form.answer(label, text);
    await form.saveAndRun();
    const run = new RunPage(page);
    await run.expectEnded("done");
    // The same object may be listed once for each of its alerts.
    await page
      .getByRole("checkbox", { name: `Choose ${object}` })
      .first()
      .check();
    await run.makeTargets();
    await run.report.getByRole("link", { name }).first().click();

    const target = new TargetPage(page);
    await target.expectName(name);
    for (const words of says) await expect(page.getByRole("main")).toContainText(words);
    await target.tab("Facts");
    for (const words of facts) await expect(page.getByRole("main")).toContainText(words);
    if (points === 0) return;
    await target.tab("Photometry");
    const table = page.url();
    const [brokerName = ""] = what.split(" (");
    await expect(async () => {
      await page.goto(table);
      expect(await target.countVia(brokerName)).toBe(points);
    }).toPass();
    await target.expectPlot();
  });
}

test("a retired broker is listed with where its users went, and offers no query", async ({ page, signIn }) => {
  await signIn();
  await page.goto("/alerts");
  const card = page.getByRole("region", { name: "MARS" });
  await expect(card).toContainText("ALeRCE, ANTARES, Fink and Lasair");
  await expect(card.getByRole("link", { name: /New query/ })).toHaveCount(0);
});
