"use client";

import { useWatch } from "react-hook-form";
import { MultiSelectField, RadioField } from "@/components/forms/choice-fields";
import { FormSection } from "@/components/forms/form-layout";
import type { ActionForm } from "@/components/forms/use-action-form";
import { Notice } from "@/components/ui/states";
import type { TargetFormValues } from "./form-values";
import styles from "./target-form.module.css";
import { whoWillSee } from "./who-will-see";

export type GroupChoice = { id: string; name: string };

const visibilities = [
  { value: "private", label: "Private", help: "People and groups with a grant" },
  { value: "public", label: "Public", help: "Every signed-in person may look" },
  { value: "open", label: "Open", help: "Anyone may look, signed in or not" },
];

type Access = Pick<TargetFormValues, "visibility" | "groups">;

type Props<Values extends Access> = {
  form: ActionForm<Values>;
  groups: readonly GroupChoice[];
  isNew: boolean;
  /** One target, or several. */
  what?: "it" | "them";
  title?: string;
  help?: string;
};

export function AccessFields<Values extends Access>(props: Props<Values>) {
  const { groups, isNew, what = "it", title = "Who will see it", help } = props;
  // Whatever else the form has, these two it has.
  const form = props.form as unknown as ActionForm<Access>;
  const [visibility, chosen] = useWatch({ control: form.control, name: ["visibility", "groups"] });
  const names = groups.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  return (
    <FormSection title={title} help={help}>
      <div className={styles.access}>
        <RadioField form={form} name="visibility" label="Visibility" options={visibilities} />
        <MultiSelectField
          form={form}
          name="groups"
          label="Groups"
          help="Their members may look, change and delete."
          options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          none="You are in no group."
          optional
        />
      </div>
      <div role="status">
        <Notice framed>{whoWillSee({ visibility, groups: names, isNew, what })}</Notice>
      </div>
    </FormSection>
  );
}
