import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { jobs } from "@/db/schema/events";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { antares } from "@/lib/brokers/antares";
import { defineBroker } from "@/lib/brokers/contract";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { createTarget } from "@/lib/targets/commands/create-target";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { addGroup, addUser } from "@/lib/targets/testing";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { createTargetsFromAlerts } from "./commands/create-targets";
import { runQuery } from "./commands/run-query";
import { createQuery } from "./commands/save-query";
import { createFetchPhotometryJob } from "./jobs/fetch-photometry";

/** A broker that is slow to say more than its alert does must not cost the target anything. */

let database: TestDatabase;
let brokers: BrokerRegistry;
let http: Http;
let replay: Awaited<ReturnType<typeof startReplay>>;
let letGo: Promise<void>;
let answers: () => void;

/** As ANTARES, but what it adds to an alert waits until it is let go. */
const slowAntares = defineBroker({
  ...antares.definition,
  connect: (connection) => {
    const methods = antares.definition.connect(connection);
    return { ...methods, toTarget: async (alert) => letGo.then(() => methods.toTarget?.(alert) as never) };
  },
});

beforeAll(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host] });
  const entry = slowAntares({ baseUrls: { api: `${replay.origin}/antares/v1` } });
  brokers = createBrokerRegistry([entry], { http, logger: silentLogger });
});
beforeEach(() => {
  letGo = new Promise((resolve) => {
    answers = resolve;
  });
});
afterAll(async () => {
  await http.close();
  await replay.close();
  await database.destroy();
});

async function makeTarget(ctx: Context, groups: string[] = []): Promise<{ id: string; fill: () => Promise<unknown> }> {
  const parameters = { objectId: "ZTF20aaelulu" };
  const { id } = await createQuery({
    ctx,
    brokers,
    input: { name: "q", brokerId: "antares", parameters, groupId: null },
  });
  const { runId, finished } = await runQuery({ ctx, brokers, input: { id } });
  await finished;
  const made = await createTargetsFromAlerts({
    ctx,
    brokers,
    input: { runId, alertIds: "all", groups },
    patienceMs: 1,
  });
  expect(made).toMatchObject({ created: [{ name: "ZTF20aaelulu" }], failed: [] });
  const fill = async () => {
    const [job] = await database.read
      .select({ payload: jobs.payload })
      .from(jobs)
      .where(eq(jobs.id, made.jobId ?? ""));
    const call = { ctx, jobId: "job", attempt: 1, progress: () => undefined, signal: new AbortController().signal };
    return createFetchPhotometryJob(brokers).execute((job?.payload as { input: unknown } | undefined)?.input, call);
  };
  return { id: made.created[0]?.targetId ?? "", fill };
}

const read = (ctx: Context, id: string) => getTarget(database.read, ctx.scope, { id });

describe("a target of a broker that is slow to say more", () => {
  it("is made at once, and gets its aliases and facts with its light curve, once, beside what people wrote", async () => {
    const ann = await addUser(database, "ann");
    const { id, fill } = await makeTarget(ann);
    expect((await read(ann, id)).aliases).toEqual([]);
    await updateTarget({ ctx: ann, input: { id, aliases: ["Our own name"], extras: { note: "bright" } } });
    answers();
    await fill();
    const whole = await read(ann, id);
    expect(whole.aliases[0]).toBe("Our own name");
    expect(whole.aliases).toContain("ANT2020aelulu");
    expect(whole.extras).toMatchObject({ note: "bright" });
    expect(Object.keys(whole.extras).length).toBeGreaterThan(1);
    await fill();
    expect((await read(ann, id)).version).toBe(whole.version);
  });

  it("leaves a name to another target that has it meanwhile", async () => {
    const ben = await addUser(database, "ben");
    const { id, fill } = await makeTarget(ben);
    await createTarget({ ctx: ben, input: { name: "ANT2020aelulu", type: "SIDEREAL", raDeg: 1, decDeg: 1 } });
    answers();
    await fill();
    expect((await read(ben, id)).aliases).not.toContain("ANT2020aelulu");
  });

  it("gets a name though its maker has another target of that name, which its group does not see", async () => {
    const [eve, fay] = [await addUser(database, "eve"), await addUser(database, "fay")];
    const group = await addGroup(database, "Slow ones", [eve, fay]);
    const { id, fill } = await makeTarget(eve, [group.id]);
    await createTarget({ ctx: eve, input: { name: "ANT2020aelulu", type: "SIDEREAL", raDeg: 1, decDeg: 1 } });
    answers();
    await fill();
    expect((await read(fay, id)).aliases).toContain("ANT2020aelulu");
  });
});
