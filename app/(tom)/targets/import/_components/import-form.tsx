"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { useWatch } from "react-hook-form";
import * as z from "zod";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FormActions, FormSection } from "@/components/forms/form-layout";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { visibilities } from "@/lib/targets/schema";
import type { Visibility } from "@/lib/targets/types";
import { AccessFields, type GroupChoice } from "../../_components/form-access";
import { askForCheck, askForImport, type Checked, type ImportValues } from "./import-calls";
import { ImportFile } from "./import-file";
import { ImportVerdicts } from "./import-verdicts";

const schema = z.object({
  file: z.custom<File | null>().refine((file) => file !== null, "Choose a file first"),
  visibility: z.enum(visibilities),
  groups: z.array(z.string()),
});

type Props = { groups: readonly GroupChoice[]; visibility: Visibility };

const targetsText = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "target" : "targets"}`;

/** A file, who will see what it brings, the verdict on each row, and only then the import. */
export function ImportForm({ groups, visibility }: Props) {
  const router = useRouter();
  const [found, setFound] = useState<{ of: ImportValues; data: Checked } | null>(null);
  const [starting, start] = useTransition();
  const form = useActionForm<ImportValues, z.output<typeof schema>, { of: ImportValues; data: Checked }>({
    schema,
    action: async (values) => {
      const result = await askForCheck(values);
      return result.ok ? { ok: true, data: { of: values, data: result.data } } : result;
    },
    defaultValues: { file: null, visibility, groups: [] },
    onDone: setFound,
  });
  const now = useWatch({ control: form.control });
  const isSame = (of: ImportValues): boolean =>
    of.file === now.file && of.visibility === now.visibility && of.groups.join() === (now.groups ?? []).join();
  const shown = found !== null && isSame(found.of) ? found : null;
  const begin = () => {
    if (shown === null || starting) return;
    start(async () => {
      const result = await askForImport(shown.of);
      if (result.ok) router.push(`/targets/import/${result.data.jobId}`);
      else toast({ text: result.error.message, tone: "bad" });
    });
  };
  const count = shown?.data.counts.created ?? 0;
  return (
    <FormFrame form={form} label="Import targets">
      <FormSection title="The file">
        <ImportFile form={form} />
      </FormSection>
      <AccessFields
        form={form}
        groups={groups}
        isNew
        title="Rows that do not say who sees them"
        help="A column permissions or groups in the file goes before this."
      />
      {shown === null ? null : <ImportVerdicts key={shown.data.counts.total} checked={shown.data} />}
      <FormActions>
        {count > 0 ? (
          <Button look="primary" onClick={begin} aria-disabled={starting} aria-busy={starting}>
            Import {targetsText(count)}
          </Button>
        ) : (
          <SubmitButton pending={form.pending}>Check the file</SubmitButton>
        )}
        <ButtonLink look="quiet" href="/targets">
          Cancel
        </ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
