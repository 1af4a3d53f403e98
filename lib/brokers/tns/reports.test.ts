import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mjdToIso } from "@/lib/astro/time";
import { isTomError, TomError } from "@/lib/core/errors";
import { askedOf, startTns, type TnsBench } from "@/tests/support/tns";
import type { PhotometryDraft } from "../contract";
import { type UpstreamObservation, type UpstreamSubject, wasSurelyNotTaken } from "../contract-upstream";
import values from "./fixtures/values.json";
import { receiptOf } from "./report-answer";
import { atReportForm, classificationReportForm, discoveryOf } from "./report-draft";
import { filterNumber, instrumentNumber, noValues, type TnsValues, typeNumber } from "./values";

const listOf = (entries: object) => Object.entries(entries).map(([value, label]) => ({ value, label: String(label) }));
const lists = Object.fromEntries(
  Object.entries(values.data).map(([name, entries]) => [name, listOf(entries)]),
) as unknown as TnsValues;

const row = (fields: Partial<PhotometryDraft>): PhotometryDraft => ({
  observedAtMjd: 60_000,
  band: "r",
  mag: null,
  magErr: null,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  magSystem: "AB",
  brightness: "difference",
  forced: false,
  forcedProducer: null,
  negative: false,
  timeReference: null,
  telescope: null,
  instrument: null,
  source: "ZTF",
  sourceId: null,
  ...fields,
});

const subject = (fields: Partial<UpstreamSubject> = {}): UpstreamSubject => ({
  target: { name: "ZTF26aaaaaaa", aliases: [], raDeg: 0, decDeg: 0, redshift: null, classifications: [] },
  observation: null,
  photometry: [],
  author: "ann",
  ...fields,
});
const observed = (fields: Partial<UpstreamObservation> = {}): UpstreamObservation => ({
  id: "o1",
  facility: "NTT",
  facilityObservationId: "112.5F",
  observedAt: "2026-02-01T03:04:05.000Z",
  observedUntil: null,
  telescope: null,
  instrument: null,
  band: null,
  exposureS: null,
  photometry: [],
  spectra: [],
  ...fields,
});
const site = { groupName: "Supernova team" };

describe("what a discovery is made of", () => {
  it("is the first detection that is one, and the last limit before it", () => {
    const { first, limit } = discoveryOf([
      row({ observedAtMjd: 5, mag: 18, forced: true }),
      row({ observedAtMjd: 9, limitMag: 20 }),
      row({ observedAtMjd: 4, limitMag: 19 }),
      row({ observedAtMjd: 3, mag: 17, negative: true }),
      row({ observedAtMjd: 6, limitMag: 20.5 }),
      row({ observedAtMjd: 7, mag: 19, magSystem: "Vega" }),
      row({ observedAtMjd: 8, mag: 18.5 }),
    ]);
    expect([first?.observedAtMjd, limit?.observedAtMjd]).toEqual([8, 6]);
    expect(discoveryOf([])).toEqual({ first: null, seen: null, limit: null, isOwn: false });
  });

  it("keeps zeros: RA 0, Dec 0, redshift 0, an error of 0", () => {
    const target = { name: "X1", aliases: [], raDeg: 0, decDeg: 0, redshift: 0, classifications: [] };
    const { parameters } = atReportForm(subject({ target, photometry: [row({ mag: 18, magErr: 0 })] }), lists, site);
    expect(parameters).toMatchObject({ raDeg: 0, decDeg: 0, redshift: 0, magErr: 0, mag: 18 });
    expect(parameters.discoveredAt).toBe(mjdToIso(60_000));
    expect(parameters).toMatchObject({
      reportingGroup: "130",
      discoverySource: "48",
      reporter: "ann (Supernova team)",
    });
  });

  it("has the numbers of the surveys while the TNS's lists cannot be had", () => {
    const { parameters } = atReportForm(subject({ photometry: [row({ mag: 18 })] }), noValues, site);
    expect(parameters).toMatchObject({ atType: "1", filter: "111", instrument: "196" });
    expect(parameters.reportingGroup).toBeUndefined();
  });

  it("says so when the TNS has no such group", () => {
    const { notes, parameters } = atReportForm(subject(), lists, { groupName: "Nobody" });
    expect(notes).toContain("The TNS has no group Nobody: choose yours.");
    expect(parameters.reportingGroup).toBeUndefined();
  });

  it.each([
    [{ source: "ZTF", band: "g" }, "110", "196"],
    [{ source: "ZTF", band: "i" }, "112", "196"],
    [{ source: "ATLAS", band: "orange-ATLAS", instrument: "ATLAS-02", telescope: "ATLAS-HKO" }, "72", "159"],
    [{ source: "LSST", band: "y" }, "165", "287"],
    [{ source: "SOAR", band: "g", instrument: "Goodman", telescope: "SOAR" }, "21", "87"],
    [{ source: "Backyard", band: "V" }, undefined, undefined],
    [{ source: "ZTF", band: "z" }, undefined, "196"],
  ])("knows the numbers of %j", (fields, filter, instrument) => {
    expect([filterNumber(lists, row(fields)), instrumentNumber(lists, row(fields))]).toEqual([filter, instrument]);
  });
});

