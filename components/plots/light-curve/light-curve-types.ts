import type { Deliverers } from "@/components/brokers/deliverers";
import type { LightCurveState } from "./state";

export type LightCurveProps = {
  /** Address of the columns (`encodeColumns`), with the version in it, so that it can be cached for ever. */
  src: string;
  targetName: string;
  deliverers: Deliverers;
  /** With any of these the absolute magnitude can be chosen; the first that is known counts. */
  distancePc?: number | null;
  parallaxMas?: number | null;
  redshift?: number | null;
  /** A known period in days, offered for folding. */
  periodDays?: number | null;
  /** Time of the first detection, MJD UTC: zero of "days since" and of the phase. Null = the first row that is one. */
  firstDetectionMjd?: number | null;
  /** What is shown while the URL (`lc.*`) says nothing else. */
  initialState?: Partial<Omit<LightCurveState, "range">>;
  /** Ids of the rows inside a box drawn with the "select" tool; the same goes out as the DOM event `photometry-select`. */
  onSelect?: (rowIds: readonly string[]) => void;
};

/** Bubbles from the plot: `detail.rowIds` are the photometry rows selected in it, none when the selection is cleared. */
export const photometrySelectEvent = "photometry-select";
export type PhotometrySelectDetail = { rowIds: readonly string[] };
