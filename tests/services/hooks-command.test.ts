import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hookRuns } from "@/db/schema/events";
import { root } from "@/scripts/steps/checkout.mjs";
import { startChild } from "@/tests/support/child";
import { until } from "@/tests/support/engine-bed";
import { furnish } from "@/tests/support/furnish";
import { bearer, type Site, startSite } from "@/tests/support/site";

/** What `npm run tom -- hooks` does: through the server while one runs, and without one as the owner of the database. */

type Run = { id: string; hook: string; handler: string; status: string; objectId: string; replayOf: string | null };
type Listed = { handlers: { hook: string; name: string; pause: { by: string } | null }[]; items: Run[] };
type Pause = { hook: string; handler: string; pausedAt: string | null; waiting: number };

let site: Site;
let isRunning = false;
beforeAll(async () => {
  site = await startSite();
  isRunning = true;
});
afterAll(async () => {
  if (isRunning) await site.close();
});

async function tom(...args: string[]): Promise<{ code: number | NodeJS.Signals; said: string }> {
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR, TOM_DATA_DIR: site.app.dataDir, TOM_DEMO: "0", LOG_LEVEL: "error" };
  const child = startChild(process.execPath, [join(root, "scripts/tom.mjs"), "hooks", ...args], { cwd: root, env });
  return { code: await child.ended, said: child.output() };
}

async function json<T>(...args: string[]): Promise<T> {
  const { code, said } = await tom(...args, "--json");
  expect(code, said).toBe(0);
  return JSON.parse(said) as T;
}

async function target(name: string): Promise<string> {
  const body = { name, raDeg: Math.random() * 360, decDeg: -20 };
  const made = await site.ask("POST", "/api/v1/targets", { headers: bearer(site.tokens.write), body });
  expect(made.status).toBe(201);
  return ((await made.json()) as { id: string }).id;
}

const runsFor = async (id: string): Promise<Run[]> => (await json<Listed>("list", "--object", id)).items;
/** The runs of an object once all of them are done. */
const done = (id: string): Promise<Run[]> =>
  until(async () => {
    const runs = await runsFor(id);
    return runs.length > 0 && runs.every((run) => run.status === "done") ? runs : null;
  }, 60_000);

it("hooks list names the handlers and the newest runs, as a table and as JSON, and takes filters", async () => {
  const id = await target("AT 2026listed");
  const [run] = await done(id);
  expect(run).toMatchObject({ hook: "target_post_save", handler: "crossMatch", status: "done", objectId: id });
  const { handlers } = await json<Listed>("list");
  expect(handlers.map(({ hook, name }) => `${hook}/${name}`)).toEqual(
    expect.arrayContaining(["target_post_save/crossMatch", "observation_change_state/emailOnCompleted"]),
  );
  const { code, said } = await tom("list", "--hook", "target_post_save", "--object", id);
  expect(code).toBe(0);
  expect(said).toMatch(/HOOK +HANDLER +NEWEST RUN \(UTC\)/);
  expect(said).toMatch(new RegExp(`${run?.id} +crossMatch +done +1 +\\S+ +AT 2026listed`));
  const of = await json<Listed>("list", "--handler", "emailOnCompleted", "--object", id);
  expect(of.handlers.map(({ hook, name }) => `${hook}/${name}`)).toEqual(["observation_change_state/emailOnCompleted"]);
  expect(of.items).toEqual([]);
  expect((await tom("list", "--object", id, "--status", "failed")).said).toContain("No run fits.");
  const wrong = await tom("list", "--status", "sleeping");
  expect(wrong.code).toBe(1);
  expect(wrong.said).toMatch(/^tom: /m);
  expect(wrong.said).not.toMatch(/\n +at /);
}, 180_000);

it("hooks replay runs named runs again, each as a run of its own, and dry where it is told to", async () => {
  const id = await target("AT 2026again");
  const [run] = await done(id);
  const again = await json<{ items: Run[] }>("replay", run?.id ?? "");
  expect(again.items).toMatchObject([{ handler: "crossMatch", objectId: id }]);
  expect(again.items[0]?.id).not.toBe(run?.id);
  expect(await json<{ items: Run[] }>("replay", run?.id ?? "", "--dry-run")).toMatchObject({
    items: [{ dryRun: true }],
  });
  expect(await until(async () => (await done(id)).length === 3, 60_000)).toBe(true);
  for (const args of [[], ["--failed", run?.id ?? ""], ["01a22156-b315-731c-b250-eb4890124e46"]]) {
    const refused = await tom("replay", ...args);
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/^tom: [A-Z].*\.$/m);
  }
}, 180_000);

it("hooks pause has the runs of a handler wait, and hooks resume lets them go on", async () => {
  const paused = await json<Pause>("pause", "target_post_save", "crossMatch");
  expect(paused).toMatchObject({ hook: "target_post_save", handler: "crossMatch", waiting: 0 });
  expect(paused.pausedAt).not.toBeNull();
  const id = await target("AT 2026held");
  await until(async () => (await runsFor(id))[0]?.status === "paused", 60_000);
  expect((await tom("list")).said).toMatch(/target_post_save +crossMatch .*paused by /);
  const { said } = await tom("resume", "target_post_save", "crossMatch");
  expect(said).toMatch(/crossMatch for target_post_save is not paused; /);
  expect(await done(id)).toHaveLength(1);
  const unknown = await tom("pause", "target_post_save", "noSuchHandler");
  expect(unknown.code).toBe(1);
  expect(unknown.said).toMatch(/^tom: [A-Z]/m);
}, 180_000);

it("without a server, hooks replay --failed queues every failed run once, and the next start does them", async () => {
  const id = await target("AT 2026failed");
  await done(id);
  await site.close();
  isRunning = false;
  await furnish(site.app.dataDir, ({ database }) =>
    database.write(async (tx) => {
      await tx.update(hookRuns).set({ status: "failed" }).where(eq(hookRuns.objectId, id));
    }),
  );
  expect((await json<{ items: Run[] }>("replay", "--failed", "--handler", "emailOnCompleted")).items).toEqual([]);
  const queued = await json<{ items: Run[] }>("replay", "--failed");
  expect(queued.items).toMatchObject([{ handler: "crossMatch", objectId: id, status: "queued" }]);
  expect((await tom("replay", "--failed")).said).toContain("Nothing to replay.");
  expect((await runsFor(id)).map(({ status }) => status).sort()).toEqual(["failed", "queued"]);
}, 240_000);
