"use server";

import { refreshTarget } from "@/lib/alerts/commands/refresh-target";
import { unlinkAlert } from "@/lib/alerts/commands/unlink-alert";
import { flagPhotometry } from "@/lib/reduced-data/commands/flag-photometry";
import { addPasted, previewPaste } from "@/lib/reduced-data/commands/paste-photometry";
import { changeGrant } from "@/lib/targets/commands/change-grant";
import { addComment, deleteComment, editComment } from "@/lib/targets/commands/comments";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { dismissPossibleDuplicate } from "@/lib/targets/commands/dismiss-duplicate";
import {
  addClassification,
  addRedshift,
  removeClassification,
  removeRedshift,
} from "@/lib/targets/commands/target-entries";
import { changeGrantInput } from "@/lib/targets/grant-schema";
import { defineAction } from "@/lib/web/define-action";
import { services } from "@/lib/web/services";
import {
  alertLinkInput,
  classificationFormSchema,
  commentFormSchema,
  commentIdSchema,
  duplicateInput,
  editCommentSchema,
  entryInput,
  flagFormSchema,
  pasteFormSchema,
  pointFormSchema,
  redshiftFormSchema,
  targetOnly,
} from "../_components/detail-form-schemas";
import { addPoint } from "./add-point";

export const deleteTargetAction = defineAction({
  name: "target.delete",
  input: targetOnly,
  authorize: "user",
  run: ({ ctx, input }) => deleteTarget({ ctx, input }),
});

export const refreshTargetAction = defineAction({
  name: "target.refresh",
  input: targetOnly,
  authorize: "user",
  run: ({ ctx, input }) => refreshTarget({ ctx, brokers: services().brokers, input: { targetId: input.id } }),
});

export const unlinkAlertAction = defineAction({
  name: "target.unlinkAlert",
  input: alertLinkInput,
  authorize: "user",
  run: ({ ctx, input: { id, ...alert } }) => unlinkAlert({ ctx, input: { targetId: id, ...alert } }),
});

export const dismissDuplicateAction = defineAction({
  name: "target.dismissDuplicate",
  input: duplicateInput,
  authorize: "user",
  run: ({ ctx, input }) => dismissPossibleDuplicate({ ctx, input }),
});

export const flagPhotometryAction = defineAction({
  name: "photometry.flag",
  input: flagFormSchema,
  authorize: "user",
  run: ({ ctx, input }) => flagPhotometry({ ctx, input }),
});

export const addPointAction = defineAction({
  name: "photometry.addPoint",
  input: pointFormSchema,
  authorize: "user",
  run: ({ ctx, input }) => addPoint(ctx, input),
});

export const previewPasteAction = defineAction({
  name: "photometry.previewPaste",
  input: pasteFormSchema,
  authorize: "user",
  run: ({ ctx, input: { id, ...table } }) => previewPaste({ ctx, input: { targetId: id, ...table } }),
});

export const addPastedAction = defineAction({
  name: "photometry.addPasted",
  input: pasteFormSchema,
  authorize: "user",
  run: ({ ctx, input: { id, ...table } }) => addPasted({ ctx, input: { targetId: id, ...table } }),
});

export const addCommentAction = defineAction({
  name: "comment.create",
  input: commentFormSchema,
  authorize: "user",
  run: ({ ctx, input }) => addComment({ ctx, input: { targetId: input.id, body: input.body } }),
});

export const editCommentAction = defineAction({
  name: "comment.edit",
  input: editCommentSchema,
  authorize: "user",
  run: ({ ctx, input }) => editComment({ ctx, input: { id: input.commentId, body: input.body } }),
});

export const deleteCommentAction = defineAction({
  name: "comment.delete",
  input: commentIdSchema,
  authorize: "user",
  run: ({ ctx, input }) => deleteComment({ ctx, input: { id: input.commentId } }),
});

export const addRedshiftAction = defineAction({
  name: "target.addRedshift",
  input: redshiftFormSchema,
  authorize: "user",
  run: ({ ctx, input }) => addRedshift({ ctx, input }),
});

export const removeRedshiftAction = defineAction({
  name: "target.removeRedshift",
  input: entryInput,
  authorize: "user",
  run: ({ ctx, input }) => removeRedshift({ ctx, input }),
});

export const addClassificationAction = defineAction({
  name: "target.addClassification",
  input: classificationFormSchema,
  authorize: "user",
  run: ({ ctx, input }) => addClassification({ ctx, input }),
});

export const removeClassificationAction = defineAction({
  name: "target.removeClassification",
  input: entryInput,
  authorize: "user",
  run: ({ ctx, input }) => removeClassification({ ctx, input }),
});

export const changeGrantAction = defineAction({
  name: "target.changeGrant",
  input: changeGrantInput,
  authorize: "user",
  run: ({ ctx, input }) => changeGrant({ ctx, input }),
});
