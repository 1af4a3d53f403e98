"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useWatch } from "react-hook-form";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FieldGrid, FormActions, FormSection } from "@/components/forms/form-layout";
import { SelectField, TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { CodeBlock } from "@/components/ui/text";
import { useLive } from "@/components/ui/use-live";
import type { QueryForm } from "@/lib/brokers/contract-query";
import { offeredChoices, offeredGroups, parametersOf, textsOf } from "@/lib/brokers/query-forms";
import { saveQueryAction, updateQueryAction } from "../_server/actions";
import { ParameterField } from "./parameter-field";
import styles from "./query-fields.module.css";
import type { QueryFormProps } from "./query-form";
import { type QueryValues, querySchema } from "./query-schema";
import { ScheduleField } from "./schedule-field";
import { useChoices } from "./use-choices";

type Props = QueryFormProps & { form: QueryForm<unknown> };

/** The fields of one broker, grouped by meaning, checked as one types by the broker's own rules. */
export function QueryFields({ brokerId, groups, query, given, form }: Props) {
  const router = useRouter();
  const isLive = useLive();
  const runAfter = useRef(false);
  const fields = form.groups.flatMap((group) => group.fields);
  const empty = Object.fromEntries(fields.map((field) => [field.name, ""]));
  const choicesOf = useChoices(brokerId, fields);
  const state = useActionForm<QueryValues, unknown, { href: string }>({
    schema: querySchema(form),
    action: (values) =>
      query === null
        ? saveQueryAction({ ...values, brokerId, run: runAfter.current })
        : updateQueryAction({ ...values, id: query.id, version: query.version }),
    defaultValues: {
      name: query?.name ?? "",
      groupId: query?.groupId ?? "",
      schedule: query?.schedule ?? "",
      parameters: { ...empty, ...given },
    },
    onDone: ({ href }) => router.push(href),
  });
  const texts = useWatch({ control: state.control, name: "parameters" });
  const fill = (parameters: Readonly<Record<string, unknown>>) => {
    state.setValue("parameters", { ...empty, ...textsOf(parameters) }, { shouldDirty: true, shouldValidate: true });
  };
  const submitAndRun = (run: boolean) => () => {
    runAfter.current = run;
  };
  return (
    <FormFrame form={state} label="Query">
      <FormSection title="This query">
        <FieldGrid>
          <TextField form={state} name="name" label="Query name" maxLength={120} />
          <SelectField
            form={state}
            name="groupId"
            label="Seen by"
            optional
            emptyLabel="Only me and administrators"
            options={groups.map((group) => ({ value: group.id, label: `Members of ${group.name}` }))}
          />
          <ScheduleField form={state} name="schedule" />
        </FieldGrid>
        {query === null && form.examples.length > 0 ? (
          <fieldset className={styles.examples}>
            <legend>Examples</legend>
            {form.examples.map((example) => (
              <Button key={example.label} type="button" small onClick={() => fill(example.parameters)}>
                <span className={styles.example}>{example.label}</span>
              </Button>
            ))}
          </fieldset>
        ) : null}
      </FormSection>
      {offeredGroups(form.groups, texts).map((group) => (
        <FormSection key={group.title} title={group.title} help={group.help}>
          <FieldGrid>
            {group.fields.map((field) => {
              const choices = choicesOf(field.name);
              const items = offeredChoices(choices.items, form.groups, texts);
              return <ParameterField key={field.name} form={state} field={field} choices={{ ...choices, items }} />;
            })}
          </FieldGrid>
        </FormSection>
      ))}
      <Panel
        title="What will be asked"
        note="In our words, as each run keeps it; the broker's client puts it into its own"
      >
        <CodeBlock label="the parameters" code={JSON.stringify(parametersOf(form.groups, texts), null, 1)} />
      </Panel>
      <FormActions>
        {query === null ? (
          <>
            <Button
              type="submit"
              look="primary"
              icon="play"
              disabled={!isLive}
              onClick={submitAndRun(true)}
              aria-busy={state.pending}
            >
              Save and run
            </Button>
            <Button type="submit" disabled={!isLive} onClick={submitAndRun(false)}>
              Save
            </Button>
          </>
        ) : (
          <SubmitButton pending={state.pending}>Save</SubmitButton>
        )}
      </FormActions>
    </FormFrame>
  );
}