describe("a discovery that starts from an observation", () => {
  const soar = { source: "SOAR", band: "g", instrument: "Goodman", telescope: "SOAR" };

  it("tells of the observation's own detection, and keeps the date at which the object was first seen", () => {
    const own = row({ ...soar, observedAtMjd: 60_004, mag: 17.5 });
    const photometry = [row({ observedAtMjd: 59_999, limitMag: 20 }), row({ mag: 18 }), own];
    const observation = observed({ facility: "SOAR", exposureS: 120, photometry: [own] });
    const { parameters, notes } = atReportForm(subject({ photometry, observation }), lists, site);
    expect(parameters).toMatchObject({
      discoveredAt: mjdToIso(60_000),
      detectedAt: mjdToIso(60_004),
      mag: 17.5,
      filter: "21",
      instrument: "87",
      exposureS: 120,
      photometryRemarks: "Observed with SOAR (112.5F).",
      limitAt: mjdToIso(59_999),
    });
    expect(notes).toEqual([`The target was seen before this observation: ${mjdToIso(60_000)} is its discovery.`]);
  });

  it("whose files gave no detection takes the target's, and says so", () => {
    const observation = observed({ exposureS: 120 });
    const { parameters, notes } = atReportForm(subject({ photometry: [row({ mag: 18 })], observation }), lists, site);
    expect(parameters).toMatchObject({ mag: 18, exposureS: 30 });
    expect(parameters.photometryRemarks).toBeUndefined();
    expect(notes[0]).toBe(
      "The files of this observation gave no detection in AB magnitudes: the target's first one is filled in.",
    );
  });

  it("of a target without photometry has time, exposure, filter and instrument of the record", () => {
    const observation = observed({ telescope: "SOAR", instrument: "Goodman", band: "g", exposureS: 300 });
    const { parameters } = atReportForm(subject({ observation }), lists, site);
    expect(parameters).toMatchObject({
      discoveredAt: "2026-02-01T03:04:05.000Z",
      detectedAt: "2026-02-01T03:04:05.000Z",
      filter: "21",
      instrument: "87",
      exposureS: 300,
      photometryRemarks: "Observed with NTT (112.5F).",
    });
    expect(parameters.mag).toBeUndefined();
  });
});

