import { and, asc, desc, eq, gt, lte, type SQL } from "drizzle-orm";
import * as z from "zod";
import { targetImportPieces } from "@/db/schema/imports";
import type { Tx } from "@/db/write";
import { type RowVerdict, rowVerdict } from "../import-schema";

/** 256 Ki characters: written in a few milliseconds. */
const charactersPerPiece = 262_144;

export async function storeText(tx: Tx, jobId: string, kind: "file" | "photometry", text: string): Promise<void> {
  for (let from = 0; from < text.length; from += charactersPerPiece) {
    const body = text.slice(from, from + charactersPerPiece);
    await tx.insert(targetImportPieces).values({ jobId, kind, seq: from, body });
  }
}

const of = (jobId: string, kind: "file" | "photometry" | "verdicts") =>
  and(eq(targetImportPieces.jobId, jobId), eq(targetImportPieces.kind, kind));

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

export const dropPieces = async (tx: Tx, jobId: string, kind: "file" | "photometry" | "verdicts"): Promise<void> =>
  void (await tx.delete(targetImportPieces).where(of(jobId, kind)));

const verdictsOf = z.array(rowVerdict);
const readVerdicts = (body: string): RowVerdict[] => verdictsOf.parse(JSON.parse(body));

export async function storeVerdicts(tx: Tx, jobId: string, verdicts: readonly RowVerdict[]): Promise<void> {
  const seq = verdicts[0]?.row;
  if (seq === undefined) return;
  await tx.insert(targetImportPieces).values({ jobId, kind: "verdicts", seq, body: JSON.stringify(verdicts) });
}

export async function replaceVerdicts(
  tx: Tx,
  jobId: string,
  seq: number,
  verdicts: readonly RowVerdict[],
): Promise<void> {
  await tx
    .update(targetImportPieces)
    .set({ body: JSON.stringify(verdicts) })
    .where(and(of(jobId, "verdicts"), eq(targetImportPieces.seq, seq)));
}

/** The verdicts in the order of the rows, from the piece that holds row `fromRow`. */
export async function* verdictPieces(
  db: Db,
  jobId: string,
  fromRow = 0,
): AsyncGenerator<{ seq: number; verdicts: RowVerdict[] }> {
  const piece = (where: SQL, order: SQL) =>
    db
      .select({ seq: targetImportPieces.seq, body: targetImportPieces.body })
      .from(targetImportPieces)
      .where(and(of(jobId, "verdicts"), where))
      .orderBy(order)
      .limit(1);
  const { seq } = targetImportPieces;
  const [holding] = await piece(lte(seq, fromRow), desc(seq));
  let [next] = holding ? [holding] : await piece(gt(seq, fromRow), asc(seq));
  while (next) {
    yield { seq: next.seq, verdicts: readVerdicts(next.body) };
    [next] = await piece(gt(seq, next.seq), asc(seq));
  }
}
