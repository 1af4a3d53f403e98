import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { alerce } from "@/lib/brokers/alerce";
import { mybroker } from "@/lib/brokers/mybroker";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser, refusal } from "@/lib/targets/testing";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { runQuery } from "./commands/run-query";
import { createQuery } from "./commands/save-query";
import { alertClasses } from "./queries/alert-classes";
import { alertLightCurve } from "./queries/alert-light-curve";
import { findRunAlert, listRunAlerts } from "./queries/list-run-alerts";

let database: TestDatabase;
let brokers: BrokerRegistry;
let replay: Awaited<ReturnType<typeof startReplay>>;
let ann: Context;
let ben: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  const http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host], limits: { retries: 0 } });
  const baseUrls = { ztf: replay.origin, lsst: replay.origin };
  const entries = [alerce({ baseUrls }), mybroker({ baseUrls: { list: `${replay.origin}/mybroker/alerts.json` } })];
  brokers = createBrokerRegistry(entries, { http, logger: silentLogger });
  [ann, ben] = [await addUser(database, "ann"), await addUser(database, "ben")];
});
afterAll(async () => {
  await replay.close();
  await database.destroy();
});

async function runOf(brokerId: string, parameters: Record<string, unknown>): Promise<{ runId: string; ids: string[] }> {
  const { id } = await createQuery({
    ctx: ann,
    brokers,
    input: { name: brokerId, brokerId, parameters, groupId: null },
  });
  const { runId, finished } = await runQuery({ ctx: ann, brokers, input: { id } });
  await finished;
  const { items } = await listRunAlerts(database.read, ann.scope, { runId, limit: 200 });
  return { runId, ids: items.map(({ alertId }) => alertId) };
}

const sn = { survey: "ztf", classifier: "stamp_classifier", className: "SN" };
const curve = (ctx: Context, runId: string, alertId: string) =>
  alertLightCurve({ ctx, brokers, input: { runId, alertId } });

describe("an alert that is looked at", () => {
  it("knows those before and behind it, in the broker's order, also among those of one state", async () => {
    const { ids } = await runOf("alerce", sn);
    expect(ids.length).toBeGreaterThan(2);
    await createTarget({ ctx: ann, input: { name: ids[1] ?? "", type: "SIDEREAL", raDeg: 1, decDeg: 1 } });
    const { runId } = await runOf("alerce", sn);
    const look = (alertId: string, state?: "new" | "known") =>
      findRunAlert(database.read, ann.scope, { runId, alertId, ...(state ? { state } : {}) });
    const [first = "", second = "", third = ""] = ids;
    expect(await look(first)).toMatchObject({
      alert: { alertId: first, state: "new" },
      previousId: null,
      nextId: second,
    });
    expect(await look(second)).toMatchObject({ previousId: first, nextId: third });
    expect((await look(ids.at(-1) ?? ""))?.nextId).toBeNull();
    expect(await look(second)).toMatchObject({ alert: { state: "known", targetName: second } });
    expect(await look(first, "new")).toMatchObject({ nextId: third });
    expect(await look("no such alert")).toBeNull();
  });

  it("shows every class that its broker knows, not only the one of the list, to those who see the run", async () => {
    const { runId } = await runOf("alerce", { survey: "ztf", raDeg: 185.7289, decDeg: 15.8236, radiusArcsec: 10 });
    const frozen = await findRunAlert(database.read, ann.scope, { runId, alertId: "ZTF20aaelulu" });
    expect(frozen?.alert.classifications.length).toBeLessThan(2);
    const classes = (ctx: Context) => alertClasses({ ctx, brokers, input: { runId, alertId: "ZTF20aaelulu" } });
    const all = await classes(ann);
    expect(all.length).toBeGreaterThan(2);
    expect(new Set(all.map(({ classifier }) => classifier)).size).toBeGreaterThan(1);
    const [listed] = frozen?.alert.classifications ?? [];
    expect(all.filter(({ name, classifier }) => name === listed?.name && classifier === listed.classifier)).toEqual([
      { ...listed, version: "hierarchical_rf_1.1.0" },
    ]);
    await expect(classes(ben)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("shows the light curve that its broker has by now, and stores nothing", async () => {
    const { runId } = await runOf("alerce", { objectId: "ZTF20aaelulu" });
    const points = await curve(ann, runId, "ZTF20aaelulu");
    const detections = points.filter(({ mag, forced }) => mag !== null && !forced);
    expect(detections).toHaveLength(7);
    expect(detections[0]).toMatchObject({ source: "ZTF", via: ["alerce"], magSystem: "AB", flagged: false });
    expect(points.filter(({ limitMag }) => limitMag !== null)).toHaveLength(3);
    expect(new Set(points.map(({ id }) => id)).size).toBe(points.length);
    expect(await database.read.get("SELECT count(*) AS n FROM photometry")).toEqual({ n: 0 });
  });

  it("has an empty light curve where its broker gives none", async () => {
    const { runId, ids } = await runOf("mybroker", { name: "Vega" });
    expect(await curve(ann, runId, ids[0] ?? "")).toEqual([]);
  });

  it("is nothing to those who do not see the run, and where the run has no such alert", async () => {
    const { runId } = await runOf("alerce", { objectId: "ZTF20aaelulu" });
    for (const work of [curve(ben, runId, "ZTF20aaelulu"), curve(ann, runId, "ZTF19other")])
      expect((await refusal(work)).code).toBe("NOT_FOUND");
  });
});
