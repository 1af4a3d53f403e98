import { eq } from "drizzle-orm";
import * as z from "zod";
import type { ReadDb } from "@/db/client";
import { targetImports } from "@/db/schema/imports";
import type { VisibleScope } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { readCursor, writeCursor } from "@/lib/core/list-cursor";
import { getJob } from "@/lib/jobs/queries";
import type { JobDto } from "@/lib/jobs/types";
import { type Verdicts, verdictPieces, verdictPiecesFromEnd } from "../reading/pieces";
import {
  type ImportCounts,
  importCounts,
  noPhotometry,
  type PhotometryCounts,
  type PhotometryVerdict,
  photometryCounts,
  photometryVerdictHeader,
  photometryVerdictLine,
  type RowVerdict,
  type VerdictKind,
  type VerdictSort,
  verdictHeader,
  verdictLine,
} from "../schema";

export type TargetImport = {
  job: JobDto;
  fileName: string;
  /** About the file as a whole. */
  warnings: string[];
  /** Before the targets have come into sight only `total` is told. */
  counts: ImportCounts;
  /** The file of photometry that came beside; null without one. */
  photometry: { fileName: string; counts: PhotometryCounts } | null;
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
    photometry:
      row.photometryName === null
        ? null
        : { fileName: row.photometryName, counts: photometryCounts.parse(row.photometryCounts) },
    publishedAt: row.publishedAt,
  };
}

type VerdictArgs<Kind> = {
  jobId: string;
  verdict?: Kind | undefined;
  limit: number;
  cursor?: string | undefined;
  sort?: VerdictSort | undefined;
};
/** `total`: on all pages. */
type Page<Verdict> = { items: Verdict[]; nextCursor: string | null; total: number };

/** Verdicts in the order of the rows unless sorted otherwise; none before the targets have come into sight. @throws NOT_FOUND */
export const listVerdicts = (
  db: ReadDb,
  scope: VisibleScope,
  args: VerdictArgs<VerdictKind>,
): Promise<Page<RowVerdict>> => pageOf(db, scope, "verdicts", args);

/** The same of the file of photometry. @throws NOT_FOUND */
export const listPhotometryVerdicts = (
  db: ReadDb,
  scope: VisibleScope,
  args: VerdictArgs<PhotometryVerdict["verdict"]>,
): Promise<Page<PhotometryVerdict>> => pageOf(db, scope, "photometryVerdicts", args);

async function pageOf<K extends keyof Verdicts>(
  db: ReadDb,
  scope: VisibleScope,
  kind: K,
  { jobId, verdict, limit, cursor, sort = "row" }: VerdictArgs<Verdicts[K]["verdict"]>,
): Promise<Page<Verdicts[K]>> {
  const bound = { jobId, kind, verdict };
  const from = cursor === undefined ? null : readCursor(sort, bound, cursor).pk;
  const { publishedAt, counts, photometry } = await getImport(db, scope, jobId);
  if (publishedAt === null) return { items: [], nextCursor: null, total: 0 };
  const isBehind = ({ row }: Verdicts[K]): boolean => from === null || (sort === "row" ? row > from : row < from);
  const pieces =
    sort === "row" ? verdictPieces(db, jobId, kind, from ?? 0) : verdictPiecesFromEnd(db, jobId, kind, from);
  const found: Verdicts[K][] = [];
  for await (const { verdicts } of pieces) {
    found.push(...verdicts.filter((one) => isBehind(one) && (verdict === undefined || one.verdict === verdict)));
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  const numbers: Readonly<Record<string, number>> = kind === "verdicts" ? counts : (photometry?.counts ?? noPhotometry);
  return {
    items,
    nextCursor: more ? writeCursor(sort, bound, { phase: "rows", value: null, pk: last.row }) : null,
    total: numbers[verdict ?? "total"] ?? 0,
  };
}

/** All verdicts as CSV, in pieces. @throws NOT_FOUND */
export async function* exportVerdicts(
  db: ReadDb,
  scope: VisibleScope,
  jobId: string,
  kind: keyof Verdicts,
): AsyncGenerator<string> {
  const { publishedAt } = await getImport(db, scope, jobId);
  yield kind === "verdicts" ? verdictHeader : photometryVerdictHeader;
  if (publishedAt === null) return;
  if (kind === "verdicts") {
    for await (const { verdicts } of verdictPieces(db, jobId, kind)) yield verdicts.map(verdictLine).join("");
  } else {
    for await (const { verdicts } of verdictPieces(db, jobId, kind)) yield verdicts.map(photometryVerdictLine).join("");
  }
}
