import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTarget } from "@/lib/targets/commands/create-target";
import { failureOf, ReportBed, typed } from "@/tests/support/reports";
import { askedOf } from "@/tests/support/tns";
import { discardReport, reviewReport } from "./commands/review-report";
import { draftReport } from "./queries/draft-report";
import { listReports } from "./queries/list-reports";

let bed: ReportBed;

beforeEach(async () => {
  bed = await ReportBed.start();
});
afterEach(() => bed.close());

describe("the form of a discovery", () => {
  it("is filled in from the first detection, the last limit before it, and the names", async () => {
    const { id, internal } = await bed.candidate(bed.ann, { redshift: { value: 0.031 } });
    const form = await draftReport(bed.ann, bed.brokers, { targetId: id, brokerId: "tns", kind: "at" });
    expect(form.parameters).toEqual({
      raDeg: 30 + bed.serial,
      decDeg: -20.5,
      positionErrArcsec: 0.085,
      internalName: internal,
      atType: "1",
      discoverySource: "48",
      reporter: "ann",
      redshift: 0.031,
      discoveredAt: "2024-07-09T06:00:00.000Z",
      detectedAt: "2024-07-09T06:00:00.000Z",
      mag: 18.25,
      magErr: 0.1,
      filter: "111",
      instrument: "196",
      exposureS: 30,
      observer: "Robot",
      limitAt: "2024-07-06T06:00:00.000Z",
      limitMag: 20.5,
      limitFilter: "110",
      limitInstrument: "196",
      limitExposureS: 30,
      limitObserver: "Robot",
    });
    expect(form.notes).toEqual([]);
    const filter = form.groups.flatMap(({ fields }) => fields).find(({ name }) => name === "filter");
    expect(filter).toMatchObject({ kind: "select" });
  });

  it("says what is missing, and lets numbers be typed when the lists cannot be had", async () => {
    const bare = await createTarget({ ctx: bed.ann, input: { name: "AT 2026bare", raDeg: 1, decDeg: 80 } });
    bed.bench.server.fault = { kind: "status", status: 500 };
    const form = await draftReport(bed.ann, bed.brokers, { targetId: bare.id, brokerId: "tns", kind: "at" });
    expect(form.notes).toEqual([
      "TNS answered with an error (500). Its lists are missing here, so its numbers are typed.",
      "This target has a name of the TNS already: AT 2026bare.",
      "There is no detection in AB magnitudes yet: fill in the discovery photometry.",
    ]);
    expect(form.groups.flatMap(({ fields }) => fields).find(({ name }) => name === "filter")).toMatchObject({
      kind: "text",
    });
  });
});

