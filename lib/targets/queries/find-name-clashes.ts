import { sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { sameNameKeys, simplifyName } from "@/lib/astro/names";
import type { Reader } from "./read-targets";

export type NameClash = {
  /** As asked. */
  name: string;
  /** The target that holds it, as the reader sees it. */
  targetId: string;
  targetName: string;
  /** The name or alias of that target which is equal. */
  heldName: string;
  raDeg: number | null;
  decDeg: number | null;
};

const clashRow = z.object({
  nameKey: z.string(),
  heldName: z.string(),
  targetId: z.string(),
  targetName: z.string(),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
});

/**
 * Visible targets that hold one of the names or an equal spelling (case, spaces, hyphens, underscores, parentheses).
 * What the reader does not see does not exist here: nothing is told of it.
 * @param args.exceptPk a target whose own names do not count.
 * @param args.anyPrefix AT, SN, TDE or none before one designation is one name: for linking, where no person chose the prefix.
 */
export async function findNameClashes(
  db: Reader,
  scope: VisibleScope,
  args: { names: readonly string[]; exceptPk?: number; anyPrefix?: boolean },
): Promise<NameClash[]> {
  const keysOf = args.anyPrefix ? sameNameKeys : (name: string) => [simplifyName(name)];
  const asked = new Map(args.names.flatMap((name) => keysOf(name).map((key) => [key, name] as const)));
  if (asked.size === 0) return [];
  const rows = await db.all(sql`
    SELECT n.name_key AS "nameKey", n.name AS "heldName", ${targets.id} AS "targetId", ${targets.name} AS "targetName",
      ${targets.raDeg} AS "raDeg", ${targets.decDeg} AS "decDeg"
    FROM target_names n CROSS JOIN targets ON ${targets.pk} = n.target_pk
    WHERE n.name_key IN (SELECT value FROM json_each(${JSON.stringify([...asked.keys()])}))
      AND n.target_pk <> ${args.exceptPk ?? -1} AND ${visibleTo(scope)}
    LIMIT 200`);
  return rows.map((row) => {
    const { nameKey, ...clash } = clashRow.parse(row);
    return { name: asked.get(nameKey) ?? clash.heldName, ...clash };
  });
}
