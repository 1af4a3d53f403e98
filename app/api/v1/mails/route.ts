import { rowSorts } from "@/lib/core/row-cursor";
import { countMails, listMails } from "@/lib/mail/queries/list-mails";
import { mailFilterSchema, mailSchema } from "@/lib/mail/schema";
import { listParams } from "@/lib/web/api/list";
import { pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "mails.list",
  summary: "Outgoing mails, newest first, sent or not; for administrators",
  authorize: "admin",
  query: mailFilterSchema.extend({ ...listParams(rowSorts) }),
  response: pageOf(mailSchema),
  run: async ({ ctx, query }) => {
    const { items, nextCursor } = await listMails(ctx.database.read, ctx.scope, query);
    const page = { items: [...items], nextCursor };
    return query.count ? { ...page, total: await countMails(ctx.database.read, ctx.scope, query) } : page;
  },
});