describe("a reviewed report", () => {
  it("is exactly what is sent, and is not sent before somebody says so", async () => {
    const { id, internal } = await bed.candidate();
    const report = await bed.review(id);
    expect(report).toMatchObject({ status: "draft", destination: bed.bench.server.origin, by: "ann", sentAt: null });
    expect(report.body).toEqual({
      at_report: {
        "0": {
          ra: { value: String(30 + bed.serial), error: "0.085", units: "arcsec" },
          dec: { value: "-20.5", error: "0.085", units: "arcsec" },
          reporting_group_id: "130",
          discovery_data_source_id: "48",
          reporter: "A. Nova (Supernova team)",
          discovery_datetime: "2024-07-09 06:00:00.000",
          at_type: "1",
          internal_name: internal,
          non_detection: {
            obsdate: "2024-07-06 06:00:00.000",
            limiting_flux: "20.5",
            flux_units: "1",
            filter_value: "110",
            instrument_value: "196",
            exptime: "30",
            observer: "Robot",
          },
          photometry: {
            photometry_group: {
              "0": {
                obsdate: "2024-07-09 06:00:00.000",
                flux: "18.25",
                flux_error: "0.1",
                flux_units: "1",
                filter_value: "111",
                instrument_value: "196",
                exptime: "30",
                observer: "Robot",
              },
            },
          },
        },
      },
    });
    expect(bed.posts()).toBe(0);
    await bed.send(report.id);
    await bed.attempt(report.id);
    const sent = askedOf(bed.bench.server).filter(({ route }) => route === "set/bulk-report");
    expect(sent.map(({ data }) => data)).toEqual([report.body]);
  });

  it("is refused on the fields that are wrong", async () => {
    const { id } = await bed.candidate();
    const error = await failureOf(bed.review(id, { ...typed, reporter: " ", mag: 99, limitMag: null, filter: "red" }));
    expect(error.code).toBe("INVALID_INPUT");
    expect(Object.keys(error.fieldErrors ?? {}).toSorted()).toEqual([
      "parameters.filter",
      "parameters.limitMag",
      "parameters.mag",
      "parameters.reporter",
    ]);
  });

  it.each([
    [{ limitAt: "", archive: "", archiveRemarks: "" }, "limitAt"],
    [{ limitAt: "2031-01-01T00:00:00Z" }, "limitAt"],
    [{ limitFilter: "" }, "limitFilter"],
    [{ noSuchField: 1 }, "noSuchField"],
  ])("with %j is refused at %s", async (changes, field) => {
    const { id } = await bed.candidate();
    const error = await failureOf(bed.review(id, { ...typed, ...changes }));
    expect(Object.keys(error.fieldErrors ?? {})).toContain(`parameters.${field}`);
  });

  it("takes an archive image instead of a limit", async () => {
    const { id } = await bed.candidate();
    const form = await draftReport(bed.ann, bed.brokers, { targetId: id, brokerId: "tns", kind: "at" });
    const parameters = Object.fromEntries(
      Object.entries(form.parameters).filter(([name]) => !name.startsWith("limit")),
    );
    const report = await reviewReport({
      ctx: bed.ann,
      brokers: bed.brokers,
      input: {
        targetId: id,
        brokerId: "tns",
        kind: "at",
        parameters: { ...parameters, ...typed, archive: "2", archiveRemarks: "Nothing on the plate" },
      },
    });
    expect(report.body).toMatchObject({
      at_report: { "0": { non_detection: { archiveid: "2", archival_remarks: "Nothing on the plate" } } },
    });
  });

  it("can be changed and discarded while it is a draft, by those who may change the target only", async () => {
    const { id } = await bed.candidate();
    const report = await bed.review(id);
    const again = await reviewReport({
      ctx: bed.ann,
      brokers: bed.brokers,
      input: {
        targetId: id,
        brokerId: "tns",
        kind: "at",
        prefill: true,
        parameters: { ...typed, mag: 18 },
        reportId: report.id,
      },
    });
    expect(again).toMatchObject({ id: report.id, parameters: { mag: 18 } });
    for (const work of [bed.review(id, typed, bed.eve), bed.send(report.id, bed.eve), bed.read(report.id, bed.eve)])
      expect((await failureOf(work)).code).toBe("NOT_FOUND");
    expect(await listReports(bed.database.read, bed.eve.scope, id)).toEqual([]);
    await discardReport({ ctx: bed.ann, input: { id: report.id } });
    expect((await failureOf(bed.read(report.id))).code).toBe("NOT_FOUND");
  });

  it("on a target that others see is told of, and drafts are not", async () => {
    const { id } = await bed.candidate(bed.ann, { visibility: "public" });
    const report = await bed.review(id);
    expect(await listReports(bed.database.read, bed.eve.scope, id)).toEqual([]);
    expect((await failureOf(bed.review(id, typed, bed.eve))).code).toBe("FORBIDDEN");
    expect((await failureOf(bed.send(report.id, bed.eve))).code).toBe("FORBIDDEN");
    await bed.send(report.id);
    await bed.attempt(report.id);
    expect(await listReports(bed.database.read, bed.eve.scope, id)).toEqual([
      expect.objectContaining({ status: "accepted", name: expect.stringMatching(/^AT2026/) }),
    ]);
  });

  it("is not for brokers that take none", async () => {
    const { id } = await bed.candidate();
    const input = { targetId: id, brokerId: "alerce", kind: "at", parameters: {} };
    expect((await failureOf(reviewReport({ ctx: bed.ann, brokers: bed.brokers, input }))).message).toBe(
      "ALeRCE takes no reports.",
    );
  });
});
