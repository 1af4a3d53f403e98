import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alertComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { readableRows } from "@/lib/brokers/contract-remote";
import { hermes } from "@/lib/brokers/hermes";
import { contentOf, toldBy } from "@/lib/brokers/hermes/contents";
import { archivedAlert, targetAlert, toGenericAlert, toTarget } from "@/lib/brokers/hermes/mapping";
import { eventAlert, gracedbUrlOf, newestContent, noticeOf } from "@/lib/brokers/hermes/notices";
import * as remote from "@/lib/brokers/hermes/remote";
import { answerHermes, loadHermes } from "@/scripts/brokers-replay/hermes.mjs";
import { type BrokerBench, startBrokerBench } from "../support/broker-bench";
import { corpusBrokers, hasCorpus, leavesNothingUnread, orWhyNot, recording, recordingText } from "./corpus";

const resultsOf = (name: string) => remote.page.parse(recording("hermes", name)).results;
const nobody = { type: null, number: null, at: null, uuid: null };

describe.runIf(hasCorpus)(`recorded replies of Hermes${orWhyNot}`, () => {
  const retracted = { score: 1, timestamp: "2018-11-02T01:00:00.000Z" };
  const standing = { score: 9.11069936486e-14, timestamp: "2018-11-01T23:10:02.000Z" };
  it.each([
    ["nonlocalizedevents_page_current.json", ["PRELIMINARY", "INITIAL", "RETRACTION"], retracted, ["S240422ed_255"]],
    ["nonlocalizedevents_page_legacy.json", ["PRELIMINARY", "INITIAL"], standing, []],
  ])("%s is MS181101ab with its notices", (name, types, newest, candidates) => {
    const { rows, unreadable } = readableRows(remote.event, resultsOf(name));
    const [event] = rows.map(eventAlert);
    expect([rows.length, unreadable]).toEqual([1, 0]);
    if (!event) return;
    expect(event.notices.map(({ type }) => type)).toEqual(types);
    const generic = toGenericAlert(event);
    expect(alertComplaints(generic)).toEqual([]);
    expect(generic).toMatchObject({ id: "MS181101ab", ra: null, dec: null, ...newest });
    expect(newestContent(event)).toMatchObject({ type: "INITIAL", farHz: 9.11069936486e-14, pipeline: "gstlal" });
    expect(gracedbUrlOf(event)).toBe("https://gracedb.ligo.org/superevents/MS181101ab/view/");
    expect(event.candidates.map((one) => one.name)).toEqual(candidates);
  });

  it("empty pages hold nothing", () => {
    expect(resultsOf("nonlocalizedevents_empty.json")).toEqual([]);
    expect(remote.archivePage.parse(recording("hermes", "query_empty.json")).messages).toEqual([]);
  });

  it("a target of a message is S240422ed_255 at its place", () => {
    const [target] = readableRows(remote.target, resultsOf("targets_page.json")).rows.map(targetAlert);
    expect(target && toGenericAlert(target)).toMatchObject({
      id: "5",
      name: "S240422ed_255",
      ra: 121.8573,
      dec: -29.4592,
    });
    expect(target && targetComplaints(toTarget(target, null))).toEqual([]);
  });

  it("the archive's page is a circular with its target, and a gravitational-wave alert as a list of one", () => {
    const { messages } = remote.archivePage.parse(recording("hermes", "query_page.json"));
    const alerts = readableRows(remote.archived, messages).rows.flatMap((row) => archivedAlert(row) ?? []);
    expect(alerts.map(toGenericAlert).flatMap(alertComplaints)).toEqual([]);
    expect(alerts.map(({ title, eventIds }) => [title, eventIds])).toEqual([
      ["GRB 230409B: Swift/UVOT Detection", ["GRB 230409B"]],
      ["MS181101ab", ["MS181101ab"]],
    ]);
    const [circular] = alerts;
    expect(circular && toTarget(circular, null)).toMatchObject({
      name: "GRB 230409B",
      raDeg: 329.5158,
      decDeg: 52.8321,
    });
  });

  const contents: readonly [string, object][] = [
    [
      "submit_message_GRB230409B.json",
      { eventIds: ["GRB 230409B"], targets: [{ name: "GRB 230409B", raDeg: 329.5158 }] },
    ],
    ["igwn_alert_message_MS181101ab.json", { eventIds: ["MS181101ab"], farHz: 9.11069936486e-14, targets: [] }],
    ["igwn_alert_preliminary_skyportal.json", { eventIds: ["MS260605l"], farHz: 5.176954877338635e-16 }],
    [
      "gcn_notice_lvc_counterpart_S240422ed.json",
      {
        eventIds: ["S240422ed"],
        targets: [
          {
            name: "S240422ed_X255",
            raDeg: 121.8573,
            decDeg: -29.4592,
            extras: { position_error_arcsec: 5, rank: "3" },
          },
        ],
      },
    ],
    [
      "gcn_notice_icecube_cascade.json",
      {
        eventIds: ["141344_29341777"],
        targets: [{ raDeg: 111.9776, decDeg: -1.7676, extras: { position_error_arcsec: 47_808 } }],
      },
    ],
  ];
  it.each(contents)("%s is understood as the content of a message", (name, told) => {
    expect(toldBy(contentOf(recording("hermes", name)))).toMatchObject(told);
  });

  it("IceCube's rate is one of a year, and its notice is dated", () => {
    const notice = noticeOf(contentOf(recording("hermes", "gcn_notice_icecube_cascade.json")), nobody);
    expect(notice.farHz).toBeCloseTo(0.311 / 31_557_600, 12);
    expect(notice.at).toBe("2025-09-11T05:47:53.000Z");
  });

  describe("through the registry", () => {
    let bench: BrokerBench;
    beforeAll(async () => {
      const store = loadHermes(corpusBrokers);
      bench = await startBrokerBench(hermes, (url, request) => answerHermes(store, url, request), {
        baseUrls: (origin) => ({ api: `${origin}/hermes` }),
        credentials: { token: "replay-hermes-token" },
      });
    });
    afterAll(() => bench.close());

    it("MS181101ab is found and cannot become a target; a message's target can", async () => {
      const { alerts, error } = await bench.run({ objectId: "MS181101ab" });
      expect([alerts.length, error]).toEqual([1, null]);
      await expect(bench.broker.connect().toTarget(alerts[0]?.alert)).rejects.toThrow("without a position");
      const found = await bench.run({ searchKind: "archive", searchQuery: "GRB 230409B" });
      expect(await bench.broker.connect().toTarget(found.alerts[0]?.alert)).toMatchObject({ name: "GRB 230409B" });
    });

    it("error_401.json is a refusal of the credentials", async () => {
      const answer = { status: 401, body: recordingText("hermes", "error_401.json") };
      const { feedback } = await bench.playing(answer, () => bench.run({ objectId: "S1" }));
      expect(feedback).toEqual(["Hermes refused the credentials (401)."]);
    });
  });

  leavesNothingUnread("hermes", {
    "preload_accepted.json": "an answer to a message sent through Hermes, and this client sends none",
    "submit_error_400.json": "an answer to a message sent through Hermes, and this client sends none",
    "tns_options.json": "lists for reports to the TNS by way of Hermes; they go to the TNS itself here",
  });
});
