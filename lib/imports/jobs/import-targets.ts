import { eq } from "drizzle-orm";
import * as z from "zod";
import { targetImports } from "@/db/schema/imports";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { nowIso } from "@/lib/core/clock";
import { counted } from "@/lib/core/counted";
import { notFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { PkRange } from "@/lib/events/emit";
import { defineJob } from "@/lib/jobs/define-job";
import { dropPhotometryOf } from "../commands/pending-photometry";
import {
  dropAbandoned,
  dropLatecomer,
  dropRun,
  findLatecomers,
  highestPk,
  insertPending,
  type Latecomer,
  showPending,
} from "../commands/pending-targets";
import type { ReadRow } from "../reading/draft-of-row";
import { createJudge, type Judge, type NameBook } from "../reading/judge";
import { NameRanges } from "../reading/name-ranges";
import { amendVerdicts, dropPieces, loadText, storeVerdicts, verdictPieces } from "../reading/pieces";
import { readFile } from "../reading/read-file";
import {
  addVerdict,
  type ImportCounts,
  importCounts,
  importOptions,
  noCounts,
  type PhotometryCounts,
  photometryCounts,
  type RowVerdict,
} from "../schema";
import { acceptedLight, addLight, giveLight, type Light, writeLight } from "./import-photometry";
import { type Run, refuseUnlessRunning, takeOver } from "./import-run";

/** As much of the job as is needed to ask for it; what it works on lies with the job's id. */
export const importTargets = { kind: "targets.import", payload: z.strictObject({}) } as const;

type RejectedRow = { row: number; field: string; message: string };

type ImportResult = ImportCounts & {
  /** The first of them; all are with the import. */
  rejectedRows: RejectedRow[];
  /** Of the file of photometry that came beside; null without one. */
  photometry: (PhotometryCounts & { rejectedRows: RejectedRow[] }) | null;
};

const rejectedTold = 1000;

/**
 * Imports a file: its rows are written out of sight in small transactions, and all targets come into sight in one, with
 * the photometry that came beside them. An attempt that was cut off, cancelled or failed leaves nothing that anybody sees;
 * the next begins anew. One at a time.
 */
export const importTargetsJob = defineJob({
  ...importTargets,
  concurrency: 1,
  async run({ ctx, jobId, progress, signal }) {
    const record = await readRecord(ctx, jobId);
    const delivery = { jobId, fileName: record.photometryName ?? "" };
    if (record.publishedAt !== null) {
      await addLight(ctx, delivery, await acceptedLight(ctx, jobId, record.options));
      return finish(ctx, jobId, progress);
    }
    requireWriter(ctx.actor);
    const run: Run = { jobId, key: newId() };
    await takeOver(ctx, run);
    await dropAbandoned(ctx);
    try {
      const light = await writeAll(ctx, { run, record, signal }, progress);
      if (light !== null) await addLight(ctx, delivery, light.here);
      return await finish(ctx, jobId, progress);
    } catch (error) {
      await dropRun(ctx, run.key);
      throw error;
    }
  },
});

type Attempt = { run: Run; record: ImportRecord; signal: AbortSignal };
type Tell = (done: number, total: number, message: string) => void;

const totalOf = ({ counts, photometryCounts: light }: ImportRecord): number => counts.total + (light?.total ?? 0);

/** From the first row to the commit in which all comes into sight. What is left is the light of targets that were here. */
async function writeAll(ctx: Context, { run, record, signal }: Attempt, progress: Tell): Promise<Light | null> {
  const { options, photometryName, photometryCounts: lightCounts } = record;
  const [rows, total] = [record.counts.total, totalOf(record)];
  const written = await writeParts(ctx, { run, options, signal, isNamed: photometryName !== null }, (done) =>
    progress(done, total, `Row ${done} of ${rows}`),
  );
  let light: Light | null = null;
  if (photometryName !== null) {
    const delivery = { jobId: run.jobId, fileName: photometryName };
    light = await writeLight(ctx, { run, options, delivery, book: written.book, signal }, (done) =>
      progress(rows + done, total, `Photometry, row ${done} of ${lightCounts?.total ?? 0}`),
    );
  }
  const late = await publish(ctx, { run, ...written, light });
  if (light !== null) giveLight(light, late);
  return light;
}

/** Says what became of the rows; the files are needed no more. */
async function finish(ctx: Context, jobId: string, progress: Tell): Promise<ImportResult> {
  const record = await readRecord(ctx, jobId);
  progress(totalOf(record), totalOf(record), sentence(record));
  await ctx.database.write(async (tx) => {
    await dropPieces(tx, jobId, "file");
    await dropPieces(tx, jobId, "photometry");
  });
  return resultOf(ctx, jobId);
}

function sentence({ counts: { created, existing, rejected }, photometryCounts: light }: ImportRecord): string {
  const targets = `${counted(created, "target")} created, ${counted(existing, "was", "were")} here already, ${counted(rejected, "row")} rejected`;
  if (light === null) return targets;
  return `${targets}; of the photometry ${counted(light.accepted, "measurement")} added, ${counted(light.rejected, "row")} rejected`;
}

const recordRow = z.object({
  options: importOptions,
  counts: importCounts,
  photometryName: z.string().nullable(),
  photometryCounts: photometryCounts.nullable(),
  publishedAt: z.string().nullable(),
});
type ImportRecord = z.output<typeof recordRow>;

async function readRecord(ctx: Context, jobId: string): Promise<ImportRecord> {
  const [row] = await ctx.database.read.select().from(targetImports).where(eq(targetImports.jobId, jobId)).limit(1);
  if (!row) throw notFound("import");
  return recordRow.parse(row);
}

/** `isNamed`: whether the book of names is wanted. */
type Work = { run: Run; options: z.output<typeof importOptions>; signal: AbortSignal; isNamed: boolean };

type Written = { counts: ImportCounts; names: NameRanges; book: NameBook };

async function writeParts(ctx: Context, work: Work, tell: (done: number) => void): Promise<Written> {
  const { run, options, signal } = work;
  await ctx.database.write((tx) => dropPieces(tx, run.jobId, "verdicts"));
  const file = await readFile(ctx, await loadText(ctx.database.read, run.jobId, "file"), options);
  const book: NameBook = new Map();
  const judge = createJudge(ctx, work.isNamed ? book : undefined);
  const names = new NameRanges(await highestPk(ctx.database.read, "target_names"));
  let counts = noCounts;
  for await (const rows of file.parts) {
    signal.throwIfAborted();
    const part = await ctx.database.write((tx) => writePart(tx, ctx, { run, rows, judge }));
    names.add(part.names);
    counts = part.verdicts.reduce(addVerdict, counts);
    tell(counts.total);
  }
  signal.throwIfAborted();
  return { counts, names, book };
}

type Part = { run: Run; rows: readonly ReadRow[]; judge: Judge };

/** Judged where it is written: on the connection whose pages are at hand, and against what is committed by then. */
async function writePart(
  tx: Tx,
  ctx: Context,
  { run, rows, judge }: Part,
): Promise<{ verdicts: RowVerdict[]; names: PkRange }> {
  await refuseUnlessRunning(tx, run);
  const judged = await judge(tx, rows);
  const made = judged.flatMap(({ verdict, placed }) => (placed === null ? [] : [{ verdict, placed }]));
  const before = await highestPk(tx, "target_names");
  const ids = await insertPending(
    tx,
    ctx,
    run.key,
    made.map(({ placed }) => placed),
  );
  made.forEach(({ verdict }, index) => {
    verdict.targetId = ids[index] ?? null;
  });
  const verdicts = judged.map(({ verdict }) => verdict);
  await storeVerdicts(tx, run.jobId, "verdicts", verdicts);
  return { verdicts, names: { first: before + 1, last: await highestPk(tx, "target_names") } };
}

type Publication = { run: Run; counts: ImportCounts; names: NameRanges; light: Light | null };

/** The one commit in which everything comes into sight; names that were taken meanwhile become "existing" in it. */
function publish(ctx: Context, { run, counts, names, light }: Publication): Promise<Latecomer[]> {
  return ctx.database.write(async (tx) => {
    await refuseUnlessRunning(tx, run);
    const others = names.ofOthers(await highestPk(tx, "target_names"));
    const late = await findLatecomers(tx, ctx, run.key, others);
    if (late.length > 0) await giveWay(tx, run, late);
    await showPending(tx, run.key);
    const shown = { ...counts, created: counts.created - late.length, existing: counts.existing + late.length };
    await tx
      .update(targetImports)
      .set({ counts: shown, photometryCounts: light?.counts ?? null, publishedAt: nowIso(ctx.clock) })
      .where(eq(targetImports.jobId, run.jobId));
    return late;
  });
}

async function giveWay(tx: Tx, { jobId, key }: Run, late: readonly Latecomer[]): Promise<void> {
  const byTarget = new Map(late.map((one) => [one.targetId, one]));
  await dropPhotometryOf(tx, key, [...byTarget.keys()]);
  for (const one of late) await dropLatecomer(tx, one);
  await amendVerdicts(tx, jobId, "verdicts", (verdict) =>
    existingInstead(verdict, byTarget.get(verdict.targetId ?? "")),
  );
  await amendVerdicts(tx, jobId, "photometryVerdicts", (verdict) => {
    const one = byTarget.get(verdict.targetId ?? "");
    return one === undefined ? verdict : { ...verdict, targetId: one.holderId };
  });
}

const existingInstead = (verdict: RowVerdict, late: Latecomer | undefined): RowVerdict =>
  late === undefined
    ? verdict
    : {
        ...verdict,
        verdict: "existing",
        targetId: late.holderId,
        near: null,
        message: `As ${late.holderName}, which came while the file was read`,
      };

async function resultOf(ctx: Context, jobId: string): Promise<ImportResult> {
  const { counts, photometryCounts: light } = await readRecord(ctx, jobId);
  const rejectedIn = async (kind: "verdicts" | "photometryVerdicts", count: number): Promise<RejectedRow[]> => {
    const told: RejectedRow[] = [];
    if (count === 0) return told;
    for await (const { verdicts } of verdictPieces(ctx.database.read, jobId, kind)) {
      for (const { verdict, row, field, message } of verdicts) {
        if (verdict === "rejected") told.push({ row, field: field ?? "", message: message ?? "" });
      }
      if (told.length >= rejectedTold) break;
    }
    return told.slice(0, rejectedTold);
  };
  const rejectedRows = await rejectedIn("verdicts", counts.rejected);
  const photometry =
    light === null ? null : { ...light, rejectedRows: await rejectedIn("photometryVerdicts", light.rejected) };
  return { ...counts, rejectedRows, photometry };
}
