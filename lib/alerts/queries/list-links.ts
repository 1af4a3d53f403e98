import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { alertLinks, brokerStates } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";

export type AlertLinkDto = {
  brokerId: string;
  alertId: string;
  url: string;
  createdAt: string;
  fetchedAt: string | null;
};

/** Which objects of which brokers a visible target stands for. */
export async function listAlertLinks(db: ReadDb, scope: VisibleScope, targetId: string): Promise<AlertLinkDto[]> {
  return db
    .select({
      brokerId: alertLinks.brokerId,
      alertId: alertLinks.alertId,
      url: alertLinks.url,
      createdAt: alertLinks.createdAt,
      fetchedAt: alertLinks.fetchedAt,
    })
    .from(alertLinks)
    .innerJoin(targets, eq(targets.pk, alertLinks.targetPk))
    .where(sql`${targets.id} = ${targetId} AND ${visibleTo(scope)}`)
    .orderBy(alertLinks.createdAt)
    .limit(200);
}

export type BrokerStateDto = {
  brokerId: string;
  lastSuccessAt: string | null;
  lastFailureAt: string | null;
  lastFailure: string | null;
};

/** When each broker last answered or failed, for its card. */
export const listBrokerStates = (db: ReadDb): Promise<BrokerStateDto[]> => db.select().from(brokerStates).limit(100);
