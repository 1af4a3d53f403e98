import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { silentLogger } from "@/lib/core/logger";
import type { Http } from "@/lib/http/types";
import { alerce } from "./alerce";
import { collectAlerts } from "./collect";
import { type BrokerManifest, type BrokerMethods, defineBroker, type QueryForm } from "./contract";
import { mybroker } from "./mybroker";
import { queryForms } from "./query-forms";
import { createBrokerRegistry } from "./registry";

const http: Http = {
  client: () => ({ request: () => Promise.reject(new Error("no network here")) }),
  files: () => ({ fetchFile: () => Promise.reject(new Error("no network here")) }),
  stateOf: () => ({ asksToWaitS: 0, waiting: 0, triedAgainInS: 0 }),
  close: async () => {},
};
const surroundings = { http, logger: silentLogger };

const manifest: BrokerManifest = {
  id: "tiny",
  name: "Tiny",
  surveys: ["none"],
  summary: "For this test.",
  homepage: "https://tiny.example.org",
  docsUrl: "https://tiny.example.org/docs",
  hosts: ["tiny.example.org"],
  services: [{ key: "api", envName: "TINY_URL", defaultUrl: "https://tiny.example.org" }],
  magnitudeSystem: null,
  scoreMeaning: "None.",
  credentials: [{ key: "token", envName: "TINY_TOKEN", label: "a token", whereToGet: "Write to its authors." }],
  cacheS: 0,
};
type Parameters = { objectId?: string | undefined; firstAfter?: string | undefined };
const queryForm: QueryForm<Parameters> = {
  schemaVersion: 2,
  schema: z.strictObject({ objectId: z.string().max(9).optional(), firstAfter: z.string().max(60).optional() }),
  groups: [],
  examples: [{ label: "All", parameters: {} }],
  upgrade: (_version, { oid, ...rest }) => ({ ...rest, objectId: oid }),
};
type Alert = { id: string; ra: number };
const asked: Parameters[] = [];
const twoMethods: BrokerMethods<Parameters, Alert> = {
  async fetchAlerts(parameters, page) {
    asked.push(parameters);
    const from = Number(page.cursor ?? 0);
    const alerts = [0, 1].map((step) => ({ id: `t${from + step}`, ra: from + step }));
    return { alerts, next: from < 6 ? { cursor: String(from + 2), wanted: page.wanted } : null, feedback: null };
  },
  toGenericAlert({ id, ra }) {
    if (ra === 3) throw new Error("this one cannot be described");
    return {
      id,
      name: `Tiny ${id}`,
      timestamp: null,
      ra,
      dec: 0,
      mag: null,
      band: null,
      score: 0,
      url: "https://tiny.example.org",
    };
  },
};
const tiny = defineBroker<Parameters, Alert>({ manifest, queryForm, connect: () => twoMethods });

