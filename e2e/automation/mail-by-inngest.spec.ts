import { InngestDriver } from "@/tests/support/inngest-driver/driver";
import { inngestEnv, keys } from "@/tests/support/inngest-driver/keys";
import { inngestIsOurs, inngestMissing, startInngest } from "@/tests/support/inngest-server";
import { startMailSink } from "@/tests/support/mail-sink";
import { startOwnApp } from "../fixtures/own-app";
import { expect, test } from "../fixtures/test";
import { completeOnAdministrationPage, newObservation, newObserver } from "../pages/mailed-observer";

const whyNone = async (): Promise<string | null> =>
  (await inngestMissing()) ?? ((await inngestIsOurs()) ? null : "this test starts an Inngest server of its own");

type Server = { url: string; close(): Promise<void> };

async function startDriver(): Promise<Server> {
  const driver = new InngestDriver({ ...keys });
  await driver.start();
  return { url: driver.url, close: () => driver.kill() };
}

const servers: [string, () => Promise<string | null>, () => Promise<Server>][] = [
  ["a server that speaks as Inngest does", async () => null, startDriver],
  ["an Inngest server", whyNone, () => startInngest(keys)],
];

for (const [words, missing, start] of servers) {
  test(`with ${words} as the engine, an observation completed on the administration page is mailed once`, async ({
    page,
    context,
    unique,
  }) => {
    // The first look for a server may have to download it.
    test.setTimeout(600_000);
    const why = await missing();
    test.skip(why !== null, why ?? "");
    const sink = await startMailSink();
    const server = await start();
    const own = await startOwnApp({ ...inngestEnv(server.url), SMTP_URL: sink.url, MAIL_FROM: "watch@example.org" });
    try {
      const { origin } = own.app;
      await context.addCookies(own.cookies);
      const open = (path: string) => page.goto(`${origin}${path}`);
      await open("/automation/schedules");
      const engine = page.getByRole("region", { name: "Engine" });
      await expect(engine).toContainText("registered", { timeout: 60_000 });

      await newObserver(page, origin, { name: "night-observer", email: "night.observer@example.org" });
      const { target, id } = await newObservation(own.administrator, unique("Mailed"));
      await open("/people/observations");
      await completeOnAdministrationPage(page, target.name);

      const mailed = () => sink.caught.filter(({ to }) => to.includes("night.observer@example.org"));
      await expect.poll(() => mailed().length, { timeout: 30_000 }).toBe(1);
      expect(mailed()[0]?.header("Subject")).toBe(`${target.name}: COMPLETED at Manual`);
      expect(mailed()[0]?.body).toContain(`${origin}/observations/${id}`);

      // The run log says so, and whose work it was.
      await open(`/automation?objectId=${id}`);
      await expect(page.getByRole("region", { name: "Handlers" })).toContainText("Carried out by Inngest");
      const runs = page.getByRole("table", { name: "Hook runs" }).locator("tbody").getByRole("row");
      // When it was made, and when it was completed; the newest first.
      await expect(runs).toHaveCount(2);
      await expect(runs.filter({ hasText: "done" })).toHaveCount(2);
      await runs.first().getByRole("link", { name: "emailOnCompleted" }).click();
      await expect(page.getByRole("region", { name: "Input" })).toContainText('"previousStatus": "PENDING"');
      await expect(page.getByRole("region", { name: "Run", exact: true })).toContainText("1 of at most");
      await open("/automation/mails");
      const sent = page.getByRole("row").filter({ hasText: "night.observer@example.org" });
      await expect(sent).toHaveCount(1);
      await expect(sent).toContainText("sent");
      expect(mailed()).toHaveLength(1);
    } finally {
      // A page that is open asks on.
      await page.goto("about:blank");
      await own.stop();
      await Promise.all([server.close(), sink.close()]);
    }
  });
}
