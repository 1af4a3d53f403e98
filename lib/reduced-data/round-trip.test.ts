import { describe, expect, it } from "vitest";
import { readRows } from "./commands/add-photometry";

describe("a row as the API answers it", () => {
  it("can be sent back, its own fields ignored, but not with a flag in it", () => {
    const answered = {
      row: "2k",
      observedAt: "2020-01-07T13:00:54.005Z",
      observedAtMjd: 58855.5422917245,
      band: "r",
      mag: 17.28,
      magErr: 0.06,
      fluxNjy: null,
      fluxErrNjy: null,
      limitMag: null,
      magSystem: "AB",
      brightness: "difference",
      forced: false,
      negative: false,
      limitSigma: null,
      timeReference: null,
      flagged: null,
      telescope: "P48",
      instrument: null,
      source: "ZTF",
      sourceId: "1",
      via: ["alerce"],
      revision: 1,
    };
    expect(readRows([answered], "ann")).toMatchObject({ rejected: [], good: [{ source: "ZTF", sourceId: "1" }] });
    const lost = { ...answered, mag: 30.647, magErr: 130.28, fluxNjy: 2, fluxErrNjy: 240, forced: true };
    expect(readRows([lost], "ann")).toMatchObject({ rejected: [], good: [{ magErr: 130.28 }] });
    expect(readRows([{ ...answered, magErr: 99 }], "ann").rejected).toMatchObject([
      { field: "magErr", message: "must be at most 50 mag" },
    ]);
    expect(readRows([{ ...answered, flagged: { reason: "x", by: null } }], "ann").rejected[0]?.field).toBe("flagged");
  });
});
