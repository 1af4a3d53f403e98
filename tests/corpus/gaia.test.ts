import { describe, expect, it } from "vitest";
import { alertComplaints, photometryComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { pointToDatum, rowAlert, toGenericAlert, toTarget } from "@/lib/brokers/gaia/mapping";
import { listFromCsv, listFromPage, pointsFromText } from "@/lib/brokers/gaia/remote";
import { hasCorpus, leavesNothingUnread, orWhyNot, recordingsOf, recordingText } from "./corpus";

const believable = (list: ReturnType<typeof listFromCsv>, count: number): void => {
  expect(list?.unreadable).toBe(0);
  const alerts = (list?.rows ?? []).map(rowAlert);
  expect(alerts).toHaveLength(count);
  expect(alerts.map(toGenericAlert).flatMap(alertComplaints)).toEqual([]);
  expect(alerts.map(toTarget).flatMap(targetComplaints)).toEqual([]);
};

describe.runIf(hasCorpus)(`recorded replies of Gaia Science Alerts${orWhyNot}`, () => {
  it("the list of 2016 has 524 alerts and no names of the TNS", () => {
    const list = listFromCsv(recordingText("gaia", "alerts_2016.csv"));
    believable(list, 524);
    expect(list?.rows.every(({ tnsId }) => tnsId === null)).toBe(true);
  });

  it("the last alert ever is Gaia25aeh, in the list and in the page alike", () => {
    const list = listFromCsv(recordingText("gaia", "alerts_2025_selected.csv"));
    believable(list, 42);
    expect(list?.rows[0]).toMatchObject({ name: "Gaia25aeh", ra: 312.55124, mag: 15.86, historicMag: 18.31 });
    const page = listFromPage(recordingText("gaia", "alertsindex_2025_selected.html"));
    believable(page, 42);
    expect(page.rows.map(({ name, mag }) => [name, mag])).toEqual(list?.rows.map(({ name, mag }) => [name, mag]));
  });

  it("the array of 2020 reads as a page, the empty one as nothing", () => {
    const page = `<script>var alerts = ${recordingText("gaia", "alertsindex_alerts_array_2020.json")};</script>`;
    const { rows } = listFromPage(page);
    expect(rows[0]).toMatchObject({ name: "Gaia20cpu", tnsId: "AT2020lto", mag: 20.54 });
    expect(listFromPage(recordingText("gaia", "alertsindex_empty.html")).rows).toEqual([]);
  });

  it.each(recordingsOf("gaia").filter((name) => name.startsWith("lightcurve_")))("%s maps point by point", (name) => {
    const text = recordingText("gaia", name);
    const rows = pointsFromText(text).map(pointToDatum);
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    const lines = text.split("\n").filter((line) => /^\d{4}-/.test(line));
    const without = lines.filter((line) => /untrusted|null|nan/i.test(line));
    expect(rows).toHaveLength(lines.length - without.length);
    if (name.includes("23cnu")) expect(without).toHaveLength(26);
  });

  leavesNothingUnread("gaia");
});
