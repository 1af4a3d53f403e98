import { and, eq, inArray, isNull } from "drizzle-orm";
import { notifications } from "@/db/schema/notifications";
import type { Context } from "@/lib/access/context";
import { requireUser } from "@/lib/access/policy";
import { nowIso } from "@/lib/core/clock";
import { markReadSchema } from "../schema";

/** Marks one's own notifications as read; of others nothing is told and nothing changed. Answers how many are unread. */
export async function markRead({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ unread: number }> {
  const { userPk } = requireUser(ctx.actor);
  const { ids } = markReadSchema.parse(input);
  const unread = and(eq(notifications.userPk, userPk), isNull(notifications.readAt));
  return ctx.database.write(async (tx) => {
    await tx
      .update(notifications)
      .set({ readAt: nowIso(ctx.clock) })
      .where(and(unread, ids === "all" ? undefined : inArray(notifications.id, ids)));
    return { unread: await tx.$count(notifications, unread) };
  });
}
