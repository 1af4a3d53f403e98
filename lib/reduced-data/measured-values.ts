import { mjdToIso } from "@/lib/astro/time";
import type { Measurement } from "./commands/measurement";
import type { PhotometryValues } from "./types";

type Measured<System> = Omit<Measurement, "producer" | "originalScale" | "originalTime" | "magSystem"> & {
  magSystem: System;
};
type Values<System> = Omit<PhotometryValues, "via" | "magSystem"> & { magSystem: System };

/** What a measurement says, before it is stored or afterwards; who delivered it is another matter. */
export const measuredValues = <System extends string | null>(row: Measured<System>): Values<System> => ({
  observedAt: mjdToIso(row.observedAtMjd),
  observedAtMjd: row.observedAtMjd,
  band: row.band,
  mag: row.mag,
  magErr: row.magErr,
  fluxNjy: row.fluxNjy,
  fluxErrNjy: row.fluxErrNjy,
  limitMag: row.limitMag,
  limitSigma: row.limitSigma,
  magSystem: row.magSystem,
  brightness: row.brightness,
  forced: row.kind === "forced",
  negative: row.negative,
  timeReference: row.timeReference,
  telescope: row.telescope,
  instrument: row.instrument,
  source: row.source,
  sourceId: row.sourceId,
});
