import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alertComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { readableRows } from "@/lib/brokers/contract-remote";
import { scout } from "@/lib/brokers/scout";
import { elementsOf, objectAlert, toGenericAlert, toTarget } from "@/lib/brokers/scout/mapping";
import * as remote from "@/lib/brokers/scout/remote";
import { answerScout, loadScout } from "@/scripts/brokers-replay/scout.mjs";
import { type BrokerBench, startBrokerBench } from "../support/broker-bench";
import { corpusBrokers, hasCorpus, leavesNothingUnread, orWhyNot, recording } from "./corpus";

describe.runIf(hasCorpus)(`recorded replies of JPL Scout${orWhyNot}`, () => {
  it("the list has two objects, the second without six of the keys", () => {
    const { rows, unreadable } = readableRows(
      remote.scoutObject,
      remote.summary.parse(recording("scout", "summary_list.json")).data,
    );
    expect(unreadable).toBe(0);
    const alerts = rows.map((row) => toGenericAlert(objectAlert(row)));
    expect(alerts.flatMap(alertComplaints)).toEqual([]);
    expect(alerts.map(({ name, ra, dec, mag, score }) => [name, ra, dec, mag, score])).toEqual([
      ["v17oct4", 253.5, -19, 20.5, 100],
      ["ZTF10BL", 133.5, 28, 20.8, 100],
    ]);
    expect(remote.summary.parse(recording("scout", "summary_empty.json")).data).toEqual([]);
    expect(remote.single.parse(recording("scout", "error_not_found.json")).error).toMatch(/not found/);
  });

  it("ZTF10BL has an orbit of eccentricity 0.8856 and perihelion 0.4999 au, epochs as MJD", () => {
    const document = recording("scout", "object_ZTF10BL_orbits.json");
    const elements = elementsOf(remote.single.parse(document).orbits ?? null);
    expect(elements).toMatchObject({
      scheme: "MPC_COMET",
      eccentricity: 0.8855752093403347,
      perihelionDistanceAu: 0.4998861947435592,
    });
    expect(elements?.epochOfElementsMjd).toBeCloseTo(61079.212931752, 6);
    expect(elements?.epochOfPerihelionMjd).toBeCloseTo(61038.029885748, 6);
    expect(elements?.semimajorAxisAu).toBeCloseTo(0.4998861947435592 / (1 - 0.8855752093403347), 9);
    expect(targetComplaints(toTarget(objectAlert(remote.scoutObject.parse(document)), elements))).toEqual([]);
  });

  it("an object without an orbit is readable and no target", () => {
    const alert = objectAlert(remote.scoutObject.parse(recording("scout", "object_mpcfile_A11EpSe.json")));
    expect(alert).toMatchObject({ name: "A11EpSe", raDeg: null });
    expect(() => toTarget(alert, null)).toThrow(/no orbit/);
  });

  describe("through the registry, against the stand-in", () => {
    let bench: BrokerBench;
    beforeAll(async () => {
      const store = loadScout(corpusBrokers);
      bench = await startBrokerBench(scout, (url) => answerScout(store, url), {
        baseUrls: (origin) => ({ api: `${origin}/scout.api` }),
      });
    });
    afterAll(() => bench.close());

    it("ZTF10BL becomes a moving target", async () => {
      const { alerts } = await bench.run({ objectId: "ZTF10BL" });
      const broker = bench.broker.connect();
      expect(await broker.toTarget(alerts[0]?.alert)).toMatchObject({
        name: "ZTF10BL",
        type: "NON_SIDEREAL",
        elements: { absMag: 25.402927 },
      });
    });
  });

  leavesNothingUnread("scout");
});
