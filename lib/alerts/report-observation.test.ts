import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/access/context";
import { silentLogger } from "@/lib/core/logger";
import { storeResult } from "@/lib/data-products/commands/store-result";
import { photometryOf, spectrum, uploadText } from "@/lib/data-products/testing";
import { manual } from "@/lib/facilities/manual";
import { createFacilityRegistry } from "@/lib/facilities/registry";
import { createHttp } from "@/lib/http/create-http";
import { createObservation } from "@/lib/observations/commands/create-observation";
import { deleteObservation } from "@/lib/observations/commands/delete-observation";
import { createTarget } from "@/lib/targets/commands/create-target";
import { failureOf, ReportBed, typed } from "@/tests/support/reports";
import { reviewReport } from "./commands/review-report";
import { listReports, listReportsFrom } from "./queries/list-reports";

const ntt = manual({ id: "ntt", name: "NTT" });
const fileText = "# wavelength flux\n4000 1\n4001 2\n";
const http = createHttp({ allowPrivateHosts: [], limits: { timeoutMs: 1_000, retries: 0 } });
const facilities = createFacilityRegistry([ntt], { http, logger: silentLogger, clock: { now: () => new Date() } });

let bed: ReportBed;
let ann: Context;

beforeEach(async () => {
  bed = await ReportBed.start();
  ann = { ...bed.ann, config: { ...bed.ann.config, facilities: [ntt] } };
});
afterEach(async () => {
  await bed.close();
});

/** A night with the NTT on a candidate. */
async function observed(targetId: string, more: Record<string, unknown> = {}): Promise<string> {
  const input = {
    targetId,
    facilityId: "ntt",
    observationId: "112.5F",
    status: "COMPLETED",
    scheduledStart: "2024-07-10T06:00:00Z",
    parameters: { instrument: "EFOSC2", exposureS: 300 },
    ...more,
  };
  return (await createObservation({ ctx: ann, facilities, input })).id;
}

type Result = Parameters<typeof storeResult>[0]["input"]["result"];

async function giveFile(targetId: string, observationRecordId: string, type: string, result: Result): Promise<void> {
  const file = await uploadText(ann, bed.store, {
    targetId,
    observationRecordId,
    text: fileText,
    type,
    filename: `${type}.dat`,
  });
  await storeResult({ ctx: ann, input: { productId: file.id, processing: 0, result } });
}

const review = (about: Record<string, unknown>, ctx: Context = ann) =>
  reviewReport({
    ctx,
    brokers: bed.brokers,
    input: { brokerId: "tns", kind: "at", prefill: true, parameters: typed, ...about },
  });

