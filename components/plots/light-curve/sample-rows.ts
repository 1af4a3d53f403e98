import type { LightCurveRow } from "./columns";

/** A plain detection (ZTF g, 18.00 ± 0.05 AB, difference) with the fields given instead; for tests. */
export const sampleRow = (fields: Partial<LightCurveRow>): LightCurveRow => ({
  id: "row-1",
  observedAtMjd: 58855.5,
  band: "g",
  mag: 18,
  magErr: 0.05,
  limitMag: null,
  limitSigma: null,
  fluxNjy: 229_086.77,
  fluxErrNjy: 10_549.9,
  magSystem: "AB",
  brightness: "difference",
  forced: false,
  negative: false,
  flagged: false,
  timeReference: "start",
  telescope: null,
  source: "ZTF",
  via: ["alerce"],
  ...fields,
});
