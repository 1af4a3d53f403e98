import * as z from "zod";
import { deleteComment, editComment } from "@/lib/targets/commands/comments";
import { commentInput } from "@/lib/targets/schema";
import { idParams } from "@/lib/web/api/shapes";
import { commentShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

const params = z.strictObject({ ...idParams.shape, commentId: idParams.shape.id });

export const PATCH = defineRoute({
  name: "targets.comments.edit",
  summary: "Change a comment of yours",
  authorize: "user",
  params,
  body: commentInput,
  response: commentShape,
  run: (call) =>
    editComment({
      ctx: call.ctx,
      input: { id: call.params.commentId, targetId: call.params.id, body: call.body.body },
    }),
});

export const DELETE = defineRoute({
  name: "targets.comments.delete",
  summary: "Delete a comment of yours; administrators any",
  authorize: "user",
  params,
  response: z.null(),
  status: 204,
  run: async (call) => {
    await deleteComment({ ctx: call.ctx, input: { id: call.params.commentId, targetId: call.params.id } });
    return null;
  },
});
