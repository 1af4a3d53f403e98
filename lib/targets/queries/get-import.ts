import { eq } from "drizzle-orm";
import * as z from "zod";
import type { ReadDb } from "@/db/client";
import { targetImports } from "@/db/schema/imports";
import type { VisibleScope } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { getJob } from "@/lib/jobs/queries";
import type { JobDto } from "@/lib/jobs/types";
import { verdictPieces } from "../import/pieces";
import {
  type ImportCounts,
  importCounts,
  type RowVerdict,
  type VerdictKind,
  verdictHeader,
  verdictLine,
} from "../import-schema";

export type TargetImport = {
  job: JobDto;
  fileName: string;
  /** About the file as a whole. */
  warnings: string[];
  /** Before the targets have come into sight only `total` is told. */
  counts: ImportCounts;
  publishedAt: string | null;
};

const warningsOf = z.array(z.string());

/** An import as its owner and administrators see it. @throws NOT_FOUND for everybody else */
export async function getImport(db: ReadDb, scope: VisibleScope, jobId: string): Promise<TargetImport> {
  const job = await getJob(db, scope, jobId);
  const [row] = await db.select().from(targetImports).where(eq(targetImports.jobId, job.id)).limit(1);
  if (!row) throw notFound("import");
  return {
    job,
    fileName: row.fileName,
    warnings: warningsOf.parse(row.warnings),
    counts: importCounts.parse(row.counts),
    publishedAt: row.publishedAt,
  };
}

type VerdictArgs = { jobId: string; verdict?: VerdictKind | undefined; afterRow?: number | undefined; limit: number };

/** Verdicts in the order of the rows; empty before the targets have come into sight. @throws NOT_FOUND */
export async function listVerdicts(
  db: ReadDb,
  scope: VisibleScope,
  { jobId, verdict, afterRow = 0, limit }: VerdictArgs,
): Promise<{ items: RowVerdict[]; nextCursor: string | null }> {
  const { publishedAt } = await getImport(db, scope, jobId);
  if (publishedAt === null) return { items: [], nextCursor: null };
  const found: RowVerdict[] = [];
  for await (const { verdicts } of verdictPieces(db, jobId, afterRow)) {
    for (const one of verdicts) {
      if (one.row > afterRow && (verdict === undefined || one.verdict === verdict)) found.push(one);
    }
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? String(items.at(-1)?.row) : null };
}

/** All verdicts as CSV, in pieces. @throws NOT_FOUND */
export async function* exportVerdicts(db: ReadDb, scope: VisibleScope, jobId: string): AsyncGenerator<string> {
  const { publishedAt } = await getImport(db, scope, jobId);
  yield verdictHeader;
  if (publishedAt === null) return;
  for await (const { verdicts } of verdictPieces(db, jobId)) yield verdicts.map(verdictLine).join("");
}
