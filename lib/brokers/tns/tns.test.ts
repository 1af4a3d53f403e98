import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Seen } from "@/lib/http/testing/fault-server";
import { loadTns, tnsBot } from "@/scripts/brokers-replay/tns.mjs";
import { askedOf, bot, startTns, type TnsBench, tnsScript } from "@/tests/support/tns";
import { brokerContractSuite } from "../contract-suite";
import { tns } from ".";

const store = loadTns(null);
const script = tnsScript(store);

/** The suite has credentials of its own; the stand-in knows one bot. */
const asOurBot = (seen: Seen): Seen => {
  const fields = new URLSearchParams(seen.body);
  if (fields.has("api_key")) fields.set("api_key", tnsBot.TNS_API_KEY);
  const marker = `tns_marker${JSON.stringify({ tns_id: 4242, type: "bot", name: "replay_bot" })}`;
  return { ...seen, body: fields.toString(), headers: { ...seen.headers, "user-agent": marker } };
};

brokerContractSuite(tns, {
  // Its window of a minute is for one site; the suite is many, one after the other.
  script: (seen) => {
    store.window.used = 0;
    return script(asOurBot(seen));
  },
  baseUrls: (origin) => ({ api: origin, reports: origin }),
  search: { internalName: "ZTF18" },
  emptySearch: { internalName: "PTF09nothing" },
  pagedSearch: { parameters: { objname: "20" }, objects: 4 },
  noSuchFaults: ["a page that leads to itself"],
  target: { ref: { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 }, rows: 3 },
});

