"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import * as z from "zod";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { NumberField, SelectField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import { toast } from "@/components/ui/toast";
import { queryRuleSchema } from "@/lib/alerts/schema";
import type { QueryDto, RuleTrial } from "@/lib/alerts/types";
import { setRuleAction, tryRuleAction } from "../_server/schedule-actions";
import { RuleTrialReport } from "./rule-trial-report";

type Values = { rule: { groupId: string; scoreLimit: number | null; magMax: number | null; cap: number } };
type Props = {
  query: Pick<QueryDto, "id" | "version" | "rule">;
  groups: readonly { id: string; name: string }[];
  scoreMeaning: string;
  scoreOrder: "higher" | "lower";
  magnitudeSystem: string | null;
};

const limit = z.number("Give a number, or leave it empty.").nullable();
const schema: z.ZodType<unknown, Values> = z.strictObject({
  rule: queryRuleSchema.extend({
    groupId: z.string().min(1, "Choose the group that will see the targets.").max(60),
    scoreLimit: limit,
    magMax: limit,
    cap: z.int("Give a whole number.").min(1, "At least 1.").max(100, "At most 100."),
  }),
});

/** What becomes of new alerts by itself; a trial says beforehand what that would be. */
export function RuleForm({ query, groups, scoreMeaning, scoreOrder, magnitudeSystem }: Props) {
  const router = useRouter();
  const here = `/alerts/queries/${query.id}`;
  const [trial, setTrial] = useState<RuleTrial | null>(null);
  const [trying, setTrying] = useState(false);
  const { rule } = query;
  const form = useActionForm<Values, unknown, { id: string }>({
    schema,
    action: (values) => setRuleAction({ ...values, id: query.id, version: query.version }),
    defaultValues: {
      rule: {
        groupId: rule?.group?.id ?? "",
        scoreLimit: rule?.scoreLimit ?? null,
        magMax: rule?.magMax ?? null,
        cap: rule?.cap ?? 10,
      },
    },
    onDone: () => router.push(here),
  });
  const tryIt = form.handleSubmit(async (values) => {
    setTrying(true);
    const result = await tryRuleAction({ ...values, id: query.id });
    setTrying(false);
    if (result.ok) setTrial(result.data);
    else toast({ text: result.error.message, tone: "bad" });
  });
  const remove = async () => {
    const result = await setRuleAction({ id: query.id, version: query.version, rule: null });
    if (result.ok) router.push(here);
    else toast({ text: result.error.message, tone: "bad" });
  };
  return (
    <>
      <FormFrame form={form} label="Rule">
        <FieldGrid>
          <SelectField
            form={form}
            name="rule.groupId"
            label="Targets for the group"
            emptyLabel="Choose"
            options={groups.map((group) => ({ value: group.id, label: group.name }))}
            help="Its members see and change the targets."
          />
          <NumberField
            form={form}
            name="rule.scoreLimit"
            label={scoreOrder === "lower" ? "Score at most" : "Score at least"}
            optional
            help={`${scoreMeaning} An alert without a score never fits.`}
          />
          <NumberField
            form={form}
            name="rule.magMax"
            label="As bright as"
            unit="mag"
            optional
            help={`Newest magnitude${magnitudeSystem === null ? "" : ` (${magnitudeSystem})`} at most this. An alert without one never fits.`}
          />
          <NumberField
            form={form}
            name="rule.cap"
            label="At most"
            unit="a run"
            help="What fits beyond that is told of, and left to you."
          />
        </FieldGrid>
        <FormActions>
          <SubmitButton pending={form.pending}>Save the rule</SubmitButton>
          <Button icon="play" onClick={() => void tryIt()} aria-busy={trying}>
            Try it
          </Button>
          {rule === null ? null : (
            <Button look="danger" icon="trash" onClick={() => void remove()}>
              Remove the rule
            </Button>
          )}
          <ButtonLink href={here} look="quiet">
            Cancel
          </ButtonLink>
        </FormActions>
      </FormFrame>
      <p>
        <Muted>It acts in the name of whoever saves it, with the rights that she has then and later.</Muted>
      </p>
      {groups.length > 0 ? null : <Notice tone="warning">You belong to no group: a rule makes targets for one.</Notice>}
      {trial === null ? null : <RuleTrialReport trial={trial} />}
    </>
  );
}
