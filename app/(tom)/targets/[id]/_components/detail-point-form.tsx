"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/choice-fields";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { NumberField, SelectField, TextField } from "@/components/forms/text-fields";
import { scaleOptions } from "@/components/forms/time-scales";
import { TimeField } from "@/components/forms/understood-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { addPointAction } from "../_server/actions";
import { pointFormSchema } from "./detail-form-schemas";

const systems = [
  { value: "AB", label: "AB" },
  { value: "Vega", label: "Vega" },
];
const lights = [
  { value: "total", label: "Total" },
  { value: "difference", label: "Difference to a reference" },
];

type Props = { targetId: string; doneHref: string };

/** One measurement by hand. */
export function PointForm({ targetId, doneHref }: Props) {
  const router = useRouter();
  const form = useActionForm({
    schema: pointFormSchema,
    action: addPointAction,
    defaultValues: {
      id: targetId,
      time: "",
      timeScale: "UTC",
      band: "",
      mag: null,
      magErr: null,
      fluxNjy: null,
      fluxErrNjy: null,
      limitMag: null,
      limitSigma: null,
      magSystem: "AB",
      brightness: "total",
      forced: false,
      telescope: "",
      instrument: "",
      source: "",
    },
    onDone: ({ inserted, revised }) => {
      toast({
        text:
          inserted > 0
            ? "The point is stored."
            : revised > 0
              ? "The point is revised."
              : "This point was here already.",
      });
      router.push(doneHref, { scroll: false });
    },
  });
  return (
    <FormFrame form={form} label="Add a point">
      <FieldGrid>
        <TimeField form={form} name="time" label="Time of the observation" scale={form.watch("timeScale") ?? "UTC"} />
        <SelectField form={form} name="timeScale" label="Scale of the time" options={scaleOptions} />
        <TextField form={form} name="band" label="Band" placeholder="g" maxLength={40} />
        <NumberField form={form} name="mag" label="Magnitude" unit="mag" optional help="Or a flux, or a limit." />
        <NumberField form={form} name="magErr" label="Magnitude error" unit="mag" optional />
        <NumberField form={form} name="fluxNjy" label="Flux" unit="nJy" optional help="A difference may be negative." />
        <NumberField form={form} name="fluxErrNjy" label="Flux error" unit="nJy" optional />
        <NumberField form={form} name="limitMag" label="Limit" unit="mag" optional help="Fainter than this." />
        <NumberField form={form} name="limitSigma" label="Limit at" unit="σ" optional />
        <SelectField
          form={form}
          name="magSystem"
          label="System"
          options={systems}
          emptyLabel="Not stated"
          whenEmpty={null}
        />
        <SelectField form={form} name="brightness" label="Brightness" options={lights} />
        <TextField form={form} name="telescope" label="Telescope" maxLength={120} optional />
        <TextField form={form} name="instrument" label="Instrument" maxLength={120} optional />
        <TextField form={form} name="source" label="Source" maxLength={120} optional help="You when left empty." />
        <CheckboxField form={form} name="forced" label="Forced photometry" />
      </FieldGrid>
      <FormActions>
        <SubmitButton pending={form.pending}>Store the point</SubmitButton>
        <ButtonLink look="quiet" href={doneHref} data-scroll="keep">
          Cancel
        </ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
