import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { type FaultServer, startFaultServer } from "@/lib/http/testing/fault-server";
import type { Http } from "@/lib/http/types";
import { type Collected, collectAlerts } from "../collect";
import { brokerContractSuite } from "../contract-suite";
import { createBrokerRegistry, type RegisteredBroker } from "../registry";
import { mybroker } from "./index";

const list = readFileSync(new URL("./fixtures/alerts.json", import.meta.url), "utf8");

brokerContractSuite(mybroker, {
  script: () => ({ body: list }),
  baseUrls: (origin) => ({ list: `${origin}/alerts.json` }),
  search: { name: "Vega" },
  emptySearch: { name: "vega" },
  chosenBy: /name$/,
  wideIdSearch: { parameters: { name: "Proxima" }, id: "9007199254740993" },
  // Its answers are bare lists.
  noSuchFaults: ["a page without one of its keys", "a page with a key of another kind", "a page that leads to itself"],
});

describe("MyBroker", () => {
  let server: FaultServer;
  let http: Http;
  let broker: RegisteredBroker;
  let body = "";

  beforeEach(async () => {
    server = await startFaultServer(() => ({ body }));
    http = createHttp({ allowPrivateHosts: [server.hostAndPort] });
    const entry = mybroker({ baseUrls: { list: `${server.origin}/list.json` } });
    broker = createBrokerRegistry([entry], { http, logger: silentLogger }).get("mybroker");
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  const run = (name: string): Promise<Collected> => {
    const parameters = broker.parseParameters({ name });
    return collectAlerts(broker.connect(), parameters, { maxAlerts: 100 });
  };

  it("finds exact names only and maps the fields one to one", async () => {
    body = list;
    const { alerts, feedback } = await run("Vega");
    expect(alerts.map(({ generic }) => generic)).toEqual([
      {
        id: "11",
        name: "Vega",
        timestamp: "2026-01-05T10:00:00.000Z",
        ra: 279.23473479,
        dec: 38.78368896,
        mag: 0.03,
        band: null,
        score: 0.9,
        url: `${server.origin}/list.json`,
      },
      {
        id: "13",
        name: "Vega",
        timestamp: "2026-01-06T02:30:00.000Z",
        ra: 279.23473479,
        dec: 38.78368896,
        mag: null,
        band: null,
        score: 0.8,
        url: `${server.origin}/list.json`,
      },
    ]);
    expect(feedback).toEqual([]);
    expect((await run("Veg")).alerts).toEqual([]);
    expect((await run("Sirius")).alerts[0]?.generic.score).toBe(0);
  });

  it("shows two alerts of one id once, as the newer one says, whichever comes first", async () => {
    const seen = (name: string, timestamp: string | null, mag: number) => ({
      id: 7,
      name,
      timestamp,
      ra: 10,
      dec: 0,
      mag,
    });
    const [early, late] = ["2026-01-05T00:00:00Z", "2026-01-07T00:00:00Z"] as const;
    body = JSON.stringify([
      ...[seen("Vega", early, 1), seen("Vega", late, 2), seen("Vega", null, 3)],
      ...[seen("Altair", late, 2), seen("Altair", early, 1)],
      ...[seen("Deneb", null, 1), seen("Deneb", null, 2)],
    ]);
    for (const name of ["Vega", "Altair", "Deneb"])
      expect((await run(name)).alerts.map(({ generic }) => [generic.id, generic.mag])).toEqual([["7", 2]]);
  });

  it("makes identifier and designation extras of the target", async () => {
    body = list;
    const { alerts } = await run("Vega");
    const target = await broker.connect().toTarget(alerts[0]?.alert);
    expect(target.extras).toEqual({ identifier: "a-11", designation: "alf Lyr" });
    expect(target).toMatchObject({ name: "Vega", type: "SIDEREAL", raDeg: 279.23473479, decDeg: 38.78368896 });
  });

  it("hands back as feedback a reply that is no list, and items without a name", async () => {
    body = '{"message": "Not Found"}';
    expect(await run("Vega")).toEqual({
      alerts: [],
      feedback: ["MyBroker did not answer with a list of alerts."],
      error: null,
    });
    body = list.replace("[", '[{"id": 1, "ra": 1, "dec": 1},');
    const { alerts, feedback } = await run("Vega");
    expect(alerts).toHaveLength(2);
    expect(feedback).toEqual(["Left out, because they have no name or id: 1 of MyBroker's alerts."]);
  });

  it("asks for the name, and refuses what it does not know", () => {
    expect(() => broker.parseParameters({})).toThrow("Which name?");
    expect(() => broker.parseParameters({ name: "Vega", target_name: "Vega" })).toThrow(
      "There is no field 'target_name'.",
    );
  });
});
