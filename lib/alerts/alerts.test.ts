import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { alerce } from "@/lib/brokers/alerce";
import { mybroker } from "@/lib/brokers/mybroker";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { listPhotometry } from "@/lib/reduced-data/queries/list-photometry";
import { createTarget } from "@/lib/targets/commands/create-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { addGroup, addUser, nobody } from "@/lib/targets/testing";
import { startReplay } from "../../scripts/brokers-replay.mjs";
import { createTargetsFromAlerts } from "./commands/create-targets";
import { runQuery } from "./commands/run-query";
import { createQuery, deleteQuery, updateQuery } from "./commands/save-query";
import { createFetchPhotometryJob } from "./jobs/fetch-photometry";
import { getRun } from "./queries/get-run";
import { countQueries, getQuery, listQueries } from "./queries/list-queries";
import { countRunAlerts, listRunAlerts } from "./queries/list-run-alerts";
import { countRuns, listRuns } from "./queries/list-runs";

let database: TestDatabase;
let brokers: BrokerRegistry;
let replay: Awaited<ReturnType<typeof startReplay>>;
let ann: Context;
let ben: Context;
let eve: Context;
let group: { id: string };

beforeAll(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  const http = createHttp({
    allowPrivateHosts: [new URL(replay.origin).host],
    limits: { timeoutMs: 2_000, retries: 0 },
  });
  const baseUrls = { ztf: replay.origin, lsst: replay.origin };
  const entries = [alerce({ baseUrls }), mybroker({ baseUrls: { list: `${replay.origin}/mybroker/alerts.json` } })];
  brokers = createBrokerRegistry(entries, { http, logger: silentLogger });
  ann = await addUser(database, "ann");
  ben = await addUser(database, "ben");
  eve = await addUser(database, "eve");
  group = await addGroup(database, "Supernovae", [ann, ben]);
});
afterAll(async () => {
  await replay.close();
  await database.destroy();
});
beforeEach(async () => void (await fetch(`${replay.origin}/__replay/reset`, { method: "POST" })));

const fault = (body: object) =>
  fetch(`${replay.origin}/__replay/fault`, { method: "POST", body: JSON.stringify(body) });
const query = (ctx: Context, parameters: Record<string, unknown>, groupId: string | null = null) =>
  createQuery({ ctx, brokers, input: { name: "q", brokerId: "alerce", parameters, groupId } });
async function run(ctx: Context, id: string) {
  const { runId, finished } = await runQuery({ ctx, brokers, input: { id } });
  await finished;
  return getRun(database.read, ctx.scope, runId);
}
const alertsOf = async (ctx: Context, runId: string) =>
  (await listRunAlerts(database.read, ctx.scope, { runId, limit: 200 })).items;
const codeOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return "none";
  } catch (error) {
    return isTomError(error) ? error.code : String(error);
  }
};
const sn = { survey: "ztf", classifier: "stamp_classifier", className: "SN" };

describe("queries", () => {
  it("refuse an unknown field, half a cone and RA 400, each on its field", async () => {
    const fields = async (parameters: Record<string, unknown>) => {
      try {
        await query(ann, parameters);
        return [];
      } catch (error) {
        return isTomError(error) ? Object.keys(error.fieldErrors ?? {}) : [];
      }
    };
    expect(await fields({ colour: "blue" })).toEqual(["parameters.colour"]);
    expect(await fields({ raDeg: 10, decDeg: 10 })).toEqual(["parameters.radiusArcsec"]);
    expect(await fields({ raDeg: 400, decDeg: 10, radiusArcsec: 5 })).toEqual(["parameters.raDeg"]);
  });

  it("are seen by owner and group only, and changed by their owner only", async () => {
    const { id } = await query(ann, sn, group.id);
    expect((await getQuery(database.read, ben.scope, brokers, id)).group?.name).toBe("Supernovae");
    for (const outsider of [eve, nobody(database)]) {
      expect(await codeOf(getQuery(database.read, outsider.scope, brokers, id))).toBe("NOT_FOUND");
      expect((await listQueries(database.read, outsider.scope, brokers, { limit: 100 })).items).toEqual([]);
      expect(await codeOf(runQuery({ ctx: outsider, brokers, input: { id } }))).toBe("NOT_FOUND");
      expect(await codeOf(deleteQuery({ ctx: outsider, input: { id } }))).toBe("NOT_FOUND");
    }
    expect(await codeOf(updateQuery({ ctx: ben, brokers, input: { id, name: "mine" } }))).toBe("FORBIDDEN");
    expect(await codeOf(query(eve, sn, group.id))).toBe("INVALID_INPUT");
  });

  it("count what is selected, and refuse a cursor that no list gave", async () => {
    const { id } = await query(ann, { survey: "ztf", objectId: "ZTF20aaelulu" });
    const made = await run(ann, id);
    const { items } = await listRunAlerts(database.read, ann.scope, { runId: made.id, limit: 25 });
    expect(await countRunAlerts(database.read, ann.scope, { runId: made.id })).toBe(items.length);
    expect(await countRuns(database.read, ann.scope, id)).toBe(1);
    expect(await countQueries(database.read, eve.scope, {})).toBe(0);
    const [limit, cursor] = [25, "garbage"];
    for (const list of [
      listRunAlerts(database.read, ann.scope, { runId: made.id, limit, cursor }),
      listRuns(database.read, ann.scope, { queryId: id, limit, cursor }),
      listQueries(database.read, ann.scope, brokers, { limit, cursor }),
    ])
      expect(await codeOf(list)).toBe("INVALID_INPUT");
  });

  it("refuse a stale change", async () => {
    const { id } = await query(ann, sn);
    await updateQuery({ ctx: ann, brokers, input: { id, name: "first", version: 1 } });
    expect(await codeOf(updateQuery({ ctx: ann, brokers, input: { id, name: "second", version: 1 } }))).toBe(
      "CONFLICT",
    );
  });
});

