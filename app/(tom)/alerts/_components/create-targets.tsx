"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useWatch } from "react-hook-form";
import * as z from "zod";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { MultiSelectField, RadioField } from "@/components/forms/choice-fields";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { Notice } from "@/components/ui/states";
import { SelectionBar, uncheck } from "@/components/ui/table-selection";
import { toast } from "@/components/ui/toast";
import { useLive } from "@/components/ui/use-live";
import type { AlertState, CreateTargetsReport } from "@/lib/alerts/types";
import { whoWillSee } from "../../targets/_components/who-will-see";
import { createTargetsAction } from "../_server/actions";
import { CreateReport } from "./create-report";

type Visibility = "open" | "public" | "private";
/** What is meant beside the ticked alerts: those of the filter that the page shows, without what is done already. */
export type AllAlerts = { count: number; words: string; among: { state?: AlertState; hasTarget?: false } };
type Props = {
  /** Of the empty form that the table's boxes belong to. */
  formId: string;
  runId: string;
  all: AllAlerts;
  groups: readonly { id: string; name: string }[];
  /** Of the query: ticked at first. Another is let in only by whoever ticks it. */
  groupId: string | null;
  broker: { name: string; givesLightCurves: boolean };
  defaultVisibility: Visibility;
  matchRadiusArcsec: number;
};
type Values = { groups: string[]; visibility: Visibility };

const schema: z.ZodType<unknown, Values> = z.strictObject({
  groups: z.array(z.string().max(60)).max(100),
  visibility: z.enum(["open", "public", "private"]),
});

const visibilities = [
  { value: "private", label: "Private", help: "Only you, the groups below and administrators" },
  { value: "public", label: "Public", help: "Anyone who has signed in" },
  { value: "open", label: "Open", help: "Anyone at all" },
];

/** Turns the ticked alerts into targets, and says of each what became of it. */
export function CreateTargets(props: Props) {
  const { formId, runId, all, groups, groupId, broker, defaultVisibility, matchRadiusArcsec } = props;
  const router = useRouter();
  const boxes = useRef<HTMLFormElement>(null);
  const everything = useRef(false);
  const [report, setReport] = useState<CreateTargetsReport | null>(null);
  const ticked = (): string[] => (boxes.current ? new FormData(boxes.current).getAll("alertIds").map(String) : []);
  const done = (made: CreateTargetsReport) => {
    setReport(made);
    // What failed stays ticked, for another try; those nearby are decided on one by one.
    const settled = [...made.created, ...made.existing, ...made.nearby].map(({ alertId }) => alertId);
    uncheck(formId, "alertIds", settled);
    router.refresh();
  };
  const isLive = useLive();
  const form = useActionForm<Values, unknown, CreateTargetsReport>({
    schema,
    action: (values) => {
      const chosen = everything.current ? ({ alertIds: "all", among: all.among } as const) : { alertIds: ticked() };
      return createTargetsAction({ ...values, runId, ...chosen });
    },
    defaultValues: {
      groups: groups.filter(({ id }) => id === groupId).map(({ id }) => id),
      visibility: defaultVisibility,
    },
    onDone: done,
  });
  const [visibility, chosen] = useWatch({ control: form.control, name: ["visibility", "groups"] });
  const names = groups.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  const decide = async (alertId: string, choice: "link" | "create") => {
    const result = await createTargetsAction({ ...form.getValues(), runId, alertIds: [alertId], nearby: choice });
    if (!result.ok) return toast({ text: result.error.message, tone: "bad" });
    if (report === null) return;
    const made = result.data;
    setReport({
      created: [...report.created, ...made.created],
      existing: [...report.existing, ...made.existing],
      nearby: report.nearby.filter((one) => one.alertId !== alertId),
      failed: [...report.failed, ...made.failed],
      jobId: made.jobId ?? report.jobId,
    });
    router.refresh();
  };
  const choose = (isAll: boolean) => () => {
    everything.current = isAll;
  };
  return (
    <>
      <form id={formId} ref={boxes} aria-label="Ticked alerts" />
      {/* A long table must not hide what the ticking was for. */}
      <SelectionBar form={formId} name="alertIds">
        <ButtonLink small icon="crosshair" href="#make">
          Make targets
        </ButtonLink>
      </SelectionBar>
      <Panel title="Make targets" id="make">
        <FormFrame form={form} label="Make targets">
          <FieldGrid>
            <RadioField form={form} name="visibility" label="Who may see them" options={visibilities} />
            <MultiSelectField
              form={form}
              name="groups"
              label="Groups that may see and change them"
              optional
              options={groups.map((group) => ({ value: group.id, label: group.name }))}
              none="You belong to no group: the targets will be yours alone."
            />
          </FieldGrid>
          <div role="status" aria-label="Who will see them">
            <Notice framed>{whoWillSee({ visibility, groups: names, isNew: true, what: "them" })}</Notice>
          </div>
          <FormActions>
            <SubmitButton pending={form.pending} icon="crosshair">
              Make targets of the ticked alerts
            </SubmitButton>
            <Button type="submit" disabled={!isLive} onClick={choose(true)} onBlur={choose(false)}>
              Of all {all.count.toLocaleString("en")} {all.words}
            </Button>
          </FormActions>
        </FormFrame>
        {report === null ? null : (
          <CreateReport report={report} broker={broker} matchRadiusArcsec={matchRadiusArcsec} decide={decide} />
        )}
      </Panel>
    </>
  );
}
