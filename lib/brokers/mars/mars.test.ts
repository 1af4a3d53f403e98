import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { parseLosslessJson } from "@/lib/http/lossless-json";
import { alertComplaints, manifestComplaints, photometryComplaints, targetComplaints } from "../contract-checks";
import { createBrokerRegistry } from "../registry";
import { mars } from "./index";
import { marsAlertSchema, photometryOf, toGenericAlert, toTarget } from "./mapping";

const http = createHttp({ allowPrivateHosts: [] });
const broker = createBrokerRegistry([mars()], { http, logger: silentLogger }).get("mars");
const page = parseLosslessJson(readFileSync(new URL("./fixtures/search_page.json", import.meta.url), "utf8")) as {
  results: unknown[];
};

describe("MARS", () => {
  it("is listed as retired, says where its users went, and answers no question", () => {
    expect(manifestComplaints(broker.manifest)).toEqual([]);
    expect(broker.state).toBe("retired");
    expect(() => broker.connect()).toThrow(/closed in 2023.*ALeRCE, ANTARES, Fink and Lasair/);
  });

  it("loses one unreadable row of an alert's history, not the alert", () => {
    const [first] = page.results as { prv_candidate?: unknown[] }[];
    const odd = { ...first, prv_candidate: [{ candidate: { jd: "never" } }, null, ...(first?.prv_candidate ?? [])] };
    expect(marsAlertSchema.parse(odd)).toEqual(marsAlertSchema.parse(first));
  });

  it("flags a solar-system object with its separation, where that is told, and takes it for no name", () => {
    const [first] = page.results as { candidate: object }[];
    const flagged = (said: object) => marsAlertSchema.parse({ ...first, candidate: { ...first?.candidate, ...said } });
    const near = flagged({ ssnamenr: "101816", ssdistnr: 3 });
    expect(toGenericAlert(near).solarSystem).toEqual({ name: "101816", separationArcsec: 3 });
    expect(toTarget(near)).toMatchObject({ aliases: [], extras: { solar_system_match: "101816" } });
    expect(toGenericAlert(flagged({ ssnamenr: "101816", ssdistnr: -999 })).solarSystem).toEqual({
      name: "101816",
      separationArcsec: null,
    });
    expect(toGenericAlert(flagged({ ssnamenr: "null", ssdistnr: -999 })).solarSystem).toBeNull();
  });

  it("still reads alerts that were kept", () => {
    const alert = marsAlertSchema.parse(page.results[0]);
    expect(alertComplaints(toGenericAlert(alert))).toEqual([]);
    expect(toGenericAlert(alert)).toMatchObject({
      id: "1234567",
      name: "ZTF20aaelulu",
      score: 0.83,
      mag: 17.2799,
      band: "r",
    });
    expect(targetComplaints(toTarget(alert))).toEqual([]);
    const rows = photometryOf(alert);
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(rows.map(({ mag, limitMag, band, sourceId }) => [mag, limitMag, band, sourceId])).toEqual([
      [17.2799, null, "r", "1101542291015015004"],
      [null, 19.2005, "g", null],
    ]);
  });
});
