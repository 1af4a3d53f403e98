import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { alerce } from "@/lib/brokers/alerce";
import { antares } from "@/lib/brokers/antares";
import { fink } from "@/lib/brokers/fink";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { listPhotometry } from "@/lib/reduced-data/queries/list-photometry";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser } from "@/lib/targets/testing";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { createFetchPhotometryJob } from "./jobs/fetch-photometry";

let database: TestDatabase;
let brokers: BrokerRegistry;
let replay: Awaited<ReturnType<typeof startReplay>>;
let ann: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  const http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host] });
  const entries = [
    alerce({ baseUrls: { ztf: replay.origin, lsst: replay.origin } }),
    antares({ baseUrls: { api: `${replay.origin}/antares/v1` } }),
    fink({ baseUrls: { ztf: `${replay.origin}/fink-ztf`, lsst: `${replay.origin}/fink-lsst` } }),
  ];
  brokers = createBrokerRegistry(entries, { http, logger: silentLogger });
  ann = await addUser(database, "ann");
});
afterAll(async () => {
  await replay.close();
  await database.destroy();
});

/** Fetches what each broker has of the target, as the background job does. */
async function fetchFrom(targetId: string, ...asked: readonly (readonly [brokerId: string, alertId: string])[]) {
  const job = createFetchPhotometryJob(brokers);
  for (const [brokerId, alertId] of asked) {
    const payload = { brokerId, runId: null, items: [{ targetId, alertId }] };
    const call = {
      ctx: ann,
      jobId: "job",
      attempt: 1,
      progress: () => undefined,
      signal: new AbortController().signal,
    };
    await job.execute(payload, call);
  }
  return (await listPhotometry(database.read, ann.scope, { targetId, limit: 200 })).items;
}

const target = async (name: string) =>
  (
    await createTarget({
      ctx: ann,
      input: { name, type: "SIDEREAL", visibility: "private", raDeg: 185.7289, decDeg: 15.8236 },
    })
  ).id;

describe("one light curve through several brokers", () => {
  it("counts each measurement and limit of ZTF once, and names everybody who delivered it", async () => {
    const id = await target("SN 2020oi");
    const name = "ZTF20aaelulu";
    const rows = await fetchFrom(id, ["alerce", name], ["antares", "ANT2020aelulu"], ["fink", name]);
    const detections = rows.filter(({ mag, forced }) => mag !== null && !forced);
    expect(detections).toHaveLength(7);
    expect(new Set(detections.map(({ via }) => via.toSorted().join(" ")))).toEqual(new Set(["alerce antares fink"]));
    expect(detections.every(({ revision }) => revision === 1)).toBe(true);
    const limits = rows.filter(({ limitMag }) => limitMag !== null);
    expect(limits).toHaveLength(3);
    expect(new Set(limits.map(({ via }) => via.toSorted().join(" ")))).toEqual(new Set(["alerce antares fink"]));
  });

  it("counts fluxes of LSST once, and keeps a forced source apart from the detection of the same id", async () => {
    const id = await target("An LSST object");
    const oid = "170098765432109873";
    const rows = await fetchFrom(id, ["antares", "ANT2026lsstaa"], ["fink", oid]);
    const detections = rows.filter(({ forced }) => !forced);
    expect(detections.map(({ sourceId, via }) => [sourceId, via.toSorted()])).toEqual(
      expect.arrayContaining(["00", "01", "02"].map((end) => [`1700987654321099${end}`, ["antares", "fink"]])),
    );
    expect(detections).toHaveLength(3);
    expect(rows.filter(({ forced }) => forced)).toMatchObject([{ sourceId: "170098765432109900", via: ["fink"] }]);
  });

  it("changes nothing when everything comes again", async () => {
    const id = await target("Again");
    const asked = [
      ["alerce", "ZTF20aaelulu"],
      ["fink", "ZTF20aaelulu"],
    ] as const;
    const once = await fetchFrom(id, ...asked);
    expect(await fetchFrom(id, ...asked)).toEqual(once);
  });
});
