import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerGaia, loadGaia } from "@/scripts/brokers-replay/gaia.mjs";
import { answerOf, type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { brokerContractSuite } from "../contract-suite";
import { gaia } from "./index";

const store = loadGaia(null);
const standIn = (url: URL) => answerGaia(store, url);
const baseUrls = (origin: string) => ({ site: origin });
const aye = { name: "AT 2016dkt", aliases: ["Gaia16aye"], raDeg: 295.0047, decDeg: 30.1315 };

brokerContractSuite(gaia, {
  script: (seen) => answerOf(standIn, seen),
  baseUrls,
  search: { name: "gaia16" },
  emptySearch: { objectId: "Gaia99zzz" },
  chosenBy: /: cell 0 /,
  target: { ref: aye, rows: 4 },
  // Its answers are CSV, without keys and links.
  noSuchFaults: [
    "a page with a row twice",
    "an empty page",
    "a page whose rows are no rows",
    "a page without one of its keys",
    "a page with a key of another kind",
    "a page that leads to itself",
  ],
});

describe("Gaia Science Alerts", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await startBrokerBench(gaia, standIn, { baseUrls });
  });
  afterEach(() => bench.close());

  const names = async (parameters: Record<string, unknown>) =>
    (await bench.run(parameters)).alerts.map(({ generic }) => generic.name);

  it("finds by part of a name in any case, and by the exact name only that", async () => {
    expect(await names({ name: "GAIA16a" })).toEqual(["Gaia16aye", "Gaia16apd"]);
    expect(await names({ objectId: "gaia16AYE" })).toEqual(["Gaia16aye"]);
    expect(await names({ objectId: "Gaia16a" })).toEqual([]);
  });

  it("draws a circle, filters dates, magnitudes and classes itself, and asks the site once", async () => {
    expect(await names({ raDeg: 295.0047, decDeg: 30.1315, radiusArcsec: 2 })).toEqual(["Gaia16aye"]);
    const dates = { newestAfter: "2016-06-01T00:00:00Z", newestBefore: "2017-01-01T00:00:00Z" };
    expect(await names({ name: "gaia", ...dates })).toEqual(["Gaia16aye"]);
    expect(await names({ name: "gaia", magMin: 16, magMax: 17 })).toEqual(["Gaia14aae"]);
    expect(await names({ name: "gaia", className: "slsn" })).toEqual(["Gaia16apd"]);
    expect(await names({ raDeg: 295.0047, decDeg: 30.1315, radiusArcsec: 2, className: "SN" })).toEqual([]);
    expect(bench.server.seen).toHaveLength(1);
  });

  it("finds and keeps what people called unknown, which is no class of the object", async () => {
    bench.change = (_seen, answer) => ({ ...answer, body: String(answer.body).replace('"CV"', '"unknown "') });
    expect(await names({ name: "gaia", className: "unknown" })).toEqual(["Gaia14aae"]);
    const broker = bench.broker.connect();
    const target = await broker.toTarget(await broker.fetchAlert("Gaia14aae"));
    expect(target).toMatchObject({ extras: { classification: "unknown" }, classifications: [] });
  });

  it("keeps comments with commas whole, and everything that the list says", async () => {
    const broker = bench.broker.connect();
    const alert = await broker.fetchAlert("Gaia19bld");
    expect(await broker.toTarget(alert)).toMatchObject({
      name: "Gaia19bld",
      aliases: ["AT2019dwz"],
      extras: {
        comment: "Microlensing event, bright, in the Galactic plane",
        classification: "ULENS",
        historicMag: 14.84,
      },
      classifications: [{ name: "ULENS", source: "Gaia Science Alerts", probability: null }],
    });
    expect(broker.toGenericAlert(alert)).toMatchObject({
      timestamp: "2019-04-18T22:03:00.000Z",
      mag: 14.05,
      band: "G",
      score: 1,
      url: "https://gsaweb.ast.cam.ac.uk/alerts/alert/Gaia19bld/",
    });
  });

  it("finds one alert alone, and its light curve without the alert", async () => {
    expect(await bench.broker.connect().fetchAlert("Gaia16aye")).toMatchObject({ name: "Gaia16aye" });
    expect(await bench.broker.connect().fetchAlert("Gaia99zzz")).toBeNull();
    const rows = await bench.photometry(aye);
    expect(rows.map(({ mag, magErr, band, magSystem }) => [mag, magErr, band, magSystem])).toEqual([
      [15.55, null, "G", "Vega"],
      [15.54, null, "G", "Vega"],
      [14.19, null, "G", "Vega"],
      [12.5, null, "G", "Vega"],
    ]);
    // The date column is UTC; the barycentric JD beside it is minutes off.
    expect(rows[0]?.observedAtMjd).toBeCloseTo(56960.86516, 4);
  });

  it("reads the page of all alerts where the CSV is missing, also when the list has many lines", async () => {
    const entry = {
      name: "Gaia20cpu",
      tnsid: null,
      obstime: "2020-06-04 17:25:08",
      ra: "291.61247",
      dec: "13.36801",
      alertMag: "20.54",
      comment: 'a ] in a "comment"',
      per_alert: { link: "/alerts/alert/Gaia20cpu/", name: "Gaia20cpu" },
    };
    const page = `<html><script>var alerts = ${JSON.stringify([entry], null, 1)};</script></html>`;
    bench.change = (seen) =>
      seen.url.pathname.endsWith("alertsindex") ? { body: page } : { status: 404, body: "<html>gone</html>" };
    expect((await bench.run({ name: "Gaia20" })).alerts.map(({ generic }) => [generic.name, generic.mag])).toEqual([
      ["Gaia20cpu", 20.54],
    ]);
  });

  it.each([
    [{}, { objectId: ["Ask for a name or for a cone."] }],
    [{ className: "SN", magMax: 18 }, { objectId: ["Ask for a name or for a cone."] }],
    [
      { name: "Gaia16", raDeg: 295, decDeg: 30, radiusArcsec: 5 },
      Object.fromEntries(
        ["raDeg", "decDeg", "radiusArcsec"].map((field) => [field, ["Ask for a name or for a cone, not for both."]]),
      ),
    ],
    [
      { objectId: "Gaia16aye", name: "Gaia16" },
      { name: ["Ask for one name: exact, a part of it, or that of the TNS."] },
    ],
    [
      { objectId: "Gaia16aye", tnsName: "AT 2016dkt" },
      { tnsName: ["Ask for one name: exact, a part of it, or that of the TNS."] },
    ],
    [{ raDeg: 295, decDeg: 30 }, { radiusArcsec: ["A cone needs RA, Dec and radius together."] }],
  ])("takes one name or one cone, and refuses %j on the field", (parameters, fieldErrors) => {
    expect(() => bench.broker.parseParameters(parameters)).toThrow(expect.objectContaining({ fieldErrors }));
  });

  it.each([
    [{ className: "SN" }, { className: "SN", name: "Gaia" }],
    [{ objectId: "Gaia16aye", raDeg: 295, decDeg: 30, radiusArcsec: 5 }, { objectId: "Gaia16aye" }],
    [
      { raDeg: 295, decDeg: 30, radiusArcsec: 5 },
      { raDeg: 295, decDeg: 30, radiusArcsec: 5 },
    ],
  ])("goes on running a query that was saved before as %j", (parameters, now) => {
    expect(bench.broker.parseStored({ schemaVersion: 1, parameters })).toEqual({ ...now, maxAlerts: 100 });
  });

  it("finds an alert by its name in the TNS, whatever stands before the designation", async () => {
    for (const tnsName of ["AT 2016dkt", "AT2016dkt", "SN 2016dkt", "2016dkt"])
      expect(await names({ tnsName }), tnsName).toEqual(["Gaia16aye"]);
    expect(await names({ tnsName: "AT 2016dk" })).toEqual([]);
    expect(bench.broker.queryForm.searchesByName?.("SN 2016eay")).toEqual([{ tnsName: "SN 2016eay" }]);
    expect(bench.broker.queryForm.searchesByName?.("gaia16AYE")).toEqual([{ objectId: "Gaia16aye" }]);
  });

  it("says that a name is unknown, and that the archive is closed", async () => {
    expect((await bench.run({ objectId: "Gaia99zzz" })).feedback).toEqual([
      "Gaia Science Alerts has no alert called Gaia99zzz.",
    ]);
    const context = await bench.broker.connect().getBrokerContextData?.({});
    expect(context?.facts.map(({ value }) => value).join(" ")).toContain("Gaia25aeh");
  });

  it("keeps the list for a day, and asks for it anew where it could not be read", async () => {
    bench.change = () => ({ body: "#Name, Date, RaDeg\nGaia16aye,2016-08-05 00:53:00,295.0" });
    expect((await bench.run({ name: "Gaia16" })).error?.message).toMatch(/not whole/);
    bench.change = null;
    expect(await names({ name: "Gaia16" })).toHaveLength(2);
    const asked = bench.server.seen.length;
    expect(await names({ name: "Gaia19" })).toHaveLength(1);
    expect(bench.server.seen).toHaveLength(asked);
  });

  it("reads a list whose last row no line break ends", async () => {
    bench.change = (_seen, answer) => ({ ...answer, body: String(answer.body).trimEnd() });
    expect(await names({ name: "Gaia16" })).toHaveLength(2);
  });

  it("refuses a list that breaks off within a row", async () => {
    bench.change = (_seen, answer) => ({
      ...answer,
      body: String(answer.body)
        .trim()
        .replace(/,[^,]*,[^,]*$/, ""),
    });
    const { alerts, error } = await bench.run({ name: "Gaia16" });
    expect([alerts, error?.message]).toEqual([[], "Gaia Science Alerts answered with something that is not whole."]);
  });
});
