"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FormActions } from "@/components/forms/form-layout";
import { TextAreaField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import { addCommentAction, editCommentAction } from "../_server/actions";
import { commentFormSchema, editCommentSchema } from "./detail-form-schemas";

const help = "Markdown; @name mentions a person. Everybody who sees the target reads it.";

/** A new comment. */
function NewComment({ targetId }: { targetId: string }) {
  const router = useRouter();
  const form = useActionForm({
    schema: commentFormSchema,
    action: addCommentAction,
    defaultValues: { id: targetId, body: "" },
    onDone: () => {
      form.reset({ id: targetId, body: "" });
      router.refresh();
    },
  });
  return (
    <FormFrame form={form} label="New comment">
      <TextAreaField form={form} name="body" label="Comment" rows={4} maxLength={20_000} help={help} />
      <FormActions>
        <SubmitButton pending={form.pending}>Comment</SubmitButton>
      </FormActions>
    </FormFrame>
  );
}

type EditProps = { targetId: string; comment: { id: string; body: string }; doneHref: string };

/** One's own comment, changed in its place. */
function EditComment({ targetId, comment, doneHref }: EditProps) {
  const router = useRouter();
  const form = useActionForm({
    schema: editCommentSchema,
    action: editCommentAction,
    defaultValues: { id: targetId, commentId: comment.id, body: comment.body },
    onDone: () => router.push(doneHref, { scroll: false }),
  });
  return (
    <FormFrame form={form} label="Edit the comment">
      <TextAreaField form={form} name="body" label="Comment" rows={6} maxLength={20_000} help={help} />
      <FormActions>
        <SubmitButton pending={form.pending}>Save</SubmitButton>
        <ButtonLink look="quiet" href={doneHref} data-scroll="keep">
          Cancel
        </ButtonLink>
      </FormActions>
    </FormFrame>
  );
}

type Props = { targetId: string } | EditProps;

export const CommentForm = (props: Props) =>
  "comment" in props ? <EditComment {...props} /> : <NewComment {...props} />;
