import * as z from "zod";
import { rowSorts } from "@/lib/core/row-cursor";
import { addComment } from "@/lib/targets/commands/comments";
import { countComments, listComments } from "@/lib/targets/queries/list-comments";
import { commentInput } from "@/lib/targets/schema";
import { listParams } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { commentShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.comments.list",
  summary: "Comments on a target, newest first",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject({ ...listParams(rowSorts) }),
  response: pageOf(commentShape),
  run: async ({ ctx, params, query }) => {
    const { read } = ctx.database;
    const page = await listComments(read, ctx.scope, { ...query, targetId: params.id });
    return query.count ? { ...page, total: await countComments(read, ctx.scope, params.id) } : page;
  },
});

export const POST = defineRoute({
  name: "targets.comments.add",
  summary: "Comment on a target, in Markdown; @username mentions a person who sees it",
  authorize: "user",
  params: idParams,
  body: commentInput,
  response: commentShape,
  status: 201,
  run: ({ ctx, params, body }) => addComment({ ctx, input: { targetId: params.id, body: body.body } }),
});
