import * as z from "zod";
import { addComment } from "@/lib/targets/commands/comments";
import { listComments } from "@/lib/targets/queries/list-comments";
import { commentInput } from "@/lib/targets/schema";
import { cursorParam, idParams, limitParam, pageOf } from "@/lib/web/api/shapes";
import { commentShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.comments.list",
  summary: "Comments on a target, newest first",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject({ limit: limitParam, cursor: cursorParam }),
  response: pageOf(commentShape),
  run: ({ ctx, params, query }) => listComments(ctx.database.read, ctx.scope, { ...query, targetId: params.id }),
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
