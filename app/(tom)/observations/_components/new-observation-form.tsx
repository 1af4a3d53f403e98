"use client";

import { useRouter } from "next/navigation";
import * as z from "zod";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FieldGrid, FormActions, FormSection } from "@/components/forms/form-layout";
import { SelectField, TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import type { ParameterField } from "@/lib/observations/types";
import { createObservationAction } from "../_server/actions";
import { idLabel } from "./id-label";
import { stateWords } from "./observation-state";
import { type ObservationValues, ParameterFields, valuesOf, WindowFields } from "./parameter-fields";

/** The server checks with the facility's own form: here everything may be typed. */
export const anyText: z.ZodType<unknown, ObservationValues> = z.object({
  observationId: z.string(),
  status: z.string(),
  scheduledStart: z.string(),
  scheduledEnd: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.boolean()])),
});

type Props = {
  targetId: string;
  facility: {
    id: string;
    name: string;
    states: readonly string[];
    initialStatus: string;
    takesPlans: boolean;
    observationIdHelp: string;
    fields: readonly ParameterField[];
  };
  cancelHref: string;
};

/** A plan or a finished observation; at a facility that has its own requests, one of those by its id. */
export function NewObservationForm({ targetId, facility, cancelHref }: Props) {
  const router = useRouter();
  const { takesPlans, fields } = facility;
  const form = useActionForm<ObservationValues, unknown, { href: string }>({
    schema: anyText,
    action: (values) => createObservationAction({ targetId, facilityId: facility.id, ...values }),
    defaultValues: {
      observationId: "",
      status: takesPlans ? facility.initialStatus : "",
      scheduledStart: "",
      scheduledEnd: "",
      parameters: takesPlans ? valuesOf(fields) : {},
    },
    onDone: ({ href }) => router.push(href),
  });
  const states = facility.states.map((state) => ({ value: state, label: stateWords(state) }));
  return (
    <FormFrame form={form} label="New observation">
      <FormSection
        title={takesPlans ? "The observation" : `An observation that ${facility.name} has`}
        {...(takesPlans ? {} : { help: "State, window and what was asked come from there, and go on from there." })}
      >
        <FieldGrid>
          <TextField
            form={form}
            name="observationId"
            label={idLabel(facility)}
            help={facility.observationIdHelp}
            optional={takesPlans}
            maxLength={255}
            mono
          />
          {takesPlans ? <SelectField form={form} name="status" label="State" options={states} /> : null}
        </FieldGrid>
      </FormSection>
      {takesPlans ? (
        <>
          <WindowFields form={form} />
          <ParameterFields form={form} fields={fields} />
        </>
      ) : null}
      <FormActions>
        <SubmitButton pending={form.pending} icon="plus">
          {takesPlans ? "Add" : "Look it up and add it"}
        </SubmitButton>
        <ButtonLink href={cancelHref}>Cancel</ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