describe("a run", () => {
  it("keeps what was asked and what came, with durations as instants, also when the query is gone", async () => {
    const { id } = await query(ann, { ...sn, firstAfter: "P30000D", maxAlerts: 3 });
    const made = await run(ann, id);
    expect(made).toMatchObject({ status: "done", counts: { total: 3, new: 3, known: 0, updated: 0, gone: 0 } });
    expect(made.parameters.firstAfter).toMatch(/^\d{4}-\d\d-\d\dT/);
    await deleteQuery({ ctx: ann, input: { id } });
    expect(await getRun(database.read, ann.scope, made.id)).toMatchObject({ queryId: null, counts: { total: 3 } });
  });

  it("says of the next run what is known and what is gone", async () => {
    const { id } = await query(ann, { ...sn, maxAlerts: 3 });
    await run(ann, id);
    await updateQuery({ ctx: ann, brokers, input: { id, parameters: { ...sn, maxAlerts: 2 } } });
    const second = await run(ann, id);
    expect(second.counts).toEqual({ total: 2, new: 0, known: 2, updated: 0, gone: 1 });
    expect((await listRuns(database.read, ann.scope, { queryId: id, limit: 10 })).items).toHaveLength(2);
  });

  it("that took as many as it might tells nothing of what is gone, and what an earlier one had is not new", async () => {
    const wide = await query(ann, { ...sn, maxAlerts: 3 });
    const { items } = await listRunAlerts(database.read, ann.scope, { runId: (await run(ann, wide.id)).id, limit: 25 });
    const [first, second] = items;
    const { id } = await query(ann, { ...sn, maxAlerts: 1 });
    const shown = async (oid: string) => {
      await updateQuery({ ctx: ann, brokers, input: { id, parameters: { objectId: oid, maxAlerts: 1 } } });
      return run(ann, id);
    };
    expect((await shown(first?.alertId ?? "")).counts).toMatchObject({ new: 1, gone: 0 });
    expect((await shown(second?.alertId ?? "")).counts).toMatchObject({ new: 1, gone: 0 });
    expect((await shown(first?.alertId ?? "")).counts).toMatchObject({ new: 0, known: 1, gone: 0 });
    const cut = await query(ann, { ...sn, maxAlerts: 2 });
    expect((await run(ann, cut.id)).feedback).toContain("There may be more: the 2 alerts");
  });

  it.each([
    ["hang", {}, /did not answer/],
    ["status", { status: 429, headers: { "retry-after": "7" } }, /wait|busy/i],
    ["html", { status: 500 }, /error|JSON/i],
    ["truncated", {}, /JSON|broke/i],
  ])(
    "of a broker that answers with %s has failed, with a sentence and no remote text",
    async (kind, more, sentence) => {
      const { id } = await query(ann, sn);
      await fault({ kind, ...more });
      const made = await run(ann, id);
      expect(made.status).toBe("failed");
      expect(made.feedback).toMatch(sentence);
      expect(made.feedback).not.toMatch(/<|stack|ECONN|at \//);
    },
  );

  it("is not seen by others, and never tells of a target that its reader may not see", async () => {
    const { id } = await query(ann, { ...sn, maxAlerts: 2 }, group.id);
    const made = await run(ann, id);
    const [alert] = await alertsOf(ann, made.id);
    await createTargetsFromAlerts({
      ctx: ann,
      brokers,
      input: { runId: made.id, alertIds: [alert?.alertId ?? ""], visibility: "private" },
    });
    expect((await alertsOf(ann, made.id))[0]).toMatchObject({ state: "new", targetName: alert?.name });
    expect((await alertsOf(ben, made.id))[0]).toMatchObject({ state: "new", targetId: null, targetName: null });
    const later = await run(ann, (await query(ann, { ...sn, maxAlerts: 2 }, group.id)).id);
    expect(later.counts).toMatchObject({ new: 1, known: 1 });
    expect((await alertsOf(ann, later.id))[0]).toMatchObject({ state: "known", targetName: alert?.name });
    expect((await alertsOf(ben, later.id))[0]).toMatchObject({ state: "new", targetId: null, targetName: null });
    expect((await getRun(database.read, ben.scope, later.id)).counts).toMatchObject({ new: 2, known: 0 });
    expect(await codeOf(getRun(database.read, eve.scope, made.id))).toBe("NOT_FOUND");
  });
});

describe("targets from alerts", () => {
  it("link what is known by id, name or alias, propose what is near, make the rest, and go on after a bad one", async () => {
    const carol = await addUser(database, "carol");
    const { id } = await query(carol, { ...sn, maxAlerts: 5 });
    const made = await run(carol, id);
    const [byName, byAlias, near, fresh] = await alertsOf(carol, made.id);
    if (!byName || !byAlias || !near || !fresh) throw new Error("the stand-in has too few alerts");
    await createTarget({
      ctx: carol,
      input: { name: byName.name.toLowerCase(), type: "SIDEREAL", raDeg: 1, decDeg: 1 },
    });
    await createTarget({
      ctx: carol,
      input: { name: "Other", aliases: [byAlias.name], type: "SIDEREAL", raDeg: 2, decDeg: 2 },
    });
    await createTarget({
      ctx: carol,
      input: { name: "Near", type: "SIDEREAL", raDeg: near.raDeg ?? 0, decDeg: (near.decDeg ?? 0) + 1 / 3600 },
    });
    const input = {
      runId: made.id,
      alertIds: [byName.alertId, "nonsense", byAlias.alertId, near.alertId, fresh.alertId],
    };
    const report = await createTargetsFromAlerts({ ctx: carol, brokers, input });
    expect(report.existing.map((one) => one.alertId)).toEqual([byName.alertId, byAlias.alertId]);
    expect(report.nearby).toHaveLength(1);
    expect(report.nearby[0]?.separationArcsec).toBeCloseTo(1, 2);
    expect(report.created.map((one) => one.alertId)).toEqual([fresh.alertId]);
    expect(report.failed.map((one) => one.alertId)).toEqual(["nonsense"]);
    const again = await createTargetsFromAlerts({
      ctx: carol,
      brokers,
      input: { ...input, alertIds: [near.alertId, fresh.alertId], nearby: "link" },
    });
    expect(again.created).toEqual([]);
    expect(again.existing).toHaveLength(2);
  });

  it("refuse a group one is not in, before anything is made", async () => {
    const { id } = await query(eve, { ...sn, maxAlerts: 1 });
    const made = await run(eve, id);
    expect(
      await codeOf(
        createTargetsFromAlerts({ ctx: eve, brokers, input: { runId: made.id, alertIds: "all", groups: [group.id] } }),
      ),
    ).toBe("INVALID_INPUT");
    expect((await getRun(database.read, eve.scope, made.id)).counts.known).toBe(0);
  });

  it("that nobody could get photometry for make a failed job", async () => {
    const job = createFetchPhotometryJob(brokers);
    const call = { ctx: eve, jobId: "j", attempt: 1, progress() {}, signal: new AbortController().signal };
    const payload = { brokerId: "alerce", runId: null, items: [{ targetId: "gone", alertId: "ZTF20aaelulu" }] };
    expect(await codeOf(job.execute(payload, call))).toBe("NOT_FOUND");
  });

  it("get their light curve from the job, the same again changing nothing", async () => {
    const { id } = await query(ben, { survey: "ztf", objectId: "ZTF20aaelulu" });
    const made = await run(ben, id);
    const report = await createTargetsFromAlerts({ ctx: ben, brokers, input: { runId: made.id, alertIds: "all" } });
    const [target] = [...report.created, ...report.existing];
    const job = createFetchPhotometryJob(brokers);
    const payload = {
      brokerId: "alerce",
      runId: made.id,
      items: [{ targetId: target?.targetId ?? "", alertId: "ZTF20aaelulu" }],
    };
    const call = { ctx: ben, jobId: "j", attempt: 1, progress() {}, signal: new AbortController().signal };
    const first = (await job.execute(payload, call)) as { inserted: number; failed: unknown[] };
    expect(first.failed).toEqual([]);
    expect(first.inserted).toBeGreaterThan(5);
    const second = (await job.execute(payload, call)) as { inserted: number; revised: number };
    expect(second).toMatchObject({ inserted: 0, revised: 0 });
    const { items } = await listPhotometry(database.read, ben.scope, { targetId: target?.targetId ?? "", limit: 200 });
    expect(items.every((row) => row.source === "ZTF" && row.via.includes("alerce"))).toBe(true);
    expect((await getTarget(database.read, ben.scope, { id: target?.targetId ?? "" })).visibility).toBe("private");
    expect(await codeOf(getTarget(database.read, eve.scope, { id: target?.targetId ?? "" }))).toBe("NOT_FOUND");
  });
});
