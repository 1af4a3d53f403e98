import * as z from "zod";
import { csvLine } from "@/lib/core/csv";
import { timeScaleSchema } from "@/lib/data-products/schema";
import { visibilities } from "@/lib/targets/schema";

/** Files of targets: what may be said about one, and the verdict on each of its rows. */

export const importRowsMax = 100_000;
/** Bytes of the files of one import, together. */
export const importBytesMax = 64 * 1024 * 1024;

export const importOptions = z.strictObject({
  /** Who may see the targets of rows that do not say it; the installation's default unless said. */
  visibility: z.enum(visibilities, { error: "Visibility is open, public or private" }).optional(),
  /** Ids of groups that get view, change and delete of the targets of rows that name none. */
  groups: z.array(z.string().max(64)).max(200, "At most 200 groups").default([]),
  /** Of the times in a file of photometry. */
  timeScale: timeScaleSchema.default("utc"),
});
export type ImportOptions = z.output<typeof importOptions>;

export const verdictKinds = ["created", "existing", "rejected"] as const;
export type VerdictKind = (typeof verdictKinds)[number];

const near = z.object({ targetId: z.string(), name: z.string(), separationArcsec: z.number() });

/** What becomes of one row. `row` as a spreadsheet counts it: the header is row 1. */
export const rowVerdict = z.object({
  row: z.number().int(),
  name: z.string(),
  verdict: z.enum(verdictKinds),
  /** The target that was made or is there already; null where none is, and before it is made. */
  targetId: z.string().nullable(),
  /** Column of the file, where something is wrong with it. */
  field: z.string().nullable(),
  message: z.string().nullable(),
  /** A target close by, which is told and hinders nothing. */
  near: near.nullable(),
});
export type RowVerdict = z.output<typeof rowVerdict>;

export const importCounts = z.object({
  total: z.number().int(),
  created: z.number().int(),
  existing: z.number().int(),
  rejected: z.number().int(),
  /** Of those that are made: with another target close by. */
  near: z.number().int(),
});
export type ImportCounts = z.output<typeof importCounts>;

export const noCounts: ImportCounts = { total: 0, created: 0, existing: 0, rejected: 0, near: 0 };

export function addVerdict(counts: ImportCounts, verdict: RowVerdict): ImportCounts {
  return {
    ...counts,
    total: counts.total + 1,
    [verdict.verdict]: counts[verdict.verdict] + 1,
    near: counts.near + (verdict.verdict === "created" && verdict.near !== null ? 1 : 0),
  };
}

export const verdictHeader = csvLine([
  "row",
  "name",
  "verdict",
  "target_id",
  "column",
  "message",
  "near",
  "near_arcsec",
]);

export const verdictLine = ({ row, name, verdict, targetId, field, message, near }: RowVerdict): string =>
  csvLine([row, name, verdict, targetId, field, message, near?.name, near?.separationArcsec]);

/** Orders of verdicts; the first is the one without a word. */
export const verdictSorts = ["row", "-row"] as const;
export type VerdictSort = (typeof verdictSorts)[number];

export const photometryVerdictKinds = ["accepted", "rejected"] as const;

/** What becomes of one row of a file of photometry that came beside. */
export const photometryVerdict = z.object({
  row: z.number().int(),
  /** Of the target, as the file has it. */
  name: z.string(),
  verdict: z.enum(photometryVerdictKinds),
  /** Whose light it is; null where none, and before that target is made. */
  targetId: z.string().nullable(),
  field: z.string().nullable(),
  message: z.string().nullable(),
});
export type PhotometryVerdict = z.output<typeof photometryVerdict>;

export const photometryCounts = z.object({
  total: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
});
export type PhotometryCounts = z.output<typeof photometryCounts>;

export const noPhotometry: PhotometryCounts = { total: 0, accepted: 0, rejected: 0 };

export const addPhotometryVerdict = (counts: PhotometryCounts, { verdict }: PhotometryVerdict): PhotometryCounts => ({
  ...counts,
  total: counts.total + 1,
  [verdict]: counts[verdict] + 1,
});

export const photometryVerdictHeader = csvLine(["row", "name", "verdict", "target_id", "column", "message"]);

export const photometryVerdictLine = ({ row, name, verdict, targetId, field, message }: PhotometryVerdict): string =>
  csvLine([row, name, verdict, targetId, field, message]);

/** What a check says of the file of photometry. */
export const checkedPhotometry = z.object({
  warnings: z.array(z.string()),
  counts: photometryCounts,
  verdicts: z.array(photometryVerdict),
});
