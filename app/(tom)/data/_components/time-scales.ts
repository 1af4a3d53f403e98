import type { Option } from "@/components/forms/controls";
import type { UploadTimeScale } from "@/lib/data-products/types";

/** The scale of times in a file, where it does not say one itself. */
export const timeScales: readonly (Option & { value: UploadTimeScale })[] = [
  { value: "utc", label: "UTC" },
  { value: "tai", label: "TAI" },
  { value: "tt", label: "TT" },
  { value: "tdb", label: "TDB" },
  { value: "hjd", label: "HJD (UTC)" },
  { value: "bjd_tdb", label: "BJD (TDB)" },
];
