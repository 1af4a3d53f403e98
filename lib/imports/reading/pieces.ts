import { and, asc, desc, eq, gt, lte, type SQL } from "drizzle-orm";
import * as z from "zod";
import { targetImportPieces } from "@/db/schema/imports";
import type { Tx } from "@/db/write";
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

/** The verdicts in the order of the rows, from the piece that holds row `fromRow`. */
export async function* verdictPieces<K extends keyof Verdicts>(
  db: Db,
  jobId: string,
  kind: K,
  fromRow = 0,
): AsyncGenerator<{ seq: number; verdicts: Verdicts[K][] }> {
  const read = (body: string): Verdicts[K][] => verdictsOf[kind].parse(JSON.parse(body)) as Verdicts[K][];
  const piece = (where: SQL, order: SQL) =>
    db
      .select({ seq: targetImportPieces.seq, body: targetImportPieces.body })
      .from(targetImportPieces)
      .where(and(of(jobId, kind), where))
      .orderBy(order)
      .limit(1);
  const { seq } = targetImportPieces;
  const [holding] = await piece(lte(seq, fromRow), desc(seq));
  let [next] = holding ? [holding] : await piece(gt(seq, fromRow), asc(seq));
  while (next) {
    yield { seq: next.seq, verdicts: read(next.body) };
    [next] = await piece(gt(seq, next.seq), asc(seq));
  }
}
