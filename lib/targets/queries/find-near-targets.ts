import { sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { Cone } from "@/lib/astro/cone";
import { julianYear } from "@/lib/astro/time";
import { coneKeys, separationFrom } from "./cone-condition";
import type { Reader } from "./read-targets";

const nearRow = z.object({
  id: z.string(),
  name: z.string(),
  raDeg: z.number(),
  decDeg: z.number(),
  separationArcsec: z.number(),
});
export type NearTarget = z.infer<typeof nearRow>;

/**
 * Visible targets whose place at the date lies within the cone, nearest first; at most 50. What moves on an orbit is left
 * out: a position that was noted for it says nothing about another day.
 */
export async function findNearTargets(db: Reader, scope: VisibleScope, cone: Cone, at: Date): Promise<NearTarget[]> {
  const year = julianYear(at);
  const rows = await db.all(sql`
    SELECT ${targets.id} AS id, ${targets.name} AS name, ${targets.raDeg} AS "raDeg", ${targets.decDeg} AS "decDeg",
      ${separationFrom("targets", cone, year)} AS "separationArcsec"
    FROM ${targets} WHERE ${targets.pk} IN (${coneKeys(cone, year)}) AND ${targets.type} = 'SIDEREAL' AND ${visibleTo(scope)}
    ORDER BY "separationArcsec" LIMIT 50`);
  return rows.map((row) => nearRow.parse(row));
}