describe("a report from an observation record", () => {
  it("has what the observation's files gave, is sent as any other, and is remembered with the record", async () => {
    const { id, internal } = await bed.candidate();
    const observationRecordId = await observed(id);
    const own = { observedAtMjd: 60_501.5, band: "r", mag: 17.9, telescope: "SOAR", instrument: "Goodman" };
    await giveFile(id, observationRecordId, "photometry", photometryOf([own]));
    const report = await review({ observationRecordId });
    expect(report).toMatchObject({
      targetId: id,
      observationRecordId,
      status: "draft",
      parameters: { mag: 17.9, instrument: "87", exposureS: 300, photometryRemarks: "Observed with NTT (112.5F)." },
    });
    await bed.send(report.id);
    await bed.attempt(report.id);
    await bed.attempt(report.id, 2);
    expect(bed.posts()).toBe(1);
    expect(await bed.namesOf(id)).toEqual([internal, "AT2026zzba"]);
    const listed = expect.objectContaining({ id: report.id, observationRecordId, status: "accepted" });
    expect(await listReportsFrom(bed.database.read, ann.scope, observationRecordId)).toEqual([listed]);
    expect(await listReports(bed.database.read, ann.scope, id)).toEqual([listed]);
  });

  const classify = async () => {
    const target = await createTarget({ ctx: ann, input: { name: "AT 2020ubb", raDeg: 3, decDeg: 3 } });
    const object = { objname: "2020ubb", name_prefix: "AT", radeg: 3, decdeg: 3, photometry: [], spectra: [] };
    bed.bench.store.objects.set("2020ubb", { object, isLegacy: false });
    const observationRecordId = await observed(target.id);
    const draft = spectrum({ telescope: "SOAR", instrument: "Goodman", observer: "A. Nova" });
    await giveFile(target.id, observationRecordId, "spectroscopy", {
      ...{ kind: "spectroscopy", spectra: [{ row: 1, draft }] },
      ...{ rejected: [], rejectedTotal: 0, notes: [] },
    });
    const report = await review({
      observationRecordId,
      kind: "classification",
      parameters: { objectType: "3", reportingGroup: "130", classifier: "A. Nova" },
    });
    await bed.send(report.id);
    return { report, target };
  };
  const routes = () => bed.bench.server.seen.map(({ url }) => url.pathname).filter((path) => path.includes("/set/"));

  it("that classifies has the spectrum of the observation, and gives its file to the TNS before it goes", async () => {
    const { report, target } = await classify();
    expect(report.parameters).toMatchObject({
      instrument: "87",
      exposureS: 1200,
      observer: "A. Nova",
      spectrumFile: "spectroscopy.dat",
    });
    expect(bed.posts()).toBe(0);
    await bed.attempt(report.id);
    expect(await bed.read(report.id)).toMatchObject({ status: "accepted", name: "SN2020ubb" });
    expect(await bed.namesOf(target.id)).toContain("SN2020ubb");
    expect(routes()).toEqual(["/api/set/file-upload", "/api/set/bulk-report"]);
    expect([...bed.bench.store.files]).toEqual([["tns_1_spectroscopy.dat", fileText]]);
    const [sent] = bed.bench.server.seen.filter(({ url }) => url.pathname === "/api/set/bulk-report");
    expect(new URLSearchParams(sent?.body).get("data")).toContain('"ascii_file":"tns_1_spectroscopy.dat"');
  });

  it("whose file the TNS does not take is not sent, and can be sent again", async () => {
    const { report } = await classify();
    bed.bench.change = ({ url }, answer) =>
      url.pathname === "/api/set/file-upload" ? { status: 500, body: "" } : answer;
    await bed.attempt(report.id).catch(() => {});
    expect(await bed.read(report.id)).toMatchObject({ status: "failed", sentAt: null });
    expect(bed.posts()).toBe(0);
    bed.bench.change = null;
    await bed.send(report.id);
    await bed.attempt(report.id);
    expect((await bed.read(report.id)).status).toBe("accepted");
    expect(bed.posts()).toBe(1);
  });

  it("without a target and an observation is refused, and so is one of another target", async () => {
    const neither = await failureOf(review({}));
    expect(neither).toMatchObject({
      code: "INVALID_INPUT",
      message: "A report is about a target or an observation; this one has neither.",
    });
    const one = await bed.candidate();
    const other = await bed.candidate();
    const mixed = await failureOf(review({ targetId: other.id, observationRecordId: await observed(one.id) }));
    expect(mixed).toMatchObject({ code: "INVALID_INPUT", message: "This observation is of another target." });
  });

  it("needs the right to change the target, and is shown to those who see it once it is sent", async () => {
    const hidden = await bed.candidate();
    const record = await observed(hidden.id);
    expect((await failureOf(review({ observationRecordId: record }, bed.eve))).code).toBe("NOT_FOUND");
    const seen = await bed.candidate(ann, { visibility: "public" });
    const observationRecordId = await observed(seen.id, { observationId: "112.6F" });
    expect((await failureOf(review({ observationRecordId }, bed.eve))).code).toBe("FORBIDDEN");
    const report = await review({ observationRecordId });
    const shown = () => listReportsFrom(bed.database.read, bed.eve.scope, observationRecordId);
    expect(await shown()).toEqual([]);
    await bed.send(report.id);
    expect(await shown()).toEqual([expect.objectContaining({ id: report.id })]);
  });

  it("outlives the record that it started from, and goes its way", async () => {
    const { id } = await bed.candidate();
    const observationRecordId = await observed(id);
    const report = await review({ observationRecordId });
    await bed.send(report.id);
    await deleteObservation({ ctx: ann, facilities, input: { id: observationRecordId, version: 1 } });
    await bed.attempt(report.id);
    expect(await bed.read(report.id)).toMatchObject({ observationRecordId: null, status: "accepted" });
  });
});
