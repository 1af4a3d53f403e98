"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { useWatch } from "react-hook-form";
import * as z from "zod";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FormActions, FormSection } from "@/components/forms/form-layout";
import { SelectField } from "@/components/forms/text-fields";
import { fileScaleOptions } from "@/components/forms/time-scales";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { visibilities } from "@/lib/targets/schema";
import type { Visibility } from "@/lib/targets/types";
import { AccessFields, type GroupChoice } from "../../_components/form-access";
import { askForCheck, askForImport, type Checked, type ImportValues } from "./import-calls";
import { ImportFile } from "./import-file";
import { ImportVerdicts } from "./import-verdicts";
import { PhotometryVerdicts } from "./photometry-verdicts";

const schema = z.object({
  file: z.custom<File | null>().refine((file) => file !== null, "Choose a file first"),
  photometry: z.custom<File | null>(),
  timeScale: z.string(),
  visibility: z.enum(visibilities),
  groups: z.array(z.string()),
});

type Props = { groups: readonly GroupChoice[]; visibility: Visibility };

const targetsText = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "target" : "targets"}`;

const whatText = (targets: number, light: number): string =>
  [
    ...(targets > 0 ? [targetsText(targets)] : []),
    ...(light > 0 ? [`${light.toLocaleString("en")} ${light === 1 ? "measurement" : "measurements"}`] : []),
  ].join(" and ");

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
    defaultValues: { file: null, photometry: null, timeScale: "utc", visibility, groups: [] },
    onDone: setFound,
  });
  const now = useWatch({ control: form.control });
  const isSame = (of: ImportValues): boolean =>
    of.file === now.file &&
    of.photometry === now.photometry &&
    of.timeScale === now.timeScale &&
    of.visibility === now.visibility &&
    of.groups.join() === (now.groups ?? []).join();
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
  const light = shown?.data.photometry?.counts.accepted ?? 0;
  return (
    <FormFrame form={form} label="Import targets">
      <FormSection title="The file">
        <ImportFile
          form={form}
          name="file"
          label="CSV file"
          help="The first line names the columns: name, and ra and dec or orbital elements; type, permissions, groups, name2 and so on as in the TOM Toolkit. Up to 100,000 rows."
        />
      </FormSection>
      <FormSection title="Photometry beside it">
        <ImportFile
          form={form}
          name="photometry"
          label="Photometry"
          optional
          help="Measurements of these targets, or of others that you may change, as CSV: target, time, filter, magnitude, error and so on. They come into sight with the targets."
        />
        {now.photometry instanceof File ? (
          <SelectField
            form={form}
            name="timeScale"
            label="Time scale"
            options={fileScaleOptions}
            help="Of its times. A heading that says its own scale is believed."
          />
        ) : null}
      </FormSection>
      <AccessFields
        form={form}
        groups={groups}
        isNew
        what="them"
        title="Rows that do not say who sees them"
        help="A column permissions or groups in the file goes before this."
      />
      {shown === null ? null : <ImportVerdicts key={shown.data.counts.total} checked={shown.data} />}
      {shown?.data.photometry ? <PhotometryVerdicts checked={shown.data.photometry} /> : null}
      <FormActions>
        {count + light > 0 ? (
          <Button look="primary" onClick={begin} aria-disabled={starting} aria-busy={starting}>
            Import {whatText(count, light)}
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
