import { rmSync } from "node:fs";
import type { Page } from "@playwright/test";
import { startReplay } from "@/scripts/brokers-replay.mjs";
import { startApp } from "@/tests/support/app";
import { freePort } from "@/tests/support/free-port";
import { newQuery, newTarget } from "../fixtures/arrange";
import { demoPassword } from "../fixtures/demo";
import type { Api } from "../fixtures/people";
import { test as base, expect, type Fault, tellReplay } from "../fixtures/test";
import { button, field } from "../pages/form";
import { RunPage } from "../pages/run-page";

type Faulty = { origin: string; alerce: string; mybroker: string };

// An app of its own: a circuit that these failures open must not stay open for other specs.
const test = base.extend<object, { faulty: Faulty }>({
  faulty: [
    async ({ browserName: _ }, use) => {
      const [alerce, mybroker] = [await startReplay({ corpusDir: null }), await startReplay({ corpusDir: null })];
      const deadHost = `127.0.0.1:${await freePort()}`;
      const hosts = [...[alerce, mybroker].map((replay) => new URL(replay.origin).host), deadHost].join(",");
      const app = await startApp({
        env: {
          ...alerce.env,
          MYBROKER_URL: mybroker.env.MYBROKER_URL,
          // Answers by itself while ALeRCE's stand-in hangs.
          ANTARES_URL: mybroker.env.ANTARES_URL,
          // Nobody listens there.
          GAIA_ALERTS_URL: `http://${deadHost}`,
          TOM_ALLOW_PRIVATE_HOSTS: hosts,
          TOM_DEMO: "1",
          TOM_DEMO_PASSWORD: demoPassword,
        },
      });
      await use({ origin: app.origin, alerce: alerce.origin, mybroker: mybroker.origin });
      await app.stop();
      await Promise.all([alerce.close(), mybroker.close()]);
      rmSync(app.dataDir, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  baseURL: ({ faulty }, use) => use(faulty.origin),
});

test.afterEach(async ({ faulty }) => {
  await tellReplay(faulty.alerce, { kind: null });
  await tellReplay(faulty.mybroker, { kind: null });
});

const failures: readonly { what: string; fault: Fault; sentence: RegExp }[] = [
  {
    what: "500 with HTML",
    fault: { kind: "status", status: 500 },
    sentence: /ALeRCE answered with an error \(500\)\./,
  },
  { what: "404", fault: { kind: "status", status: 404 }, sentence: /ALeRCE has nothing at that address \(404\)\./ },
  {
    what: "truncated JSON",
    fault: { kind: "truncated" },
    sentence: /ALeRCE answered with something that is not JSON\./,
  },
  { what: "HTML with 200", fault: { kind: "html" }, sentence: /ALeRCE answered with something that is not JSON\./ },
  { what: "a broken connection", fault: { kind: "reset", times: 10 }, sentence: /ALeRCE (broke off|could not be)/ },
  { what: "a hang", fault: { kind: "hang" }, sentence: /ALeRCE did not answer within 10 s\./ },
];

test("lists of classes that do not come are told at their fields, and come when asked for again", async ({
  page,
  signIn,
  faulty,
}) => {
  await signIn();
  await tellReplay(faulty.alerce, { kind: "status", status: 500, path: "/ztf/v1/classifiers" });
  await page.goto("/alerts/queries/new?broker=alerce");
  await expect(field(page, "Class")).toHaveAccessibleDescription(
    /The list for ZTF is missing: ALeRCE answered with an error \(500\)\. Type it as the broker writes it/,
  );
  await tellReplay(faulty.alerce, { kind: null });
  await button(page, "Load the list again").first().click();
  await expect(button(page, "Load the list again")).toHaveCount(0);
  await expect(page.locator("datalist option").first()).toBeAttached();
});

for (const [index, { what, fault, sentence }] of failures.entries()) {
  test(`${what} is told in a sentence, and the next run works`, async ({ page, signIn, apiOf, faulty, unique }) => {
    await signIn();
    // Answers are kept for a while: each failure asks for something of its own.
    const cone = (radiusArcsec: number) => ({ raDeg: 185.7289, decDeg: 15.8236, radiusArcsec });
    const query = await newQuery(await apiOf(), unique(what), cone(10 + index));
    await tellReplay(faulty.alerce, { path: "/ztf/v1/objects", ...fault });
    await page.goto(`/alerts/queries/${query.id}`);
    await button(page, "Run now").click();
    const run = new RunPage(page);
    await run.expectEnded("failed");
    await expect(page.getByRole("alert").filter({ hasText: "The run failed" })).toContainText(sentence);
    await expect(page.getByRole("main")).not.toContainText(/<html|Bad Gateway|undefined|Error:/);

    await tellReplay(faulty.alerce, { kind: null });
    await button(page, "Run again").click();
    await expect(page.getByRole("alert").filter({ hasText: "The run failed" })).toHaveCount(0);
    await run.expectEnded("done");
    await expect(run.row("ZTF20aaelulu")).toBeVisible();
  });
}

test("429 with Retry-After is told with the time to wait, and stands on the broker's card", async ({
  page,
  signIn,
  apiOf,
  faulty,
  unique,
}) => {
  await signIn();
  const query = await (await apiOf()).post<{ id: string }>("/api/v1/broker-queries", {
    name: unique("Too many"),
    brokerId: "mybroker",
    parameters: { name: "Vega" },
  });
  await tellReplay(faulty.mybroker, { kind: "status", status: 429, retryAfter: 60 });
  await page.goto(`/alerts/queries/${query.id}`);
  await button(page, "Run now").click();
  await new RunPage(page).expectEnded("failed");
  await expect(page.getByRole("alert").filter({ hasText: "The run failed" })).toContainText(/asks to wait 60 s/);
  await page.goto("/alerts");
  // The card counts down.
  await expect(page.getByRole("region", { name: "MyBroker" })).toContainText(/MyBroker asks to wait \d+ s/);
});

test("numbers that are none leave an alert without a position, which cannot become a target and says why", async ({
  page,
  signIn,
  apiOf,
  faulty,
  unique,
}) => {
  await signIn();
  await tellReplay(faulty.alerce, { kind: "nan", path: "/ztf/v1/objects" });
  const query = await newQuery(await apiOf(), unique("Not numbers"), { objectId: "ZTF20aaelulu" });
  await page.goto(`/alerts/queries/${query.id}`);
  await button(page, "Run now").click();
  const run = new RunPage(page);
  await run.expectEnded("done");
  await expect(run.row("ZTF20aaelulu")).toContainText("no position");
  await expect(page.getByRole("region", { name: "Make targets" })).toContainText(
    "Nothing in this run has a position, so nothing of it can become a target.",
  );
  await expect(page.getByRole("checkbox", { name: "Choose ZTF20aaelulu" })).toHaveCount(0);
});

test("of fifty thousand rows the run takes as many as were asked for", async ({
  page,
  signIn,
  apiOf,
  faulty,
  unique,
}) => {
  await signIn();
  await tellReplay(faulty.alerce, { kind: "rows" });
  const parameters = { classifier: "lc_classifier", className: "SNIa", maxAlerts: 250 };
  const query = await newQuery(await apiOf(), unique("Very many"), parameters);
  await page.goto(`/alerts/queries/${query.id}`);
  await button(page, "Run now").click();
  const run = new RunPage(page);
  await run.expectEnded("done");
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(pages).toContainText("100 of 250");
  const firstName = (await run.alerts.locator("tbody th").first().textContent()) ?? "";
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(run.alerts.locator("tbody th").first()).not.toHaveText(firstName);
});

/** The row, or the first row, of a broker in the table of what each says. */
const rowOf = (page: Page, broker: string) =>
  page
    .getByRole("table", { name: "What each broker says of this object" })
    .getByRole("row")
    .filter({ hasText: new RegExp(`^${broker}`) })
    .first();

/** Where all brokers are asked at once: each opens its page in which nobody was asked before. */
const places: readonly { where: string; open: (page: Page, api: Api, name: string) => Promise<unknown> }[] = [
  { where: "Look everywhere", open: (page) => page.goto("/alerts/everywhere?q=12:22:54.93+%2B15:49:25.1") },
  {
    where: "a target's Alerts",
    async open(page, api, name) {
      const { id } = await newTarget(api, { name, raDeg: 185.7288755, decDeg: 15.8236308 });
      await page.goto(`/targets/${id}?tab=alerts`);
    },
  },
];

for (const { where, open } of places) {
  test(`a slow and a dead broker are shown as such in ${where}, and hold up none of the others`, async ({
    page,
    signIn,
    apiOf,
    faulty,
    unique,
  }) => {
    await signIn();
    await tellReplay(faulty.alerce, { kind: "hang" });
    await open(page, await apiOf(), unique("Asked of many"));
    await expect(rowOf(page, "ANTARES")).toContainText("ZTF20aaelulu");
    await expect(rowOf(page, "ALeRCE")).toContainText("Asking …");
    await expect(rowOf(page, "Gaia Science Alerts")).toContainText(/Gaia Science Alerts (could not be|has not been)/);

    await expect(rowOf(page, "ALeRCE")).toContainText(/ALeRCE did not answer within \d+ s\./, { timeout: 20_000 });
    await expect(rowOf(page, "ANTARES")).toContainText("ZTF20aaelulu");
    await tellReplay(faulty.alerce, { kind: null });
    await button(page, "Ask ALeRCE").click();
    await expect(rowOf(page, "ALeRCE")).toContainText("ZTF20aaelulu");
  });
}
