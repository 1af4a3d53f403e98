import * as z from "zod";
import { csvLine } from "@/lib/core/csv";
import { visibilities } from "./schema";

/** Files of targets: what may be said about one, and the verdict on each of its rows. */

export const importRowsMax = 100_000;
/** Bytes of the files of one import, together. */
export const importBytesMax = 64 * 1024 * 1024;

export const importOptions = z.strictObject({
  /** Who may see the targets of rows that do not say it; the installation's default unless said. */
  visibility: z.enum(visibilities, { error: "Visibility is open, public or private" }).optional(),
  /** Ids of groups that get view, change and delete of the targets of rows that name none. */
  groups: z.array(z.string().max(64)).max(200, "At most 200 groups").default([]),
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
