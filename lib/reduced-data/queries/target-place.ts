import { sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { arrivalAt } from "@/lib/astro/barycentric";
import type { Arrival } from "@/lib/astro/time";

/** What turns heliocentric and barycentric times of a target into UTC; null where it has no position, or is not in sight. */
export async function arrivalOf(db: ReadDb, scope: VisibleScope, targetId: string): Promise<Arrival | null> {
  const [place] = await db
    .select({ raDeg: targets.raDeg, decDeg: targets.decDeg })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${visibleTo(scope)}`)
    .limit(1);
  return place ? arrivalAt(place) : null;
}
