import { eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { groups } from "@/db/schema/people";

/** Where a group is told of runs, and which of its secrets signs; null where it has no address or is gone. For the house. */
export async function groupWebhookOf(
  db: Pick<ReadDb, "select">,
  groupId: string,
): Promise<{ url: string; secretNumber: number } | null> {
  const [group] = await db
    .select({ url: groups.webhookUrl, secretNumber: groups.webhookSecretNumber })
    .from(groups)
    .where(eq(groups.id, groupId));
  return group?.url ? { url: group.url, secretNumber: group.secretNumber } : null;
}
