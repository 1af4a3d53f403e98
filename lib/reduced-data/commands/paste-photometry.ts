import type { Context } from "@/lib/access/context";
import { mjdToIso, type TimeScale } from "@/lib/astro/time";
import { invalidInput } from "@/lib/core/errors";
import { readPastedCsv } from "../csv";
import { arrivalOf } from "../queries/target-place";
import type { RejectedRow } from "../types";
import { type AddReport, addPhotometry, readRows } from "./add-photometry";

/** One accepted row as it would be stored. */
export type PreviewRow = {
  observedAt: string;
  band: string;
  mag: number | null;
  magErr: number | null;
  fluxNjy: number | null;
  fluxErrNjy: number | null;
  limitMag: number | null;
  source: string;
};

export type PastePreview = {
  accepted: number;
  /** The first accepted rows. */
  rows: PreviewRow[];
  rejectedCount: number;
  /** The first rejected rows; `index` counts rows below the heading from 0. */
  rejected: RejectedRow[];
  /** Why nothing could be read at all. */
  problems: string[];
  /** Headings that mean nothing to us. */
  ignored: string[];
};

const shownRows = 8;
const shownRejections = 50;

const sourceOf = (ctx: Context): string => (ctx.actor.kind === "user" ? ctx.actor.username : "tom");

/** `timeScale` is that of rows that name none. */
type Pasted = { targetId: string; text: string; timeScale?: TimeScale };

/** What storing a pasted table would do, row by row; stores nothing. */
export async function previewPaste({ ctx, input }: { ctx: Context; input: Pasted }): Promise<PastePreview> {
  const table = readPastedCsv(input.text, input.timeScale);
  const arrival = await arrivalOf(ctx.database.read, ctx.scope, input.targetId);
  const { good, rejected } = readRows(table.rows, sourceOf(ctx), arrival);
  return {
    accepted: good.length,
    rows: good.slice(0, shownRows).map((row) => ({
      observedAt: mjdToIso(row.observedAtMjd),
      band: row.band,
      mag: row.mag,
      magErr: row.magErr,
      fluxNjy: row.fluxNjy,
      fluxErrNjy: row.fluxErrNjy,
      limitMag: row.limitMag,
      source: row.source,
    })),
    rejectedCount: rejected.length,
    rejected: rejected.slice(0, shownRejections),
    problems: table.problems,
    ignored: table.ignored,
  };
}

/** Stores the good rows of a pasted table. @throws INVALID_INPUT on `text` when it is no table */
export async function addPasted({ ctx, input }: { ctx: Context; input: Pasted }): Promise<AddReport> {
  const table = readPastedCsv(input.text, input.timeScale);
  if (table.problems.length > 0) throw invalidInput({ text: table.problems });
  return addPhotometry({ ctx, input: { targetId: input.targetId, rows: table.rows, via: "paste" } });
}
