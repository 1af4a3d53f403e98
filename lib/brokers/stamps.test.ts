import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alerce } from "@/lib/brokers/alerce";
import { fink } from "@/lib/brokers/fink";
import { createBrokerRegistry, type RegisteredBroker } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { stampKinds } from "./contract-stamps";

/** Small images of alerts, at every broker that has them. */

let http: Http;
let replay: Awaited<ReturnType<typeof startReplay>>;
let brokers: Record<string, RegisteredBroker>;

beforeAll(async () => {
  replay = await startReplay({ corpusDir: null });
  const { origin } = replay;
  http = createHttp({ allowPrivateHosts: [new URL(origin).host], limits: { retries: 0 } });
  const entries = [
    alerce({ baseUrls: { ztf: origin, lsst: origin, stamps: origin } }),
    fink({ baseUrls: { ztf: `${origin}/fink-ztf`, lsst: `${origin}/fink-lsst` } }),
  ];
  brokers = Object.fromEntries(
    createBrokerRegistry(entries, { http, logger: silentLogger })
      .list()
      .map((broker) => [broker.id, broker]),
  );
});
afterAll(async () => {
  await http.close();
  await replay.close();
});

const control = (path: string, body?: unknown) =>
  fetch(`${replay.origin}/__replay/${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });

async function stampsOf(brokerId: string, objectId: string): Promise<(Uint8Array | null | undefined)[]> {
  const broker = brokers[brokerId]?.connect();
  const alert = await broker?.fetchAlert(objectId);
  return Promise.all(stampKinds.map((kind) => broker?.fetchStamp?.(alert, kind)));
}

const known = [
  ["alerce", "ZTF20aaelulu"],
  ["alerce", "170098765432109873"],
  ["fink", "ZTF20aaelulu"],
  ["fink", "170098765432109873"],
] as const;

describe("stamps", () => {
  it.each([
    ["an error of the service's own", { kind: "status", status: 500 }],
    ["a page instead of an image", { kind: "html" }],
  ])("are none where the service answers with %s", async (_name, fault) => {
    await control("fault", { ...fault, path: "/fink-ztf/api/v1/cutouts" });
    expect(await stampsOf("fink", "ZTF20aaelulu")).toEqual([null, null, null]);
    await control("reset", {});
  });

  it.each(known)("come from %s for %s as three different PNGs", async (brokerId, objectId) => {
    const stamps = await stampsOf(brokerId, objectId);
    for (const png of stamps) expect(Buffer.from(png ?? []).toString("latin1", 1, 4)).toBe("PNG");
    expect(new Set(stamps.map((png) => Buffer.from(png ?? []).toString("base64"))).size).toBe(3);
  });

  it("are those of the newest detection that has any, for one look at the light curve", async () => {
    await control("reset", {});
    await stampsOf("alerce", "ZTF18abcfcoo");
    const asked = ((await (await control("requests")).json()) as string[]).map((line) => line.replace("GET ", ""));
    expect(asked.filter((path) => path.includes("/lightcurve"))).toHaveLength(1);
    const stamps = asked.filter((path) => path.startsWith("/get_stamp"));
    expect(new Set(stamps.map((path) => new URLSearchParams(path.split("?")[1]).get("candid"))).size).toBeLessThan(2);
  });
});
