"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FieldGrid, FormActions, FormSection } from "@/components/forms/form-layout";
import { NumberField, TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { TargetDto } from "@/lib/targets/types";
import type { ExtraField } from "./extra-field";
import { AccessFields, type GroupChoice } from "./form-access";
import { formCheck, newTargetOf, patchOf } from "./form-check";
import type { CheckDuplicates } from "./form-duplicates";
import { ExtraFields } from "./form-extras";
import { IdentityFields } from "./form-identity";
import { type Difference, differencesOf } from "./form-merge";
import type { FindPlace } from "./form-paste";
import { PlaceFields } from "./form-place";
import { StaleEdit } from "./form-stale";
import { type TargetFormValues, valuesOf } from "./form-values";

type Props = {
  initial: TargetFormValues;
  extraFields: readonly ExtraField[];
  groups: readonly GroupChoice[];
  check: CheckDuplicates;
  /** Where a new target may be found by its name; undefined where it has its place. */
  findPlace?: FindPlace;
  /** Of the target that is edited; null for a new one. */
  targetId: string | null;
  save: (input: unknown) => Promise<ActionResult<TargetDto>>;
  cancelHref: string;
};

/** The newer target of a stale edit, as the server sent it along. */
const currentOf = (detail: unknown): TargetDto | null =>
  typeof detail === "object" && detail !== null && "current" in detail ? (detail.current as TargetDto) : null;

/** One form for new and known targets; it carries the version that it was opened with. */
export function TargetForm({ initial, extraFields, groups, check, findPlace, targetId, save, cancelHref }: Props) {
  const router = useRouter();
  const [checks] = useState(() => formCheck(extraFields));
  const isNew = targetId === null;
  const form = useActionForm<TargetFormValues, unknown, TargetDto>({
    schema: checks,
    action: (values) =>
      save(isNew ? newTargetOf(values, extraFields) : { id: targetId, ...patchOf(values, extraFields) }),
    defaultValues: initial,
    onDone: (target) => {
      toast({ text: isNew ? `${target.name} is created.` : `${target.name} is saved.` });
      router.push(`/targets/${target.id}`);
    },
  });
  const current = form.failure?.code === "CONFLICT" ? currentOf(form.failure.detail) : null;
  const choose = (latest: TargetDto, theirs: readonly Difference[]) => {
    for (const { path, theirs: value } of theirs)
      form.setValue(path as "name", (value ?? "") as string, { shouldDirty: true });
    form.setValue("version", latest.version);
    form.submit();
  };
  return (
    <FormFrame form={form} label={isNew ? "New target" : "Edit target"}>
      {current === null ? null : (
        <StaleEdit
          key={current.version}
          differences={differencesOf(initial, form.getValues(), valuesOf(current), extraFields)}
          groupNames={new Map([...groups, ...current.groups].map(({ id, name }) => [id, name]))}
          pending={form.pending}
          onChoose={(theirs) => choose(current, theirs)}
        />
      )}
      <IdentityFields form={form} check={check} findPlace={findPlace} {...(isNew ? {} : { exceptId: targetId })} />
      <PlaceFields form={form} />
      {isNew ? (
        <FormSection title="Redshift">
          <FieldGrid>
            <NumberField form={form} name="redshift.value" label="Redshift" optional />
            <NumberField form={form} name="redshift.error" label="Redshift error" optional />
            <TextField
              form={form}
              name="redshift.source"
              label="Source of the redshift"
              maxLength={200}
              optional
              help="Yours when left empty."
            />
          </FieldGrid>
        </FormSection>
      ) : null}
      <ExtraFields form={form} fields={extraFields} />
      <AccessFields form={form} groups={groups} isNew={isNew} />
      <FormActions>
        <SubmitButton pending={form.pending}>{isNew ? "Create target" : "Save"}</SubmitButton>
        <ButtonLink look="quiet" href={cancelHref}>
          Cancel
        </ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
