import * as z from "zod";
import { markRead } from "@/lib/notifications/commands/mark-read";
import { markReadSchema } from "@/lib/notifications/schema";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "notifications.read",
  summary: 'Mark your notifications as read: ids, or "all"; answers how many are unread then',
  authorize: "user",
  body: markReadSchema,
  response: z.object({ unread: z.number() }),
  run: ({ ctx, body }) => markRead({ ctx, input: body }),
});
