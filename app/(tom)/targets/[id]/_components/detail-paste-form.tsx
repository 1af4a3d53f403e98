"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FormActions } from "@/components/forms/form-layout";
import { TextAreaField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/core/counted";
import { addPastedAction, previewPasteAction } from "../_server/actions";
import { pasteFormSchema, pasteMax } from "./detail-form-schemas";
import { pasteExample, pasteHelp } from "./detail-paste-help";
import { type PastePreviewDto, PastePreviewView } from "./detail-paste-preview";

const told = (count: number, word: string): string => counted(count, word, word);

type Props = { targetId: string; doneHref: string };

/** A pasted table: first shown as it is understood, then stored. */
export function PasteForm({ targetId, doneHref }: Props) {
  const router = useRouter();
  const [preview, setPreview] = useState<{ text: string; data: PastePreviewDto } | null>(null);
  const [storing, start] = useTransition();
  const form = useActionForm({
    schema: pasteFormSchema,
    action: async (values: {
      id: string;
      text: string;
    }): Promise<ActionResult<{ text: string; data: PastePreviewDto }>> => {
      const result = await previewPasteAction(values);
      return result.ok ? { ok: true, data: { text: values.text, data: result.data } } : result;
    },
    defaultValues: { id: targetId, text: "" },
    onDone: setPreview,
  });
  const current = form.watch("text");
  const shown = preview !== null && preview.text === current ? preview : null;
  const store = () => {
    if (shown === null || storing) return;
    start(async () => {
      const result = await addPastedAction({ id: targetId, text: shown.text });
      if (!result.ok) {
        toast({ text: result.error.message, tone: "bad" });
        return;
      }
      const { inserted, revised, unchanged, rejected } = result.data;
      toast({
        text: [
          told(inserted, "added"),
          told(revised, "revised"),
          told(unchanged, "known already"),
          told(rejected.length, "rejected"),
        ].join(", "),
      });
      router.push(doneHref, { scroll: false });
    });
  };
  const many = shown?.data.accepted ?? 0;
  return (
    <FormFrame form={form} label="Paste a table">
      <TextAreaField
        form={form}
        name="text"
        label="Table"
        mono
        rows={8}
        maxLength={pasteMax}
        placeholder={pasteExample}
        help={pasteHelp}
      />
      {shown === null ? null : <PastePreviewView preview={shown.data} />}
      <FormActions>
        {many > 0 ? (
          <Button look="primary" onClick={store} aria-disabled={storing} aria-busy={storing}>
            Store {counted(many, "row")}
          </Button>
        ) : (
          <SubmitButton pending={form.pending}>Check</SubmitButton>
        )}
        <ButtonLink look="quiet" href={doneHref} data-scroll="keep">
          Cancel
        </ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
