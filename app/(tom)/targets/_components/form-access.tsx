"use client";

import { useWatch } from "react-hook-form";
import { MultiSelectField, RadioField } from "@/components/forms/choice-fields";
import { FormSection } from "@/components/forms/form-layout";
import type { ActionForm } from "@/components/forms/use-action-form";
import { Notice } from "@/components/ui/states";
import type { Visibility } from "@/lib/targets/types";
import type { TargetFormValues } from "./form-values";
import styles from "./target-form.module.css";

export type GroupChoice = { id: string; name: string };

const visibilities = [
  { value: "private", label: "Private", help: "People and groups with a grant" },
  { value: "public", label: "Public", help: "Every signed-in person may look" },
  { value: "open", label: "Open", help: "Anyone may look, signed in or not" },
];

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** Who will see a target, in a sentence; `isNew` is false where others may have been let in before. */
function whoWillSee(visibility: Visibility, groups: readonly string[], isNew: boolean): string {
  const members = groups.length === 0 ? [] : [`the members of ${listed(groups)}`];
  const before = isNew ? [] : ["those who were let in before"];
  const people = listed([...(isNew ? ["you"] : []), ...members, ...before, "administrators"]);
  if (visibility === "private") return `Only ${people} will see it.`;
  const lookers = visibility === "open" ? "Anyone, signed in or not," : "Every signed-in person";
  return `${lookers} will see it. Change it may only ${people}.`;
}

type Access = Pick<TargetFormValues, "visibility" | "groups">;

type Props<Values extends Access> = {
  form: ActionForm<Values>;
  groups: readonly GroupChoice[];
  isNew: boolean;
  title?: string;
  help?: string;
};

export function AccessFields<Values extends Access>(props: Props<Values>) {
  const { groups, isNew, title = "Who will see it", help } = props;
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
        <Notice framed>{whoWillSee(visibility, names, isNew)}</Notice>
      </div>
    </FormSection>
  );
}
