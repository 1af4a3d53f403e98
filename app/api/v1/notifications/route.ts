import * as z from "zod";
import { rowSorts } from "@/lib/core/row-cursor";
import { countNotifications, listNotifications } from "@/lib/notifications/queries/list-notifications";
import { notificationSchema } from "@/lib/notifications/schema";
import { listParams } from "@/lib/web/api/list";
import { pageOf, yesNoParam } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "notifications.list",
  summary: "What you were told of, newest first; reading it here marks nothing as read",
  authorize: "user",
  query: z.strictObject({
    unread: yesNoParam.optional(),
    ...listParams(rowSorts),
  }),
  response: pageOf(notificationSchema),
  run: async ({ ctx, query }) => {
    const { items, nextCursor } = await listNotifications(ctx.database.read, ctx.scope, query);
    const page = { items: [...items], nextCursor };
    return query.count ? { ...page, total: await countNotifications(ctx.database.read, ctx.scope, query) } : page;
  },
});
