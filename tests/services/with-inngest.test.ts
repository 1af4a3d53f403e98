import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnApp } from "@/tests/support/app";
import { until } from "@/tests/support/engine-bed";
import { InngestDriver } from "@/tests/support/inngest-driver/driver";
import { inngestEnv, keys } from "@/tests/support/inngest-driver/keys";
import { startMailSink } from "@/tests/support/mail-sink";
import { bearer, type Site, startSite } from "@/tests/support/site";

/** The built app with Inngest as its engine; the driver stands for the server. */
let driver: InngestDriver;
let site: Site;
let sink: Awaited<ReturnType<typeof startMailSink>>;
beforeAll(async () => {
  sink = await startMailSink();
  driver = new InngestDriver({ ...keys });
  await driver.start();
  site = await startSite({ ...inngestEnv(driver.url), SMTP_URL: sink.url, TOM_BACKUP_SCHEDULE: "15 3 * * *" });
});
afterAll(async () => {
  await site?.close();
  await sink?.close();
  await driver.kill();
});

type Run = { id: string; handler: string; status: string };

const write = () => bearer(site.tokens.write);
const runsOf = async (objectId: string): Promise<Run[]> =>
  (
    (await (await site.ask("GET", `/api/v1/hook-runs?objectId=${objectId}`, { headers: write() })).json()) as {
      items: Run[];
    }
  ).items;

async function makeTarget(name: string): Promise<string> {
  const body = { name, raDeg: 10, decDeg: 20 };
  const made = await site.ask("POST", "/api/v1/targets", { headers: write(), body });
  expect(made.status).toBe(201);
  return ((await made.json()) as { id: string }).id;
}

const done = (id: string) => until(async () => (await runsOf(id)).find((run) => run.status === "done"), 30_000);

describe("the built app with Inngest", () => {
  it("registers a function a handler and a job, and one with a cron for each periodic task", async () => {
    await until(() => driver.app !== null, 30_000);
    const crons = (driver.app?.functions ?? []).flatMap(({ id, triggers }) =>
      triggers.flatMap(({ cron }) => (cron === undefined ? [] : [[id.replace(/^tom-/, ""), cron]])),
    );
    expect(Object.fromEntries(crons)).toMatchObject({
      "task-clean-up": expect.stringMatching(/^\d+ 3 \* \* \*$/),
      "task-due-queries": "* * * * *",
      "task-backup": "15 3 * * *",
      "outbox-reconcile": "* * * * *",
    });
    for (const name of ["task-clean-up", "task-due-queries", "task-backup", "outbox-reconcile"]) {
      const tick = driver.tick(name);
      await until(() => tick.status === "done", 30_000);
    }
  });

  it("runs a handler for a target that the API makes, and tells Inngest nothing of the target", async () => {
    const id = await makeTarget("AT 2026driven");
    expect(await done(id)).toMatchObject({ handler: "crossMatch" });
    await until(() => driver.runs.every((run) => run.status === "done"));
    expect(driver.heard.join("\n")).not.toMatch(/AT 2026driven/);
    const page = await site.ask("GET", "/automation/schedules", { headers: await site.signIn("member") });
    expect(await page.text()).toMatch(/Inngest[\s\S]*registered/);
  });

  it("mails the people of a target's group when an observation of it is completed", async () => {
    const address = { userId: site.people.member.id, email: "member@example.org" };
    const stored = await site.act("setEmailAction", await site.signIn("administrator"), address);
    expect(stored.result).toMatchObject({ ok: true });
    const headers = write();
    const body = { name: "AT 2026observed", raDeg: 30, decDeg: 20, groups: [site.group] };
    const target = (await (await site.ask("POST", "/api/v1/targets", { headers, body })).json()) as { id: string };
    const asked = { targetId: target.id, facilityId: "manual", status: "PENDING" };
    const made = await site.ask("POST", "/api/v1/observations", { headers, body: asked });
    expect(made.status).toBe(201);
    const { id, version } = (await made.json()) as { id: string; version: number };
    const change = { status: "COMPLETED", version };
    expect((await site.ask("PATCH", `/api/v1/observations/${id}`, { headers, body: change })).status).toBe(200);
    const mail = await until(() => sink.caught[0], 30_000);
    expect(JSON.stringify(mail)).toMatch(/AT 2026observed/);
    expect(JSON.stringify(mail)).toMatch(/member@example\.org/);
    await until(() => driver.runs.every((run) => run.status === "done"), 30_000);
    expect(sink.caught).toHaveLength(1);
  });

  it("loses nothing while Inngest is away and forgets what it had, and says so on the page", async () => {
    await driver.kill();
    driver.wipe(true);
    const ids = [await makeTarget("AT 2026away1"), await makeTarget("AT 2026away2")];
    const headers = await site.signIn("member");
    await until(
      async () =>
        /Inngest[\s\S]*does not answer/.test(await (await site.ask("GET", "/automation", { headers })).text()),
      60_000,
    );
    await driver.start();
    for (const id of ids) await done(id);
    expect((await Promise.all(ids.map(runsOf))).map((runs) => runs.length)).toEqual([1, 1]);
  });
});

it("does not start with INNGEST_DEV in production, and says why in one line", async () => {
  const { child } = await spawnApp({ env: { INNGEST_DEV: "1" } });
  expect(await child.ended).toBe(1);
  const complaints = child
    .output()
    .split("\n")
    .filter((line) => line.startsWith("tom: "));
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toMatch(/INNGEST_DEV: must not be set in production/);
});
