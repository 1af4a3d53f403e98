import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { upstreamReports } from "@/db/schema/alerts";
import { createTarget } from "@/lib/targets/commands/create-target";
import { listHistory } from "@/lib/targets/queries/list-history";
import { failureOf, ReportBed, typed } from "@/tests/support/reports";
import { startTns } from "@/tests/support/tns";
import { discardReport } from "./commands/review-report";
import { followReport, sendReport } from "./commands/send-report";

let bed: ReportBed;

beforeEach(async () => {
  bed = await ReportBed.start();
});
afterEach(() => bed.close());

describe("a report that is sent", () => {
  const sent = async () => {
    const { id, internal } = await bed.candidate();
    const report = await bed.review(id, typed);
    await bed.send(report.id);
    return { id, internal, reportId: report.id };
  };

  it("is polled until it is answered, and the target gets the name", async () => {
    const { id, internal, reportId } = await sent();
    expect((await bed.read(reportId)).status).toBe("queued");
    expect(await bed.attempt(reportId)).toMatchObject({ status: "accepted" });
    const report = await bed.read(reportId);
    expect(report).toMatchObject({
      status: "accepted",
      reference: "123456",
      name: "AT2026zzba",
      url: `${bed.bench.server.origin}/object/2026zzba`,
      message: "The TNS made the object AT2026zzba.",
      messages: [{ field: null, code: "100", text: "Transient object was inserted." }],
    });
    expect(await bed.namesOf(id)).toEqual([internal, "AT2026zzba"]);
    expect(bed.posts()).toBe(1);
    const polls = bed.bench.server.seen.filter(({ url }) => url.pathname === "/api/get/bulk-report-reply");
    expect(polls.map(({ body }) => new URLSearchParams(body).get("report_id"))).toEqual(["123456", "123456"]);
    const { items } = await listHistory(bed.database.read, bed.ann.scope, { id });
    expect(items.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(["report.review", "report.send", "report.answer", "target.adoptName"]),
    );
  });

  it("goes once: pressed twice, carried out twice, at once and again", async () => {
    const { reportId } = await sent();
    await bed.send(reportId);
    await Promise.all([
      bed.attempt(reportId),
      bed.attempt(reportId).catch(() => {}),
      bed.attempt(reportId).catch(() => {}),
    ]);
    await bed.attempt(reportId, 2);
    expect(bed.posts()).toBe(1);
    expect((await bed.read(reportId)).status).toBe("accepted");
    expect((await failureOf(bed.send(reportId))).code).toBe("CONFLICT");
  });

  it("keeps another of its kind back while it is under way, and after the object has its name", async () => {
    const { id, reportId } = await sent();
    const other = await bed.review(id, { ...typed, mag: 18.3 });
    expect((await failureOf(bed.send(other.id))).message).toBe(
      "Another report of this kind on this target is under way.",
    );
    await bed.attempt(reportId);
    expect((await failureOf(bed.send(other.id))).message).toBe("This target was reported there already: AT2026zzba.");
    expect(bed.posts()).toBe(1);
  });

  it("whose answer is lost on the way is found there, and not sent again", async () => {
    const { id, reportId } = await sent();
    bed.bench.change = ({ url }, answer) => {
      const isReport = url.pathname === "/api/set/bulk-report";
      // Taken, worked off, and then the line breaks.
      if (isReport) for (const _ of [1, 2]) bed.bench.answer("/api/get/bulk-report-reply", { report_id: "123456" });
      bed.bench.server.fault = isReport ? { kind: "broken-off" } : null;
      return answer;
    };
    await bed.attempt(reportId);
    expect(await bed.read(reportId)).toMatchObject({
      status: "accepted",
      name: "AT2026zzba",
      message: "The TNS has the object as AT2026zzba.",
    });
    expect(await bed.namesOf(id)).toContain("AT2026zzba");
    expect(bed.posts()).toBe(1);
  });

  it("that was on its way when the process died is looked for; what is not there waits for a person", async () => {
    const { reportId } = await sent();
    await bed.database.write(async (tx) => {
      await tx
        .update(upstreamReports)
        .set({ status: "sending", updatedAt: "2026-01-01T00:00:00.000Z" })
        .where(eq(upstreamReports.id, reportId));
    });
    expect((await failureOf(bed.attempt(reportId))).retryAfterS).toBeGreaterThan(0);
    expect(bed.posts()).toBe(0);
    expect(await bed.read(reportId)).toMatchObject({
      status: "unknown",
      message: "Perhaps it arrived: TNS does not show it. Look there before you send it again.",
    });
    await bed.send(reportId);
    await failureOf(bed.attempt(reportId, 2));
    expect(bed.posts()).toBe(0);
    await followReport({ ctx: bed.ann, brokers: bed.brokers, input: { id: reportId } });
    await discardReport({ ctx: bed.ann, input: { id: reportId } });
    expect((await bed.read(reportId)).status).toBe("failed");
    await bed.send(reportId);
    await bed.attempt(reportId);
    expect((await bed.read(reportId)).status).toBe("accepted");
    expect(bed.posts()).toBe(1);
  });

  it("is tried again when nobody listened, and gives up with the last attempt", async () => {
    const { reportId } = await sent();
    const { origin } = bed.bench.server;
    await bed.bench.server.close();
    const error = await failureOf(bed.attempt(reportId));
    expect(error.message).toBe("TNS could not be reached.");
    expect(await bed.read(reportId)).toMatchObject({ status: "queued", sentAt: null, destination: origin });
    expect(await bed.attempt(reportId, 5)).toEqual({ status: "failed" });
    expect(await bed.read(reportId)).toMatchObject({ status: "failed", message: "TNS could not be reached." });
  });

  it.each([
    [401, "failed", "TNS refused the credentials (401)."],
    [403, "failed", "TNS refused the credentials (403)."],
    [429, "queued", "TNS is busy; try again later."],
  ] as const)("and refused with %i is %s, not lost", async (status, state, message) => {
    const { reportId } = await sent();
    bed.bench.change = ({ url }, answer) => (url.pathname === "/api/set/bulk-report" ? { status, body: "{}" } : answer);
    await bed.attempt(reportId).catch(() => {});
    expect(await bed.read(reportId)).toMatchObject({ status: state, message });
  });

  it("with 500 in answer counts as perhaps arrived", async () => {
    const { reportId } = await sent();
    bed.bench.change = ({ url }, answer) =>
      url.pathname === "/api/set/bulk-report" ? { status: 500, body: "" } : answer;
    await failureOf(bed.attempt(reportId));
    expect((await bed.read(reportId)).status).toBe("unknown");
    expect(bed.posts()).toBe(1);
  });

  it("shows a rejection field by field, and can be corrected in a new one", async () => {
    const { id } = await bed.candidate();
    const report = await bed.review(id, { ...typed, reportingGroup: "999" });
    await bed.send(report.id);
    await bed.attempt(report.id);
    const rejected = await bed.read(report.id);
    expect(rejected).toMatchObject({
      status: "rejected",
      message: "The TNS rejected the report: The value is not valid.",
      messages: [{ field: "reporting_group_id", code: "5", text: "The value is not valid." }],
      name: null,
    });
    const corrected = await bed.review(id);
    await bed.send(corrected.id);
    await bed.attempt(corrected.id);
    expect((await bed.read(corrected.id)).status).toBe("accepted");
  });

  it("of an object that is there takes the name that it has there", async () => {
    const { id } = await bed.candidate(bed.ann, { raDeg: 244.000927, decDeg: 22.268031 });
    const report = await bed.review(id);
    await bed.send(report.id);
    await bed.attempt(report.id);
    expect(await bed.read(report.id)).toMatchObject({
      status: "accepted",
      name: "AT2018cow",
      message: "The TNS has the object already: AT2018cow.",
    });
    expect(await bed.namesOf(id)).toContain("AT2018cow");
  });

  it("goes nowhere but where it was reviewed for", async () => {
    const { id } = await bed.candidate();
    const report = await bed.review(id);
    const elsewhere = await startTns();
    const error = await failureOf(sendReport({ ctx: bed.ann, brokers: elsewhere.brokers, input: { id: report.id } }));
    expect(error.message).toMatch(/^It was reviewed for .* and would go to .* now\. Review it again\.$/);
    await elsewhere.close();
  });

  it("says so when the name is another target's already", async () => {
    const { id, reportId } = await sent();
    const holder = await createTarget({ ctx: bed.ann, input: { name: "AT2026zzba", raDeg: 200, decDeg: 1 } });
    await bed.attempt(reportId);
    expect(await bed.read(reportId)).toMatchObject({
      status: "accepted",
      message:
        "The TNS made the object AT2026zzba. The name was not added to the target: AT2026zzba is already the target AT2026zzba.",
    });
    expect(await bed.namesOf(id)).not.toContain("AT2026zzba");
    expect(holder.name).toBe("AT2026zzba");
  });
});
