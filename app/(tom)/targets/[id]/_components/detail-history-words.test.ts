import { describe, expect, it } from "vitest";
import { changeWords, summaryWords } from "./detail-history-words";

const host = { key: "host_mass", label: "Host mass", unit: "Msun", kind: "number", hidden: false } as const;
const words = (changes: Record<string, [unknown, unknown]>) => changeWords(changes, [host]);

describe("the history in words", () => {
  it("names fields by label and unit, and values as people read them", () => {
    expect(words({ distancePc: [null, 1.5e7], decDeg: [-3.5, 4], type: ["SIDEREAL", "NON_SIDEREAL"] })).toEqual([
      { label: "Distance (pc)", before: "not given", after: "15000000" },
      { label: "Declination (°)", before: "−3.5", after: "4" },
      { label: "Type", before: "sidereal", after: "non-sidereal" },
    ]);
    expect(words({ scheduledStart: [null, "2026-03-01T04:05:06.000Z"] })).toEqual([
      { label: "Scheduled start (UTC)", before: "not given", after: "2026-03-01 04:05:06" },
    ]);
  });

  it("says of tags, aliases and groups what was added and removed", () => {
    expect(
      words({
        tags: [
          ["c", "kept"],
          ["kept", "other edit"],
        ],
      }),
    ).toEqual([{ label: "Tags", words: "added other edit; removed c" }]);
    expect(words({ groups: [[], [{ id: "01a2", name: "Kilonovae" }]] })).toEqual([
      { label: "Groups", words: "added Kilonovae" },
    ]);
  });

  it("tells a redshift once with its source, and classifications by name", () => {
    const z = { value: 0.02, error: 0.001, frame: null, source: "own" };
    expect(words({ redshift: [null, z], redshifts: [null, { value: 0.02, source: "own" }] })).toEqual([
      { label: "Redshift", before: "not given", after: "0.02 ± 0.001 (own)" },
    ]);
    expect(words({ classifications: [[], [{ name: "SN Ia", source: "TNS", date: "2026" }]] })).toEqual([
      { label: "Classifications", words: "added SN Ia (TNS)" },
    ]);
  });

  it("tells declared fields one by one, and those that the config does not know any more", () => {
    expect(
      words({
        extras: [
          { same: 1, vetted: false },
          { same: 1, host_mass: 3, vetted: true },
        ],
      }),
    ).toEqual([
      { label: "Vetted", before: "no", after: "yes" },
      { label: "Host mass (Msun)", before: "not given", after: "3" },
    ]);
  });

  it("shows no stored object and no row number of rights", () => {
    expect(words({ observation: [null, { id: "01a2", status: "PENDING" }], grants: [[], ["user 3 change"]] })).toEqual(
      [],
    );
    expect(words({ parameters: [{ exposure: 1 }, { exposure: 2 }] })).toEqual([]);
  });

  it("puts labels for keys into the summary and leaves other sentences alone", () => {
    expect(summaryWords("Changed distancePc, tags")).toBe("Changed distance, tags");
    expect(summaryWords("Changed redshift, redshifts")).toBe("Changed redshift");
    expect(summaryWords("Changed grants")).toBe("Changed who may see and change it");
    expect(summaryWords("Observation with LCO: PENDING to COMPLETED; changed scheduledStart")).toBe(
      "Observation with LCO: PENDING to COMPLETED; changed scheduled start",
    );
    expect(summaryWords("Created SN 2026a")).toBe("Created SN 2026a");
  });
});
