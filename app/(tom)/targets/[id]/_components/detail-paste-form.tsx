"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type * as z from "zod";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FormActions } from "@/components/forms/form-layout";
import { SelectField, TextAreaField } from "@/components/forms/text-fields";
import { scaleOptions } from "@/components/forms/time-scales";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/core/counted";
import { addPastedAction, previewPasteAction } from "../_server/actions";
import { pasteFormSchema, pasteMax } from "./detail-form-schemas";
import { pasteExample, pasteHelp } from "./detail-paste-help";
import { type PastePreviewDto, PastePreviewView } from "./detail-paste-preview";

const told = (count: number, word: string): string => counted(count, word, word);

type Table = z.input<typeof pasteFormSchema>;
type Shown = { table: Table; data: PastePreviewDto };

type Props = { targetId: string; doneHref: string };

/** A pasted table: first shown as it is understood, then stored. */
export function PasteForm({ targetId, doneHref }: Props) {
  const router = useRouter();
  const [preview, setPreview] = useState<Shown | null>(null);
  const [storing, start] = useTransition();
  const form = useActionForm({
    schema: pasteFormSchema,
    action: async (table: Table): Promise<ActionResult<Shown>> => {
      const result = await previewPasteAction(table);
      return result.ok ? { ok: true, data: { table, data: result.data } } : result;
    },
    defaultValues: { id: targetId, text: "", timeScale: "UTC" },
    onDone: setPreview,
  });
  const [text, timeScale] = form.watch(["text", "timeScale"]);
  const shown = preview?.table.text === text && preview.table.timeScale === timeScale ? preview : null;
  const store = () => {
    if (shown === null || storing) return;
    start(async () => {
      const result = await addPastedAction(shown.table);
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
      <SelectField
        form={form}
        name="timeScale"
        label="Scale of the times"
        options={scaleOptions}
        help="Where a heading or a column does not say it."
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