describe("what is sent to the TNS", () => {
  let bench: TnsBench;

  beforeEach(async () => {
    bench = await startTns();
  });
  afterEach(() => bench.close());

  it("is a form with the key, under the bot's marker", async () => {
    await bench.run({ objectId: "2020oi" });
    const [seen] = bench.server.seen;
    expect(seen?.method).toBe("POST");
    expect(seen?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(seen?.headers["user-agent"]).toBe('tns_marker{"tns_id":4242,"type":"bot","name":"replay_bot"}');
    expect(new URLSearchParams(seen?.body).get("api_key")).toBe("replay-key");
  });

  it("is one object request for one object, whatever stands before its name", async () => {
    for (const objectId of ["2020oi", "SN 2020oi", "AT2020oi", "tde_2020oi"]) {
      const { alerts } = await bench.run({ objectId });
      expect(alerts.map(({ generic }) => generic.id)).toEqual(["2020oi"]);
    }
    expect(askedOf(bench.server)).toEqual([
      { route: "get/object", data: { objname: "2020oi", photometry: 1, spectra: 1 } },
    ]);
  });

  it("is a cone in arcseconds, a date in UTC without its zone, and empty text for what was not asked", async () => {
    await bench.run({ raDeg: 0, decDeg: 0, radiusArcsec: 3.5, publicTimestamp: "P3D" });
    expect(askedOf(bench.server)[0]).toEqual({
      route: "get/search",
      data: {
        ra: "0",
        dec: "0",
        radius: "3.5",
        units: "arcsec",
        objname: "",
        objname_exact_match: 0,
        internal_name: "",
        internal_name_exact_match: 0,
        objid: "",
        public_timestamp: "2026-06-28 00:00:00",
      },
    });
  });

  it("goes to the configured address, for searches too; a trailing /api is taken off", async () => {
    const other = await startTns(bot, (origin) => `${origin}/api/`);
    expect((await other.run({ internalName: "ZTF20aaelulu", internalNameExactMatch: true })).alerts).toHaveLength(1);
    expect(other.server.seen.map(({ url }) => url.pathname)).toEqual(["/api/get/search", "/api/get/object"]);
    await other.close();
  });

  it("is never more than one request for an object within the cache time, and none for what is not wanted", async () => {
    await bench.run({ objname: "2018", maxAlerts: 1 }, 1);
    expect(askedOf(bench.server).map(({ route }) => route)).toEqual(["get/search", "get/object"]);
    await bench.run({ objname: "2018" });
    await bench.photometry({ name: "AT 2018cow", aliases: [], raDeg: null, decDeg: null });
    expect(askedOf(bench.server).map(({ route }) => route)).toEqual(["get/search", "get/object", "get/object"]);
  });

  it("does not break over a bot whose name is no ASCII", async () => {
    const other = await startTns({ ...bot, botName: "Žluťoučký kůň" });
    await other.run({ objectId: "2020oi" });
    const agent = other.server.seen[0]?.headers["user-agent"] ?? "";
    expect(JSON.parse(agent.replace("tns_marker", "")).name).toBe("Žluťoučký kůň");
    await other.close();
  });
});

it("looks an object up by its IAU name, or by what a survey calls it, and by nothing else", () => {
  const { searchesByName } = tns.definition.queryForm;
  expect(searchesByName?.("AT 2020oi")).toEqual([{ objectId: "2020oi" }]);
  expect(searchesByName?.("ZTF20aaelulu")).toEqual([{ internalName: "ZTF20aaelulu", internalNameExactMatch: true }]);
  expect(searchesByName?.("170587116732416143")).toHaveLength(1);
  for (const name of ["M 31", "Vega", "My favourite", "NGC 4321"]) expect(searchesByName?.(name)).toEqual([]);
});

describe("a search at the TNS", () => {
  let bench: TnsBench;

  beforeEach(async () => {
    bench = await startTns();
  });
  afterEach(() => bench.close());

  it("finds by internal name, in both shapes of the answer", async () => {
    const [gep] = (await bench.run({ internalName: "ZTF18abukavn" })).alerts;
    expect(gep?.generic).toEqual({
      id: "2018gep",
      name: "SN2018gep",
      timestamp: "2018-09-09T03:55:18.000Z",
      ra: 250.950847,
      dec: 41.045375,
      mag: 20.5,
      band: "g",
      score: 1,
      url: `${bench.server.origin}/object/2018gep`,
    });
    const [cow] = (await bench.run({ internalName: "ATLAS18qqn" })).alerts;
    expect(cow?.generic).toMatchObject({
      id: "2018cow",
      name: "AT2018cow",
      mag: 14.739,
      band: "orange-ATLAS",
      score: 0,
    });
  });

  it("keeps what is young after its last non-detection, and drops what has none", async () => {
    const within = async (daysFromNondet: number) =>
      (await bench.run({ publicTimestamp: "2018-01-01T00:00:00Z", daysFromNondet })).alerts.map(
        ({ generic }) => generic.id,
      );
    expect(await within(0)).toEqual([]);
    expect(await within(0.5)).toEqual(["2018gep"]);
    expect((await within(3.5)).toSorted()).toEqual(["2018gep", "2020oi"]);
    expect((await within(10)).toSorted()).toEqual(["2018cow", "2018gep", "2020oi"]);
  });

  it("lists an object that is not shown by its name, and leaves out one without a name, and says both", async () => {
    const { alerts, feedback } = await bench.run({ objname: "2026zzz" });
    expect(alerts.map(({ generic }) => generic)).toEqual([
      expect.objectContaining({ id: "2026zzz", name: "AT2026zzz", ra: null, dec: null, score: 0, timestamp: null }),
    ]);
    expect(feedback).toEqual([
      "Left out, because they have no name: 1 of TNS's objects. TNS lists objects that it does not show; they have a name only.",
    ]);
  });

  it("says so when there is no such object", async () => {
    expect(await bench.run({ objectId: "2031zz" })).toEqual({
      alerts: [],
      feedback: ["TNS has no object 2031zz."],
      error: null,
    });
    expect(await bench.broker.connect().fetchAlert("SN 2031zz")).toBeNull();
  });

  it("is nothing where the TNS says 404 in its own form, and a failure where a page does", async () => {
    for (const [body, message] of [
      ['{"id_code":404,"id_message":"Not found","data":{}}', null],
      ["<html>Not Found</html>", "TNS has nothing at that address (404)."],
      ["{}", "TNS has nothing at that address (404)."],
    ] as const) {
      bench.server.fault = { kind: "status", status: 404, body, contentType: "application/json" };
      const { alerts, error } = await bench.run({ internalName: "ZTF20aaelulu" });
      expect([alerts, error?.message ?? null]).toEqual([[], message]);
    }
  });

  it("keeps what has come when the TNS asks to wait in the middle", async () => {
    bench.change = ({ url }, answer) => {
      const objects = askedOf(bench.server).filter(({ route }) => route === "get/object").length;
      return url.pathname.endsWith("/object") && objects > 2
        ? { status: 429, headers: { "retry-after": "600" } }
        : answer;
    };
    const { alerts, error } = await bench.run({ objname: "20" });
    expect(alerts).toHaveLength(2);
    expect(error?.message).toBe("TNS is busy and asks to wait 600 s.");
  });

  it("believes the envelope when its status says less", async () => {
    bench.change = () => ({ body: '{"id_code": 401, "id_message": "Unauthorized", "data": {}}' });
    const { error } = await bench.run({ objectId: "2020oi" });
    expect(error?.message).toBe("TNS refused the credentials (401).");
    bench.change = null;
    expect((await bench.run({ objectId: "2020oi" })).alerts).toHaveLength(1);
  });

  it("needs the bot's three credentials and says where to get them", async () => {
    const without = await startTns({ apiKey: "k" });
    expect(without.broker.state).toBe("missing-credentials");
    expect(without.broker.missingCredentials.map(({ envName }) => envName)).toEqual(["TNS_BOT_ID", "TNS_BOT_NAME"]);
    expect(() => without.broker.connect()).toThrow(
      "TNS needs the bot's id (TNS_BOT_ID) and the bot's name (TNS_BOT_NAME).",
    );
    await without.close();
  });

  it.each([
    [{}, "objectId"],
    [{ maxAlerts: 5 }, "objectId"],
    [{ daysFromNondet: 3 }, "objectId"],
    [{ raDeg: 0, decDeg: 0 }, "radiusArcsec"],
    [{ objectId: "2020oi", objname: "2020" }, "objname"],
    [{ internalNameExactMatch: true, objname: "2020" }, "internalName"],
    [{ publicTimestamp: "yesterday" }, "publicTimestamp"],
    [{ objectId: "2020oi", daysFromNondet: -1 }, "daysFromNondet"],
  ])("refuses %j on its field", (parameters, field) => {
    try {
      bench.broker.parseParameters(parameters);
      expect.unreachable();
    } catch (error) {
      expect(Object.keys((error as { fieldErrors?: object }).fieldErrors ?? {})).toContain(field);
    }
  });
});
