import { describe, expect, it } from "vitest";
import { alertComplaints, photometryComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { marsAlertSchema, photometryOf, toGenericAlert, toTarget } from "@/lib/brokers/mars/mapping";
import { hasCorpus, leavesNothingUnread, orWhyNot, recording } from "./corpus";

describe.runIf(hasCorpus)(`recorded replies of MARS${orWhyNot}`, () => {
  it("a page of its search is still readable", () => {
    const { results } = recording("mars", "search_page.json") as { results: unknown[] };
    const alerts = results.map((one) => marsAlertSchema.parse(one));
    expect(alerts.map(toGenericAlert).flatMap(alertComplaints)).toEqual([]);
    expect(alerts.map(toTarget).flatMap(targetComplaints)).toEqual([]);
    expect((recording("mars", "search_empty.json") as { results: unknown[] }).results).toEqual([]);
  });

  it("ZTF19acihgng comes with its history of 34, two of them limits", () => {
    const rows = photometryOf(marsAlertSchema.parse(recording("mars", "single_alert_with_history.json")));
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(rows).toHaveLength(35);
    expect(rows.filter(({ limitMag }) => limitMag !== null)).toHaveLength(2);
    expect(rows[0]).toMatchObject({ sourceId: "1060135832015015002", band: "r", mag: 18.632339477539062 });
  });

  leavesNothingUnread("mars");
});
