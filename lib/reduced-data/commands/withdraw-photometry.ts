import { sql } from "drizzle-orm";
import type { Tx } from "@/db/write";
import { refreshSummary } from "./refresh-summary";

const rowsAtOnce = 5000;

/**
 * Takes back what one deliverer gave, inside a transaction: measurements that nobody else delivered go, of the others its
 * name does. Leaves no trace and fires nothing. Answers how many went.
 */
export async function withdrawPhotometry(
  tx: Tx,
  targetPk: number,
  pks: readonly number[],
  via: string,
): Promise<{ removed: number; kept: number }> {
  let removed = 0;
  for (let from = 0; from < pks.length; from += rowsAtOnce) {
    const some = JSON.stringify(pks.slice(from, from + rowsAtOnce));
    const { rowsAffected } = await tx.run(sql`DELETE FROM photometry
      WHERE pk IN (SELECT value FROM json_each(${some})) AND target_pk = ${targetPk} AND via = ${JSON.stringify([via])}`);
    removed += rowsAffected;
    await tx.run(sql`UPDATE photometry
      SET via = (SELECT json_group_array(v.value) FROM json_each(photometry.via) v WHERE v.value <> ${via})
      WHERE pk IN (SELECT value FROM json_each(${some})) AND target_pk = ${targetPk}`);
  }
  if (removed > 0) await refreshSummary(tx, targetPk, -removed);
  return { removed, kept: pks.length - removed };
}
