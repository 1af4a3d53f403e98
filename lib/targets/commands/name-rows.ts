import { sql } from "drizzle-orm";
import { type Cells, insertRows } from "@/db/insert-rows";
import { targetNames } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import { simplifyName } from "@/lib/astro/names";

export type NamedRow = { pk: number; name: string; aliases: readonly string[] };

/** 500 rows a statement keep each one short. */
const rowsPerStatement = 500;

export function* chunksOf<T>(rows: readonly T[], size = rowsPerStatement): Generator<T[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

/** Name rows and search documents of new targets. */
export async function insertNames(tx: Tx, rows: readonly NamedRow[], createdAt: string): Promise<void> {
  const names = rows.flatMap((row) =>
    [row.name, ...row.aliases].map((name, index) => ({ targetPk: row.pk, name, isPrimary: index === 0 ? 1 : 0 })),
  );
  const cells: Cells<(typeof names)[number]> = [
    [targetNames.targetPk.name, (row) => row.targetPk],
    [targetNames.isPrimary.name, (row) => row.isPrimary],
    [targetNames.name.name, (row) => row.name],
    [targetNames.nameKey.name, (row) => simplifyName(row.name)],
    [targetNames.createdAt.name, () => createdAt],
  ];
  await insertRows(tx, targetNames, cells, names);
  await writeSearch(tx, rows);
}

/** The names of one target as they shall be: rows that stay keep their age. */
export async function replaceNames(tx: Tx, row: NamedRow, createdAt: string): Promise<void> {
  const wanted = [row.name, ...row.aliases];
  const kept = JSON.stringify(wanted.map(simplifyName));
  await tx.run(sql`DELETE FROM target_names WHERE target_pk = ${row.pk}
    AND name_key NOT IN (SELECT value FROM json_each(${kept}))`);
  await tx
    .insert(targetNames)
    .values(
      wanted.map((name, index) => ({
        targetPk: row.pk,
        isPrimary: index === 0,
        name,
        nameKey: simplifyName(name),
        createdAt,
      })),
    )
    .onConflictDoUpdate({
      target: [targetNames.targetPk, targetNames.nameKey],
      set: { name: sql`excluded.name`, isPrimary: sql`excluded.is_primary` },
    });
  await writeSearch(tx, [row]);
}

/** The search document of a target: its names, one a line, under its pk. */
async function writeSearch(tx: Tx, rows: readonly NamedRow[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.raw.execute({
      sql: "INSERT OR REPLACE INTO target_search(rowid, names) SELECT value ->> 0, value ->> 1 FROM json_each(?)",
      args: [JSON.stringify(chunk.map((row) => [row.pk, [row.name, ...row.aliases].join("\n")]))],
    });
  }
}

export async function deleteSearch(tx: Tx, pk: number): Promise<void> {
  await tx.run(sql`DELETE FROM target_search WHERE rowid = ${pk}`);
}
