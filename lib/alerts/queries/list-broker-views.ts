import { sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { brokerViews } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import type { BrokerViewDto, Sighting } from "../types";

/** What each broker last answered about a visible target. @throws NOT_FOUND */
export async function listBrokerViews(db: ReadDb, scope: VisibleScope, targetId: string): Promise<BrokerViewDto[]> {
  const [target] = await db
    .select({ pk: targets.pk })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${visibleTo(scope)}`);
  if (!target) throw notFound("target");
  const rows = await db
    .select({
      brokerId: brokerViews.brokerId,
      askedAt: brokerViews.askedAt,
      status: brokerViews.status,
      message: brokerViews.message,
      sightings: brokerViews.sightings,
    })
    .from(brokerViews)
    .where(sql`${brokerViews.targetPk} = ${target.pk}`)
    .limit(100);
  return rows.map((row) => ({ ...row, sightings: row.sightings as Sighting[] }));
}