describe("a classification that starts from an observation", () => {
  const spectrum = {
    filename: "sn.txt",
    isText: true,
    observedAt: "2026-02-02T00:00:00.000Z",
    telescope: "SOAR",
    instrument: "Goodman",
    exposureS: 1200,
    observer: "A. Nova",
    reducer: "B. Nova",
  };

  it("has what its newest spectrum says, and the record's words where the file is silent", () => {
    const observation = observed({ exposureS: 60, spectra: [{ ...spectrum, exposureS: null }] });
    const { parameters, notes } = classificationReportForm(subject({ observation }), lists, site);
    expect(parameters).toMatchObject({
      observedAt: "2026-02-02T00:00:00.000Z",
      instrument: "87",
      exposureS: 60,
      observer: "A. Nova",
      reducer: "B. Nova",
      spectrumFile: "sn.txt",
      spectrumRemarks: "Observed with NTT (112.5F).",
    });
    expect(notes).toHaveLength(1);
  });

  it("offers no file that is no text, and says where the spectrum is", () => {
    const observation = observed({ spectra: [{ ...spectrum, filename: "sn.fits", isText: false }] });
    const { parameters, notes, groups } = classificationReportForm(subject({ observation }), lists, site);
    expect(parameters.spectrumFile).toBeUndefined();
    expect(groups.flatMap(({ fields }) => fields).some(({ name }) => name === "spectrumFile")).toBe(false);
    expect(notes.at(-1)).toBe("The spectrum is in sn.fits, which is no text: the TNS wants one.");
  });

  it("says so when no file of it gave a spectrum", () => {
    const { parameters, notes } = classificationReportForm(subject({ observation: observed() }), lists, site);
    expect(parameters).toMatchObject({ observedAt: "2026-02-01T03:04:05.000Z" });
    expect(notes.at(-1)).toBe("No file of this observation gave a spectrum: fill in what was seen.");
  });
});

describe("what a classification is made of", () => {
  it("is a type that people gave, not a classifier's guess", () => {
    const said = { source: "x", version: null, date: null };
    const target = {
      name: "AT 2026abc",
      aliases: [],
      raDeg: 1,
      decDeg: 1,
      redshift: 0.02,
      classifications: [
        { ...said, name: "SNII", classifier: "lc_classifier", probability: 0.8 },
        { ...said, name: "SNIa", classifier: null, probability: null },
      ],
    };
    const { parameters, notes } = classificationReportForm(subject({ target }), lists, site);
    expect(parameters).toMatchObject({ name: "AT 2026abc", objectType: "3", redshift: 0.02, spectrumType: "1" });
    expect(notes).toEqual([]);
    expect(typeNumber(lists, "sn ic-bl")).toBe("7");
    expect(typeNumber(lists, "Nonsense")).toBeUndefined();
  });
});

