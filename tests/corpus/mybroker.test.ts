import { describe, expect, it } from "vitest";
import { collectAlerts } from "@/lib/brokers/collect";
import { alertComplaints } from "@/lib/brokers/contract-checks";
import { mybroker } from "@/lib/brokers/mybroker";
import { createBrokerRegistry } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { startFaultServer } from "@/lib/http/testing/fault-server";
import { hasCorpus, leavesNothingUnread, orWhyNot, recordingText } from "./corpus";

async function run(file: string, name: string) {
  const server = await startFaultServer(() => ({ body: recordingText("mybroker", file) }));
  const http = createHttp({ allowPrivateHosts: [server.hostAndPort] });
  const entry = mybroker({ baseUrls: { list: `${server.origin}/alerts.json` } });
  const broker = createBrokerRegistry([entry], { http, logger: silentLogger }).get("mybroker");
  const collected = await collectAlerts(broker.connect(), broker.parseParameters({ name }), { maxAlerts: 100 });
  await http.close();
  await server.close();
  return collected;
}

describe.runIf(hasCorpus)(`recorded replies of MyBroker${orWhyNot}`, () => {
  it("alerts.json has two alerts of Tatooine, and one of Naboo without a magnitude", async () => {
    const { alerts, feedback } = await run("alerts.json", "Tatooine");
    expect(alerts.map(({ generic }) => [generic.id, generic.timestamp, generic.mag, generic.score])).toEqual([
      ["1", "2018-12-17T10:00:00.000Z", 14.5, 0.9],
      ["3", "2018-12-18T02:30:00.000Z", 14.7, 0.8],
    ]);
    expect(alerts.flatMap(({ generic }) => alertComplaints(generic))).toEqual([]);
    expect(feedback).toEqual([]);
    expect((await run("alerts.json", "Naboo")).alerts[0]?.generic).toMatchObject({ mag: null, ra: 212.25, dec: 4.125 });
  });

  it("alerts_bad_shape.json is feedback, alerts_empty.json an empty page", async () => {
    expect(await run("alerts_bad_shape.json", "Hoth")).toEqual({
      alerts: [],
      feedback: ["MyBroker did not answer with a list of alerts."],
      error: null,
    });
    expect(await run("alerts_empty.json", "Hoth")).toEqual({ alerts: [], feedback: [], error: null });
  });

  leavesNothingUnread("mybroker");
});
