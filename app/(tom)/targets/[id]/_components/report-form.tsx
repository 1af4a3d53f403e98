"use client";

import { useRouter } from "next/navigation";
import * as z from "zod";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { FieldForm } from "@/components/forms/bind";
import { DescribedField, describedWords } from "@/components/forms/described-field";
import { FieldGrid, FormActions, FormSection } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { AngleField } from "@/components/forms/understood-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import type { FormField, FormGroup } from "@/lib/brokers/contract-query";
import { reviewReportAction } from "../_server/report-actions";

type Values = { parameters: Record<string, string> };

/** The server checks with the broker's own rules: here everything may be typed. */
const anyText = z.object({ parameters: z.record(z.string(), z.string()) });

function ReportField({ form, field }: { form: FieldForm<Values>; field: FormField }) {
  const words = describedWords(form, field);
  if (field.name === "raDeg") return <AngleField {...words} kind="ra" decName="parameters.decDeg" />;
  if (field.name === "decDeg") return <AngleField {...words} kind="dec" />;
  // A report says what is: it has no durations, and no choices that are asked for.
  if (field.kind === "date-or-duration" || field.kind === "dynamic-choice") return <TextField {...words} />;
  return <DescribedField form={form} field={field} />;
}

type Props = {
  targetId: string;
  /** The observation that it starts from; null when it starts from the target. */
  observationRecordId: string | null;
  brokerId: string;
  kind: string;
  groups: readonly FormGroup[];
  given: Readonly<Record<string, string>>;
  /** The draft that is changed; null for a new one. */
  reportId: string | null;
  cancelHref: string;
};

/** What a report says, filled in as far as the target knows it. It leads to the review; nothing is sent from here. */
export function ReportForm({ groups, given, cancelHref, ...about }: Props) {
  const { targetId, observationRecordId, brokerId, kind, reportId } = about;
  const router = useRouter();
  const fields = groups.flatMap((group) => group.fields);
  const state = useActionForm<Values, unknown, { href: string }>({
    schema: anyText,
    action: ({ parameters }) =>
      reviewReportAction({
        ...{ targetId, brokerId, kind, parameters },
        ...(observationRecordId === null ? {} : { observationRecordId }),
        ...(reportId === null ? {} : { reportId }),
      }),
    defaultValues: { parameters: { ...Object.fromEntries(fields.map(({ name }) => [name, ""])), ...given } },
    onDone: ({ href }) => router.push(href),
  });
  return (
    <FormFrame form={state} label="Report">
      {groups.map((group) => (
        <FormSection key={group.title} title={group.title} help={group.help}>
          <FieldGrid roomy>
            {group.fields.map((field) => (
              <ReportField key={field.name} form={state} field={field} />
            ))}
          </FieldGrid>
        </FormSection>
      ))}
      <FormActions>
        <SubmitButton pending={state.pending}>Review</SubmitButton>
        <ButtonLink href={cancelHref}>Cancel</ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
