"use client";

import { RadioField } from "@/components/forms/choice-fields";
import { FieldGrid, FormSection, WideField } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import type { ActionForm } from "@/components/forms/use-action-form";
import { type CheckDuplicates, DuplicateWarning } from "./form-duplicates";
import { ListField } from "./form-lists";
import { type FindPlace, PasteAnything } from "./form-paste";
import type { TargetFormValues } from "./form-values";

const types = [
  { value: "SIDEREAL", label: "Sidereal", help: "Stays in its place, but for proper motion" },
  { value: "NON_SIDEREAL", label: "Non-sidereal", help: "Moves on an orbit around the Sun" },
];

type Props = {
  form: ActionForm<TargetFormValues>;
  check: CheckDuplicates;
  findPlace: FindPlace | undefined;
  exceptId?: string;
};

/** What it is called. */
export function IdentityFields({ form, check, findPlace, exceptId }: Props) {
  return (
    <FormSection title="Object">
      {findPlace === undefined ? null : <PasteAnything form={form} findPlace={findPlace} />}
      <FieldGrid>
        <TextField form={form} name="name" label="Name" maxLength={4000} placeholder="SN 2020oi" />
        <ListField
          form={form}
          name="tags"
          label="Tags"
          layout="commas"
          placeholder="supernova, follow-up"
          help="Separated by commas."
        />
        <WideField>
          <DuplicateWarning form={form} check={check} {...(exceptId === undefined ? {} : { exceptId })} />
        </WideField>
        <ListField
          form={form}
          name="aliases"
          label="Aliases"
          layout="lines"
          placeholder="ZTF20aaelulu"
          help="Other names, one a line."
        />
        <RadioField form={form} name="type" label="Type" options={types} />
      </FieldGrid>
    </FormSection>
  );
}
