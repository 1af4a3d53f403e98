import type { Option } from "@/components/forms/controls";
import type { TimeScale } from "@/lib/astro/time";

/** Scales that a time may be given in; it is stored as UTC. */
export const scaleOptions: readonly (Option & { value: TimeScale })[] = [
  { value: "UTC", label: "UTC" },
  { value: "TAI", label: "TAI" },
  { value: "TT", label: "TT" },
  { value: "TDB", label: "TDB" },
  { value: "HJD", label: "HJD (UTC)" },
  { value: "BJD_TDB", label: "BJD (TDB)" },
];
