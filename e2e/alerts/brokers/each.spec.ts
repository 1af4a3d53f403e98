import { expect, test } from "../../fixtures/test";
import { button } from "../../pages/form";
import { RunPage } from "../../pages/run-page";
import { TargetPage } from "../../pages/target-page";

/** A query at each broker that needs no account, to a target with what the broker knows of it. */

type Walk = {
  broker: string;
  brokerId: string;
  parameters: Record<string, unknown>;
  object: string;
  /** What the target's page says besides the name. */
  says: readonly (string | RegExp)[];
  hasCurve: boolean;
};

const walks: readonly Walk[] = [
  {
    broker: "ANTARES",
    brokerId: "antares",
    parameters: { tags: "young_rubin_transients" },
    object: "170098765432109873",
    says: ["ANT2026lsstaa"],
    hasCurve: true,
  },
  {
    broker: "Fink",
    brokerId: "fink",
    // ANTARES gave the same object before: it is linked, and its light curve counts once.
    parameters: { survey: "lsst", objectId: "170098765432109873" },
    object: "170098765432109873",
    says: ["ANT2026lsstaa"],
    hasCurve: true,
  },
  {
    broker: "Gaia Science Alerts",
    brokerId: "gaia",
    parameters: { objectId: "Gaia16aye" },
    object: "Gaia16aye",
    says: ["AT2016dkt"],
    hasCurve: true,
  },
  {
    broker: "JPL Scout",
    brokerId: "scout",
    parameters: { closestApproachMaxLd: 1 },
    object: "Sar2667",
    says: ["Orbital elements"],
    hasCurve: false,
  },
];

for (const { broker, brokerId, parameters, object, says, hasCurve } of walks) {
  test(`a query at ${broker} leads to a target with what the broker knows`, async ({ page, apiOf, signIn, unique }) => {
    const api = await apiOf();
    const query = await api.post<{ id: string }>("/api/v1/broker-queries", {
      name: unique(broker),
      brokerId,
      parameters,
    });
    await signIn();
    await page.goto(`/alerts/queries/${query.id}`);
    await button(page, "Run now").click();
    const run = new RunPage(page);
    await run.expectEnded("done");
    await run.tick(object);
    await run.makeTargets();
    await run.report.getByRole("link", { name: object }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: object })).toBeVisible();
    for (const words of says) await expect(page.getByRole("main")).toContainText(words);
    if (!hasCurve) return;
    const target = new TargetPage(page);
    await expect(async () => {
      await page.reload();
      await expect(target.curve).toBeVisible({ timeout: 1_000 });
    }).toPass();
  });
}

test("a retired broker is listed with where its users went, and offers no query", async ({ page, signIn }) => {
  await signIn();
  await page.goto("/alerts");
  const card = page.getByRole("region", { name: "MARS" });
  await expect(card).toContainText("ALeRCE, ANTARES, Fink and Lasair");
  await expect(card.getByRole("link", { name: /New query/ })).toHaveCount(0);
});
