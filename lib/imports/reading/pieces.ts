import { and, asc, desc, eq, gt, lt, lte, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { targetImportPieces } from "@/db/schema/imports";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { letOthersWork } from "@/lib/core/let-others-work";
import { type PhotometryVerdict, photometryVerdict, type RowVerdict, rowVerdict } from "../schema";

/** 256 Ki characters: written in a few milliseconds. */
const charactersPerPiece = 262_144;

export async function storeText(tx: Tx, jobId: string, kind: "file" | "photometry", text: string): Promise<void> {
  for (let from = 0; from < text.length; from += charactersPerPiece) {
    const body = text.slice(from, from + charactersPerPiece);
    await tx.insert(targetImportPieces).values({ jobId, kind, seq: from, body });
  }
}

type Kind = (typeof targetImportPieces.$inferSelect)["kind"];
/** Kinds that hold a verdict on each row, with what each of theirs is. */
export type Verdicts = { verdicts: RowVerdict; photometryVerdicts: PhotometryVerdict };
const verdictsOf = { verdicts: z.array(rowVerdict), photometryVerdicts: z.array(photometryVerdict) };

const of = (jobId: string, kind: Kind) => and(eq(targetImportPieces.jobId, jobId), eq(targetImportPieces.kind, kind));

type Db = Pick<Tx, "select">;

/** Empty where there is none. */
export async function loadText(db: Db, jobId: string, kind: "file" | "photometry"): Promise<string> {
  const pieces = await db
    .select({ body: targetImportPieces.body })
    .from(targetImportPieces)
    .where(of(jobId, kind))
    .orderBy(asc(targetImportPieces.seq));
  return pieces.map(({ body }) => body).join("");
}

export const dropPieces = async (tx: Tx, jobId: string, kind: Kind): Promise<void> =>
  void (await tx.delete(targetImportPieces).where(of(jobId, kind)));

export async function storeVerdicts<K extends keyof Verdicts>(
  tx: Tx,
  jobId: string,
  kind: K,
  verdicts: readonly Verdicts[K][],
): Promise<void> {
  const seq = verdicts[0]?.row;
  if (seq === undefined) return;
  await tx.insert(targetImportPieces).values({ jobId, kind, seq, body: JSON.stringify(verdicts) });
}

/** Writes verdicts anew that `change` answers another one for. */
export async function amendVerdicts<K extends keyof Verdicts>(
  tx: Tx,
  jobId: string,
  kind: K,
  change: (verdict: Verdicts[K]) => Verdicts[K],
): Promise<void> {
  for await (const { seq, verdicts } of verdictPieces(tx, jobId, kind)) {
    const changed = verdicts.map(change);
    if (changed.every((verdict, index) => verdict === verdicts[index])) continue;
    await tx
      .update(targetImportPieces)
      .set({ body: JSON.stringify(changed) })
      .where(and(of(jobId, kind), eq(targetImportPieces.seq, seq)));
  }
}

type Piece<K extends keyof Verdicts> = { seq: number; verdicts: Verdicts[K][] };

const { seq } = targetImportPieces;

async function findPiece<K extends keyof Verdicts>(
  db: Db,
  jobId: string,
  kind: K,
  where: SQL,
  order: SQL,
): Promise<Piece<K> | null> {
  const [found] = await db
    .select({ seq, body: targetImportPieces.body })
    .from(targetImportPieces)
    .where(and(of(jobId, kind), where))
    .orderBy(order)
    .limit(1);
  if (!found) return null;
  return { seq: found.seq, verdicts: verdictsOf[kind].parse(JSON.parse(found.body)) as Verdicts[K][] };
}

/** The verdicts in the order of the rows, from the piece that holds row `fromRow`. */
export async function* verdictPieces<K extends keyof Verdicts>(
  db: Db,
  jobId: string,
  kind: K,
  fromRow = 0,
): AsyncGenerator<Piece<K>> {
  const behind = (row: number) => findPiece(db, jobId, kind, gt(seq, row), asc(seq));
  let next = (await findPiece(db, jobId, kind, lte(seq, fromRow), desc(seq))) ?? (await behind(fromRow));
  while (next !== null) {
    yield next;
    next = await behind(next.seq);
  }
}

/** The same from the last row, or from before `beforeRow`, to the first. */
export async function* verdictPiecesFromEnd<K extends keyof Verdicts>(
  db: Db,
  jobId: string,
  kind: K,
  beforeRow: number | null,
): AsyncGenerator<Piece<K>> {
  const before = (row: number) => findPiece(db, jobId, kind, lt(seq, row), desc(seq));
  let next = await before(beforeRow ?? Number.MAX_SAFE_INTEGER);
  while (next !== null) {
    yield { seq: next.seq, verdicts: [...next.verdicts].reverse() };
    next = await before(next.seq);
  }
}

/** In one transaction: some ten milliseconds. */
const piecesAtOnce = 40;

/**
 * Deletes what is needed no more of imports that were broken off, or failed: their files, and verdicts that nobody was to
 * see. Each would lie there as long as its job is told of.
 */
export async function dropEndedPieces({ database }: Pick<Context, "database">): Promise<void> {
  const dropSome = async (tx: Tx): Promise<boolean> => {
    const { rowsAffected } = await tx.run(sql`DELETE FROM target_import_pieces WHERE rowid IN (
      SELECT p.rowid FROM jobs j
        CROSS JOIN target_imports i ON i.job_id = j.id
        CROSS JOIN target_import_pieces p ON p.job_id = i.job_id
      WHERE j.status IN ('cancelled', 'failed') AND j.kind = 'targets.import'
        AND (i.published_at IS NULL OR p.kind IN ('file', 'photometry')) LIMIT ${piecesAtOnce})`);
    return rowsAffected > 0;
  };
  while (await database.write(dropSome)) await letOthersWork();
}

const countRow = z.object({ count: z.number() });

/** Imports of a person whose files are kept: they wait, are read, or were broken off a moment ago. */
export async function countKeptFiles(tx: Tx, userPk: number): Promise<number> {
  const [row] = await tx.all(sql`SELECT count(*) AS "count" FROM jobs j
    WHERE j.owner_pk = ${userPk} AND j.kind = 'targets.import' AND EXISTS (
      SELECT 1 FROM target_import_pieces p WHERE p.job_id = j.id AND p.kind = 'file')`);
  return countRow.parse(row).count;
}