describe("an answer of the TNS", () => {
  const asked = { reference: "1", site: "https://sandbox.wis-tns.org" };
  const message = (code: number, text: string, more = {}) => ({ [code]: { message: text, message_id: code, ...more } });

  it.each([
    ["100", { at_report: [message(100, "Inserted.", { objname: "2026ob" })] }, "accepted", "AT2026ob"],
    ["101", { at_report: [message(101, "Exists.", { objname: "2026ob", prefix: "SN" })] }, "accepted", "SN2026ob"],
    [
      "121 among others",
      {
        classification_report: [
          {
            classification_messages: [
              message(120, "Classification inserted.", { objname: "2026ob" }),
              message(121, "Prefix changed.", { new_object_name: "SN 2026ob" }),
            ],
          },
        ],
      },
      "accepted",
      "SN2026ob",
    ],
    [
      "a classification without a new name",
      { classification_report: [{ classification_messages: [] }] },
      "accepted",
      null,
    ],
    ["a TDE", { at_report: [message(101, "Exists.", { objname: "2026ob", prefix: "TDE" })] }, "accepted", "TDE2026ob"],
    ["no word on an AT report", { at_report: [{}] }, "rejected", null],
  ])("with %s", (_what, feedback, state, name) => {
    expect(receiptOf({ feedback }, false, asked)).toMatchObject({ state, name });
  });

  it("that is a refusal says it field by field, in whichever shape, as plain text", () => {
    const feedback = {
      at_report: [
        {
          reporting_group_id: message(5, "Not a <b>group</b>\n of yours."),
          photometry: { photometry_group: { "0": { flux: [message(1, "Required.")] } } },
          dec: { value: "is out of range" },
        },
      ],
    };
    const receipt = receiptOf({ feedback }, true, asked);
    expect(receipt.messages).toEqual([
      { field: "reporting_group_id", code: "5", text: "Not a group of yours." },
      { field: "photometry.photometry_group.flux", code: "1", text: "Required." },
      { field: "dec.value", code: null, text: "is out of range" },
    ]);
    expect(receipt).toMatchObject({
      state: "rejected",
      name: null,
      message: "The TNS rejected the report: Not a group of yours.",
    });
    expect(receiptOf({}, true, asked).message).toBe("The TNS rejected the report.");
  });

  it("never grows without bound", () => {
    let deep: unknown = message(5, "x".repeat(10_000));
    for (let level = 0; level < 100; level += 1) deep = { deeper: deep };
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, message(5, "y".repeat(900))]));
    const receipt = receiptOf({ feedback: { at_report: [many, deep] } }, true, asked);
    expect(receipt.messages.length).toBeLessThanOrEqual(100);
    expect(Math.max(...receipt.messages.map(({ text }) => text.length))).toBe(500);
  });
});

describe("sending", () => {
  let bench: TnsBench;

  beforeEach(async () => {
    bench = await startTns();
  });
  afterEach(() => bench.close());

  it("needs a target or an observation", async () => {
    const broker = bench.broker.connect();
    const report = { kind: "at", parameters: {}, body: {} };
    const refused = broker.submitUpstreamAlert?.({ target: null, observation: null }, report);
    await expect(refused).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(/has neither/),
    });
    expect(bench.server.seen).toEqual([]);
    const observation = observed();
    const receipt = await broker.submitUpstreamAlert?.(
      { target: null, observation },
      { ...report, body: { at_report: { "0": {} } } },
    );
    expect(receipt).toMatchObject({ state: "pending", reference: "123456" });
    expect(askedOf(bench.server).map(({ route }) => route)).toEqual(["set/bulk-report"]);
  });

  it("goes to the sandbox while no address is set", () => {
    const { services } = bench.broker.manifest;
    expect(services.find(({ key }) => key === "reports")?.defaultUrl).toBe("https://sandbox.wis-tns.org");
    expect(bench.broker.upstream?.destination).toEqual({
      name: "the TNS at 127.0.0.1",
      url: bench.server.origin,
      isProduction: false,
    });
  });

  it("counts as perhaps arrived in every doubt", async () => {
    const failureWith = async (status: number | null): Promise<unknown> => {
      bench.change = (_seen, answer) => (status === null ? answer : { status, body: "{}" });
      try {
        const broker = bench.broker.connect();
        await broker.submitUpstreamAlert?.(
          { target: subject().target, observation: null },
          { kind: "at", parameters: {}, body: { at_report: { "0": {} } } },
        );
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(wasSurelyNotTaken(await failureWith(401))).toBe(true);
    expect(wasSurelyNotTaken(await failureWith(500))).toBe(false);
    expect(wasSurelyNotTaken(await failureWith(502))).toBe(false);
    expect(wasSurelyNotTaken(await failureWith(200))).toBe(false);
    bench.server.fault = { kind: "reset" };
    expect(wasSurelyNotTaken(await failureWith(null))).toBe(false);
    await bench.server.close();
    const gone = await failureWith(null);
    expect(isTomError(gone) && wasSurelyNotTaken(gone)).toBe(true);
    expect(wasSurelyNotTaken(new Error("a fault of ours"))).toBe(false);
    expect(wasSurelyNotTaken(new TomError("INTERNAL", "x"))).toBe(false);
  });
});
