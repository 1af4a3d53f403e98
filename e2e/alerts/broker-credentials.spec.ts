import { startReplay } from "@/scripts/brokers-replay.mjs";
import { type OwnApp, startOwnApp, testOn } from "../fixtures/own-app";
import type { Api } from "../fixtures/people";
import { expect } from "../fixtures/test";
import { button } from "../pages/form";
import { RunPage } from "../pages/run-page";

/** What a person reads where the operator has given a broker no token, or a wrong one. */

type Site = OwnApp & { replay: Awaited<ReturnType<typeof startReplay>> };
type Tokens = Readonly<Record<string, string>>;

/** An installation whose brokers stand where the stand-in does, and which has these tokens for them and no others. */
async function startWith(tokensOf: (names: readonly string[]) => Tokens): Promise<Site> {
  const replay = await startReplay({ corpusDir: null });
  const isToken = (name: string): boolean => /_(TOKEN|API_KEY|BOT_ID|BOT_NAME)$/.test(name);
  const [names, others] = [Object.keys(replay.env).filter(isToken), Object.entries(replay.env)];
  const env = { ...Object.fromEntries(others.filter(([name]) => !isToken(name))), ...tokensOf(names) };
  return { ...(await startOwnApp(env)), replay };
}

async function stopSite({ stop, replay }: Site): Promise<void> {
  await stop();
  await replay.close();
}

const bare = testOn(() => startWith(() => ({})), stopSite);
const wrong = testOn(
  () => startWith((names) => Object.fromEntries(names.map((name) => [name, name === "TNS_BOT_ID" ? "7" : "nobodys"]))),
  stopSite,
);

type Guarded = {
  broker: string;
  brokerId: string;
  parameters: Record<string, unknown>;
  /** What its card and its runs say, and where they send one. */
  needs: readonly string[];
};

const guarded: readonly Guarded[] = [
  {
    broker: "Lasair",
    brokerId: "lasair",
    parameters: { survey: "ztf", objectId: "ZTF20aaelulu" },
    needs: ["LASAIR_ZTF_TOKEN", "Sign in at lasair-ztf.lsst.ac.uk"],
  },
  {
    broker: "Hermes",
    brokerId: "hermes",
    parameters: { eventId: "S190425z" },
    needs: ["HERMES_TOKEN", "Sign in at hermes.lco.global"],
  },
  {
    broker: "TNS",
    brokerId: "tns",
    parameters: { internalName: "ZTF18abukavn" },
    needs: ["TNS_API_KEY", "TNS_BOT_ID", "TNS_BOT_NAME"],
  },
];

const newQuery = (api: Api, name: string, { brokerId, parameters }: Guarded): Promise<{ id: string }> =>
  api.post("/api/v1/broker-queries", { name, brokerId, parameters });

for (const one of guarded) {
  const { broker, brokerId, needs } = one;
  bare(
    `without a token ${broker} says on its card and in a run what is missing and where to get it`,
    async ({ page, site, unique, expectAccessible }) => {
      await page.goto("/alerts");
      const card = page.getByRole("region", { name: broker, exact: true });
      await expect(card).toContainText("Needs a token");
      for (const words of needs) await expect(card.getByRole("note")).toContainText(words);
      await expect(card.getByRole("link", { name: /New query/ })).toHaveCount(0);

      await page.goto(`/alerts/queries/new?broker=${brokerId}`);
      for (const words of needs) await expect(page.getByRole("note").first()).toContainText(words);
      await expectAccessible();

      const { id } = await newQuery(site.administrator, unique(broker), one);
      await page.goto(`/alerts/queries/${id}`);
      await button(page, "Run now").click();
      await new RunPage(page).expectEnded("failed");
      const why = page.getByRole("alert").filter({ hasText: "The run failed" });
      for (const words of needs) await expect(why).toContainText(words);
    },
  );

  wrong(
    `a token that ${broker} does not take is told in the run, and no secret with it`,
    async ({ page, site, unique }) => {
      const { id } = await newQuery(site.administrator, unique(broker), one);
      await page.goto(`/alerts/queries/${id}`);
      await button(page, "Run now").click();
      await new RunPage(page).expectEnded("failed");
      const why = page.getByRole("alert").filter({ hasText: "The run failed" });
      await expect(why).toContainText(new RegExp(`${broker} refused the credentials \\(401\\)`));
      await expect(page.getByRole("main")).not.toContainText("nobodys");
      await page.goto("/alerts");
      await expect(page.getByRole("region", { name: broker, exact: true }).getByRole("note")).toContainText(
        "refused the credentials",
      );
    },
  );
}

bare(
  "without tokens every other broker still answers, and those without say why they were not asked",
  async ({ page }) => {
    await page.goto("/alerts/everywhere?q=ZTF20aaelulu");
    const table = page.getByRole("table", { name: "What each broker says of this object" });
    await expect(table.getByRole("row").filter({ hasText: "ALeRCE" })).toContainText("ZTF20aaelulu");
    for (const { broker, needs } of guarded)
      await expect(table.getByRole("row").filter({ hasText: new RegExp(`^${broker}`) })).toContainText(needs[0] ?? "");
  },
);