describe("the broker registry", () => {
  it("names what it offers when asked for a broker it does not know", () => {
    const registry = createBrokerRegistry([alerce(), mybroker()], surroundings);
    expect(() => registry.get("x")).toThrow("There is no broker 'x'; this TOM offers alerce, mybroker.");
    expect(registry.find("x")).toBeNull();
    expect(registry.list().map(({ id, state }) => [id, state])).toEqual([
      ["alerce", "ready"],
      ["mybroker", "ready"],
    ]);
  });

  it("refuses the same broker twice", () => {
    expect(() => createBrokerRegistry([alerce(), alerce()], surroundings)).toThrow(
      "The broker 'alerce' is configured twice.",
    );
  });

  it("lists a broker without its credentials, and says what it needs when it is used", () => {
    const broker = createBrokerRegistry([tiny()], surroundings).get("tiny");
    expect(broker.state).toBe("missing-credentials");
    expect(() => broker.connect()).toThrow("Tiny needs a token (TINY_TOKEN).");
    expect(createBrokerRegistry([tiny({ credentials: { token: "t" } })], surroundings).get("tiny").state).toBe("ready");
  });

  it("asks one survey without the token of the other, and says where to get the one that is missing", async () => {
    const tokenOf = (survey: string) => ({
      key: survey,
      envName: `TINY_${survey.toUpperCase()}_TOKEN`,
      label: `a token for ${survey}`,
      whereToGet: `Sign in at ${survey}.example.org.`,
      survey,
    });
    const surveys = z.strictObject({ survey: z.enum(["north", "south"]) });
    const split = defineBroker<z.infer<typeof surveys>, Alert>({
      manifest: { ...manifest, credentials: [tokenOf("north"), tokenOf("south")] },
      queryForm: { schemaVersion: 1, schema: surveys, groups: [], examples: [] },
      connect: () => ({
        fetchAlerts: (_parameters, page) => twoMethods.fetchAlerts({}, page),
        toGenericAlert: (alert) => twoMethods.toGenericAlert(alert),
      }),
    });
    const ask = (credentials: Record<string, string>, survey: string) => {
      const broker = createBrokerRegistry([split({ credentials })], surroundings).get("tiny");
      return collectAlerts(broker.connect(), broker.parseParameters({ survey }), { maxAlerts: 1 });
    };
    const north = createBrokerRegistry([split({ credentials: { north: "n" } })], surroundings).get("tiny");
    expect([north.state, north.missingCredentials.map(({ survey }) => survey)]).toEqual(["ready", ["south"]]);
    expect((await ask({ north: "n" }, "north")).alerts).toHaveLength(1);
    const refused = await ask({ north: "n" }, "south");
    expect(refused.alerts).toEqual([]);
    expect(refused.feedback).toEqual([
      "Tiny needs a token for south (TINY_SOUTH_TOKEN). Sign in at south.example.org.",
    ]);
    expect(createBrokerRegistry([split()], surroundings).get("tiny").state).toBe("missing-credentials");
    expect(() => createBrokerRegistry([split()], surroundings).get("tiny").connect()).toThrow(
      "Tiny needs a token for north (TINY_NORTH_TOKEN) or a token for south (TINY_SOUTH_TOKEN). Sign in at north",
    );
  });

  it("keeps a retired broker readable and refuses to ask it", () => {
    const retired = defineBroker<Parameters, Alert>({
      ...tiny.definition,
      manifest: { ...manifest, credentials: [], retired: "Tiny closed in 2023." },
    });
    const broker = createBrokerRegistry([retired()], surroundings).get("tiny");
    expect(broker.state).toBe("retired");
    expect(() => broker.connect()).toThrow("Tiny closed in 2023.");
    expect(broker.parseParameters({ objectId: "t1" })).toEqual({ objectId: "t1" });
  });

  it("tells the capabilities of each broker", () => {
    const [full, small] = createBrokerRegistry([alerce(), mybroker()], surroundings).list();
    expect(full?.capabilities).toEqual(["processReducedData", "fetchStamp", "getBrokerContextData", "loadChoices"]);
    expect(small?.capabilities).toEqual([]);
  });

  it("re-parses stored parameters, and lifts those of an older version", () => {
    const broker = createBrokerRegistry([tiny({ credentials: { token: "t" } })], surroundings).get("tiny");
    expect(broker.parseStored({ schemaVersion: 1, parameters: { oid: "t4" } })).toEqual({ objectId: "t4" });
    expect(broker.parseStored({ schemaVersion: 2, parameters: { objectId: "t4" } })).toEqual({ objectId: "t4" });
    expect(() => broker.parseStored({ schemaVersion: 2, parameters: { oid: "t4" } })).toThrow(
      "There is no field 'oid'.",
    );
  });
});

describe("two methods and a form", () => {
  const broker = createBrokerRegistry([tiny({ credentials: { token: "t" } })], surroundings).get("tiny");

  it("make a broker: one alert by its id, a sidereal target with name and position", async () => {
    const alert = await broker.connect().fetchAlert("t5");
    expect(alert).toEqual({ id: "t5", ra: 5 });
    expect(await broker.connect().fetchAlert("t99")).toBeNull();
    expect(await broker.connect().toTarget(alert)).toEqual({
      ...{ name: "Tiny t5", type: "SIDEREAL", raDeg: 5, decDeg: 0, aliases: [], extras: {}, classifications: [] },
    });
  });

  it("are run page by page; one alert that cannot be described does not stop the others", async () => {
    const { alerts, feedback, error } = await collectAlerts(broker.connect(), {}, { maxAlerts: 100 });
    expect(alerts.map(({ generic }) => generic.id)).toEqual(["t0", "t1", "t2", "t4", "t5", "t6", "t7"]);
    expect(feedback).toEqual(["1 alert could not be read and was left out."]);
    expect(error).toBeNull();
    expect((await collectAlerts(broker.connect(), {}, { maxAlerts: 3 })).alerts).toHaveLength(3);
  });

  it("get durations as instants", async () => {
    const clock = { now: () => new Date("2026-03-04T00:00:00Z") };
    const fixed = createBrokerRegistry([tiny({ credentials: { token: "t" } })], { ...surroundings, clock }).get("tiny");
    await fixed.connect().fetchAlerts(fixed.parseParameters({ firstAfter: "P3D" }), { cursor: null, wanted: 1 });
    expect(asked.at(-1)).toEqual({ firstAfter: "2026-03-01T00:00:00.000Z" });
  });
});

describe("query forms", () => {
  it("has one line for each broker's folder, and each loads its own form", async () => {
    const folders = readdirSync(new URL(".", import.meta.url), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(Object.keys(queryForms).sort()).toEqual(folders.map(({ name }) => name).sort());
    for (const [id, load] of Object.entries(queryForms)) expect((await load()).manifest.id).toBe(id);
  });
});
