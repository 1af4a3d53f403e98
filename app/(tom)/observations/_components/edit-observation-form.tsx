"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FieldGrid, FormActions, FormSection } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import type { ObservationDto, ParameterField } from "@/lib/observations/types";
import { updateObservationAction } from "../_server/actions";
import { idLabel } from "./id-label";
import { anyText } from "./new-observation-form";
import { type ObservationValues, ParameterFields, valuesOf, WindowFields } from "./parameter-fields";

type Props = {
  observation: Pick<
    ObservationDto,
    "id" | "version" | "observationId" | "scheduledStart" | "scheduledEnd" | "parameters" | "facilityName"
  >;
  fields: readonly ParameterField[];
  /** The facility's id of it may be given here. */
  mayName: boolean;
};

/** Window, id and parameters of a record; its state has a place of its own. */
export function EditObservationForm({ observation, fields, mayName }: Props) {
  const router = useRouter();
  const { id, version } = observation;
  const form = useActionForm<ObservationValues, unknown, { href: string }>({
    schema: anyText,
    action: ({ observationId, scheduledStart, scheduledEnd, parameters }) =>
      updateObservationAction({
        id,
        version,
        scheduledStart,
        scheduledEnd,
        parameters,
        ...(mayName ? { observationId } : {}),
      }),
    defaultValues: {
      observationId: observation.observationId ?? "",
      status: "",
      scheduledStart: observation.scheduledStart ?? "",
      scheduledEnd: observation.scheduledEnd ?? "",
      parameters: valuesOf(fields, observation.parameters),
    },
    onDone: ({ href }) => router.push(href),
  });
  return (
    <FormFrame form={form} label="Edit the observation">
      <WindowFields form={form} />
      {mayName ? (
        <FormSection title="Its name there">
          <FieldGrid>
            <TextField
              form={form}
              name="observationId"
              label={idLabel({ name: observation.facilityName, takesPlans: mayName })}
              optional
              maxLength={255}
              mono
            />
          </FieldGrid>
        </FormSection>
      ) : null}
      <ParameterFields form={form} fields={fields} />
      <FormActions>
        <SubmitButton pending={form.pending}>Save</SubmitButton>
        <ButtonLink href={`/observations/${id}`}>Cancel</ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
