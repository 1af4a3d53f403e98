import { type TimeScale, timeScales } from "@/lib/astro/time";

const labels: Readonly<Record<TimeScale, string>> = {
  UTC: "UTC",
  TAI: "TAI",
  TT: "TT",
  TDB: "TDB",
  HJD: "HJD (UTC)",
  BJD_TDB: "BJD (TDB)",
};

/** Scales that a time may be given in; it is stored as UTC. */
export const scaleOptions = timeScales.map((value) => ({ value, label: labels[value] }));

/** The scale of times in a file, where it does not say one itself: the same, as files have them. */
export const fileScaleOptions = timeScales.map((value) => ({
  value: value.toLowerCase() as Lowercase<TimeScale>,
  label: labels[value],
}));
