import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { jobs } from "@/db/schema/events";
import { targetImports } from "@/db/schema/imports";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { nowIso } from "@/lib/core/clock";
import { notFound, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { PkRange } from "@/lib/events/emit";
import { defineJob } from "@/lib/jobs/define-job";
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
import type { ReadRow } from "../import/draft-of-row";
import { createJudge, type Judge } from "../import/judge";
import { NameRanges } from "../import/name-ranges";
import { dropPieces, loadText, replaceVerdicts, storeVerdicts, verdictPieces } from "../import/pieces";
import { readFile } from "../import/read-file";
import {
  addVerdict,
  type ImportCounts,
  importCounts,
  importOptions,
  noCounts,
  type RowVerdict,
} from "../import-schema";

/** As much of the job as is needed to ask for it; what it works on lies with the job's id. */
export const importTargets = { kind: "targets.import", payload: z.strictObject({}) } as const;

type ImportResult = ImportCounts & {
  /** The first of them; all are with the import. */
  rejectedRows: { row: number; field: string; message: string }[];
};

const rejectedTold = 1000;

/**
 * Imports a file: its rows are written out of sight in small transactions, and all targets come into sight in one. An
 * attempt that was cut off, cancelled or failed leaves nothing that anybody sees; the next begins anew. One at a time.
 */
export const importTargetsJob = defineJob({
  ...importTargets,
  concurrency: 1,
  async run({ ctx, jobId, progress, signal }) {
    const record = await readRecord(ctx, jobId);
    if (record.publishedAt !== null) return finish(ctx, jobId, record.counts);
    requireWriter(ctx.actor);
    const run: Run = { jobId, key: newId() };
    await takeOver(ctx, run);
    await dropAbandoned(ctx);
    try {
      const { counts, names } = await writeParts(ctx, { run, options: record.options, signal }, (done) =>
        progress(done, record.counts.total, `Row ${done} of ${record.counts.total}`),
      );
      const shown = await publish(ctx, { run, counts, names });
      progress(shown.total, shown.total, sentence(shown));
      return await finish(ctx, jobId, shown);
    } catch (error) {
      await dropRun(ctx, run.key);
      throw error;
    }
  },
});

/** The file is needed no more. */
async function finish(ctx: Context, jobId: string, counts: ImportCounts): Promise<ImportResult> {
  await ctx.database.write((tx) => dropPieces(tx, jobId, "file"));
  return resultOf(ctx, jobId, counts);
}

const sentence = ({ created, existing, rejected }: ImportCounts): string =>
  `${created} targets created, ${existing} were here already, ${rejected} rows rejected`;

const recordRow = z.object({ options: importOptions, counts: importCounts, publishedAt: z.string().nullable() });

async function readRecord(ctx: Context, jobId: string): Promise<z.output<typeof recordRow>> {
  const [row] = await ctx.database.read.select().from(targetImports).where(eq(targetImports.jobId, jobId)).limit(1);
  if (!row) throw notFound("import");
  return recordRow.parse({ options: row.options, counts: row.counts, publishedAt: row.publishedAt });
}

/** One attempt. */
type Run = { jobId: string; key: string };

const takeOver = (ctx: Context, { jobId, key }: Run): Promise<void> =>
  ctx.database.write(async (tx) => {
    await tx.update(targetImports).set({ run: key }).where(eq(targetImports.jobId, jobId));
  });

type Work = { run: Run; options: z.output<typeof importOptions>; signal: AbortSignal };

async function writeParts(
  ctx: Context,
  work: Work,
  tell: (done: number) => void,
): Promise<{ counts: ImportCounts; names: NameRanges }> {
  const { run, options, signal } = work;
  await ctx.database.write((tx) => dropPieces(tx, run.jobId, "verdicts"));
  const file = await readFile(ctx, await loadText(ctx.database.read, run.jobId, "file"), options);
  const judge = createJudge(ctx);
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
  return { counts, names };
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
  await storeVerdicts(tx, run.jobId, verdicts);
  return { verdicts, names: { first: before + 1, last: await highestPk(tx, "target_names") } };
}

type Publication = { run: Run; counts: ImportCounts; names: NameRanges };

/** The one commit in which everything comes into sight; names that were taken meanwhile become "existing" in it. */
function publish(ctx: Context, { run, counts, names }: Publication): Promise<ImportCounts> {
  return ctx.database.write(async (tx) => {
    await refuseUnlessRunning(tx, run);
    const others = names.ofOthers(await highestPk(tx, "target_names"));
    const late = await findLatecomers(tx, ctx, run.key, others);
    if (late.length > 0) await giveWay(tx, run.jobId, late);
    await showPending(tx, run.key);
    const shown = { ...counts, created: counts.created - late.length, existing: counts.existing + late.length };
    await tx
      .update(targetImports)
      .set({ counts: shown, publishedAt: nowIso(ctx.clock) })
      .where(eq(targetImports.jobId, run.jobId));
    return shown;
  });
}

/** An attempt that was cancelled, or that another took over, writes nothing more and shows nothing. */
async function refuseUnlessRunning(tx: Tx, { jobId, key }: Run): Promise<void> {
  const [row] = await tx
    .select({ pk: jobs.pk })
    .from(jobs)
    .innerJoin(targetImports, eq(targetImports.jobId, jobs.id))
    .where(and(eq(jobs.id, jobId), eq(jobs.status, "running"), eq(targetImports.run, key)))
    .limit(1);
  if (!row) throw new TomError("CONFLICT", "This import was cancelled, or is under way elsewhere.");
}

async function giveWay(tx: Tx, jobId: string, late: readonly Latecomer[]): Promise<void> {
  for (const one of late) await dropLatecomer(tx, one);
  const byTarget = new Map(late.map((one) => [one.targetId, one]));
  const lateOf = ({ targetId }: RowVerdict): Latecomer | undefined => byTarget.get(targetId ?? "");
  for await (const { seq, verdicts } of verdictPieces(tx, jobId)) {
    if (!verdicts.some((verdict) => lateOf(verdict) !== undefined)) continue;
    const changed = verdicts.map((verdict) => existingInstead(verdict, lateOf(verdict)));
    await replaceVerdicts(tx, jobId, seq, changed);
  }
}

const existingInstead = (verdict: RowVerdict, late: Latecomer | undefined): RowVerdict =>
  late === undefined
    ? verdict
    : {
        ...verdict,
        verdict: "existing",
        targetId: late.holderId,
        near: null,
        message: `Is here already, as ${late.holderName}: it came while the file was read`,
      };

async function resultOf(ctx: Context, jobId: string, counts: ImportCounts): Promise<ImportResult> {
  const rejectedRows: ImportResult["rejectedRows"] = [];
  if (counts.rejected > 0) {
    for await (const { verdicts } of verdictPieces(ctx.database.read, jobId)) {
      for (const { verdict, row, field, message } of verdicts) {
        if (verdict === "rejected") rejectedRows.push({ row, field: field ?? "", message: message ?? "" });
      }
      if (rejectedRows.length >= rejectedTold) break;
    }
  }
  return { ...counts, rejectedRows: rejectedRows.slice(0, rejectedTold) };
}
