import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTarget } from "@/lib/targets/commands/create-target";
import { ReportBed } from "@/tests/support/reports";
import { draftReport } from "./queries/draft-report";

let bed: ReportBed;

beforeEach(async () => {
  bed = await ReportBed.start();
});
afterEach(() => bed.close());

describe("a classification", () => {
  const classify = async (targetId: string, name: string) => {
    const parameters = {
      name,
      objectType: "3",
      reportingGroup: "130",
      classifier: "A. Nova",
      observedAt: "2026-02-01T03:04:05",
      instrument: "87",
      observer: "A. Nova",
      redshift: 0.0141,
    };
    const report = await bed.review(targetId, parameters, bed.ann, "classification");
    await bed.send(report.id);
    await bed.attempt(report.id);
    return bed.read(report.id);
  };

  it("that changes the prefix renames the target and keeps the old name", async () => {
    const target = await createTarget({
      ctx: bed.ann,
      input: { name: "AT 2020ubb", raDeg: 3, decDeg: 3, aliases: ["ZTF20acddzrd"] },
    });
    bed.bench.store.objects.set("2020ubb", {
      object: { objname: "2020ubb", name_prefix: "AT", radeg: 3, decdeg: 3, photometry: [], spectra: [] },
      isLegacy: false,
    });
    const report = await classify(target.id, "AT 2020ubb");
    expect(report).toMatchObject({
      status: "accepted",
      name: "SN2020ubb",
      message: "The object's name at the TNS is SN2020ubb now.",
      body: { classification_report: { "0": { name: "2020ubb", objtypeid: "3", redshift: "0.0141", groupid: "130" } } },
    });
    expect(await bed.namesOf(target.id)).toEqual(["SN2020ubb", "AT 2020ubb", "ZTF20acddzrd"]);
  });

  it("of a name that was an alias adds the new one and keeps both", async () => {
    const target = await createTarget({
      ctx: bed.ann,
      input: { name: "My nova", raDeg: 4, decDeg: 3, aliases: ["AT2020ubc"] },
    });
    bed.bench.store.objects.set("2020ubc", {
      object: { objname: "2020ubc", name_prefix: "AT", radeg: 4, decdeg: 3, photometry: [], spectra: [] },
      isLegacy: false,
    });
    await classify(target.id, "2020ubc");
    expect(await bed.namesOf(target.id)).toEqual(["My nova", "AT2020ubc", "SN2020ubc"]);
  });

  it("of an object that is not there is rejected", async () => {
    const { id } = await bed.candidate();
    expect(await classify(id, "AT 2031zz")).toMatchObject({
      status: "rejected",
      message: "The TNS rejected the report: No such object.",
    });
  });

  it("without a name of the TNS says what comes first", async () => {
    const { id } = await bed.candidate();
    const form = await draftReport(bed.ann, bed.brokers, { targetId: id, brokerId: "tns", kind: "classification" });
    expect(form.notes).toEqual(["A classification needs the object's TNS name: report its discovery first."]);
  });
});
