"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { NumberField, SelectField, TextField } from "@/components/forms/text-fields";
import { TimeField } from "@/components/forms/understood-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import { addClassificationAction, addRedshiftAction } from "../_server/actions";
import { classificationFormSchema, redshiftFormSchema } from "./detail-form-schemas";

type Props = { targetId: string; doneHref: string };

const frames = [
  { value: "heliocentric", label: "Heliocentric" },
  { value: "cmb", label: "CMB" },
  { value: "observed", label: "As observed" },
];

const Cancel = ({ href }: { href: string }) => (
  <ButtonLink look="quiet" href={href} data-scroll="keep">
    Cancel
  </ButtonLink>
);

/** A redshift with its source; it becomes the newest, which stands for the target. */
export function RedshiftForm({ targetId, doneHref }: Props) {
  const router = useRouter();
  const form = useActionForm({
    schema: redshiftFormSchema,
    action: addRedshiftAction,
    // An empty field is no number, and is refused as such.
    defaultValues: { id: targetId, error: null, frame: null, source: "" },
    onDone: () => router.push(doneHref, { scroll: false }),
  });
  return (
    <FormFrame form={form} label="Add a redshift">
      <FieldGrid>
        <NumberField form={form} name="value" label="Redshift" placeholder="0.00524" whenEmpty={undefined} />
        <NumberField form={form} name="error" label="Error" optional />
        <SelectField
          form={form}
          name="frame"
          label="Frame"
          options={frames}
          emptyLabel="Not stated"
          whenEmpty={null}
          optional
        />
        <TextField
          form={form}
          name="source"
          label="Source"
          placeholder="Host M100, own spectrum …"
          maxLength={200}
          optional
          help="Yours when left empty."
        />
      </FieldGrid>
      <FormActions>
        <SubmitButton pending={form.pending}>Add redshift</SubmitButton>
        <Cancel href={doneHref} />
      </FormActions>
    </FormFrame>
  );
}

/** A class with who says so. */
export function ClassificationForm({ targetId, doneHref }: Props) {
  const router = useRouter();
  const form = useActionForm({
    schema: classificationFormSchema,
    action: addClassificationAction,
    defaultValues: { id: targetId, name: "", source: "", classifier: "", version: "", probability: null, date: "" },
    onDone: () => router.push(doneHref, { scroll: false }),
  });
  return (
    <FormFrame form={form} label="Add a classification">
      <FieldGrid>
        <TextField form={form} name="name" label="Class" placeholder="SN Ia" maxLength={200} />
        <TextField
          form={form}
          name="source"
          label="Source"
          placeholder="TNS, own spectrum …"
          maxLength={200}
          optional
          help="Yours when left empty."
        />
        <TextField form={form} name="classifier" label="Classifier" maxLength={200} optional />
        <TextField form={form} name="version" label="Version" maxLength={100} optional />
        <NumberField form={form} name="probability" label="Probability" unit="0 to 1" optional />
        <TimeField form={form} name="date" label="Date" optional help="Now when left empty." />
      </FieldGrid>
      <FormActions>
        <SubmitButton pending={form.pending}>Add classification</SubmitButton>
        <Cancel href={doneHref} />
      </FormActions>
    </FormFrame>
  );
}
