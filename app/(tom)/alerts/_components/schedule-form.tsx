"use client";

import { useRouter } from "next/navigation";
import * as z from "zod";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/choice-fields";
import { FormActions } from "@/components/forms/form-layout";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import { scheduleTextSchema } from "@/lib/core/schedule";
import { setScheduleAction } from "../_server/schedule-actions";
import { ScheduleField } from "./schedule-field";

type Values = { schedule: string; schedulePaused: boolean };
type Props = { query: { id: string; version: number; schedule: string | null; schedulePaused: boolean } };

const schema: z.ZodType<unknown, Values> = z.strictObject({
  schedule: scheduleTextSchema,
  schedulePaused: z.boolean(),
});

/** When a query runs by itself. */
export function ScheduleForm({ query }: Props) {
  const router = useRouter();
  const here = `/alerts/queries/${query.id}`;
  const form = useActionForm<Values, unknown, { id: string }>({
    schema,
    action: (values) => setScheduleAction({ ...values, id: query.id, version: query.version }),
    defaultValues: { schedule: query.schedule ?? "", schedulePaused: query.schedulePaused },
    onDone: () => router.push(here),
  });
  return (
    <FormFrame form={form} label="Set a schedule">
      <ScheduleField form={form} name="schedule" />
      <CheckboxField form={form} name="schedulePaused" label="Paused" help="The schedule is kept, and waits." />
      <FormActions>
        <SubmitButton pending={form.pending}>Save the schedule</SubmitButton>
        <ButtonLink href={here} look="quiet">
          Cancel
        </ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
