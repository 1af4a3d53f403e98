import { ActionButton } from "@/components/forms/action-button";
import { FormActions } from "@/components/forms/form-layout";
import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { type AccessStep, accessSteps, stepOf } from "@/lib/targets/grant-schema";
import type { TargetGrants } from "@/lib/targets/types";
import { changeGrantAction } from "../_server/actions";
import styles from "./detail.module.css";
import { AccessForm } from "./detail-lazy-forms";
import { stepWords } from "./detail-who-words";

export type Access = {
  grants: TargetGrants;
  /** Those that the reader may give rights to. */
  groups: readonly { id: string; name: string }[];
  /** Nobody gives a right that she lacks. */
  canDelete: boolean;
};

type Row = { kind: "person" | "group"; who: string; name: string; canChange: boolean; canDelete: boolean };

const rowsOf = ({ groups, people }: TargetGrants): Row[] => [
  ...people
    .filter(({ isCreator }) => !isCreator)
    .map(
      ({ username, canChange, canDelete }): Row => ({
        kind: "person",
        who: username,
        name: username,
        canChange,
        canDelete,
      }),
    ),
  ...groups.map(({ id, ...group }): Row => ({ kind: "group", who: id, ...group })),
];

const stepButtons: Readonly<Record<AccessStep, string>> = { view: "See only", change: "See and change", all: "All" };

const mayOf = (row: Row): string => {
  const step = stepOf(row);
  return step === null ? "see and delete" : stepWords[step];
};

function GrantActions({ id, row, steps }: { id: string; row: Row; steps: readonly AccessStep[] }) {
  const fields = { id, kind: row.kind, who: row.who };
  const name = row.kind === "group" ? `group ${row.name}` : row.name;
  return (
    <FormActions>
      {steps
        .filter((step) => step !== stepOf(row))
        .map((step) => (
          <ActionButton
            key={step}
            action={changeGrantAction}
            fields={{ ...fields, step }}
            label={`Let ${name} ${stepWords[step]}`}
            done={`${row.name} may ${stepWords[step]} now.`}
            small
          >
            {stepButtons[step]}
          </ActionButton>
        ))}
      <ActionButton
        action={changeGrantAction}
        fields={{ ...fields, step: "none" }}
        label={`Take the right of ${name} away`}
        done={`${row.name} is let in by this no more.`}
        small
      >
        Take away
      </ActionButton>
    </FormActions>
  );
}

const columns = (id: string, steps: readonly AccessStep[]): readonly Column<Row>[] => [
  {
    id: "who",
    header: "Let in",
    cell: (row) => <Badge icon={row.kind === "group" ? "users" : "user"}>{row.name}</Badge>,
  },
  { id: "may", header: "May", cell: mayOf },
  { id: "change", header: "Change", cell: (row) => <GrantActions id={id} row={row} steps={steps} /> },
];

/** For those who may change the target: the rights that they can give, change and take away. */
export function AccessControls({ id, access }: { id: string; access: Access }) {
  const { grants, groups, canDelete } = access;
  const steps = accessSteps.filter((step) => step !== "all" || canDelete);
  const options = steps.map((step) => ({ value: step, label: `May ${stepWords[step]}` }));
  const inside = new Set(grants.groups.map((group) => group.id));
  const outside = groups.filter((group) => !inside.has(group.id));
  return (
    <>
      <h3 className={styles.accessTitle}>Rights that you can change</h3>
      <ServerTable
        caption="Rights that you can change"
        columns={columns(id, steps)}
        rows={rowsOf(grants)}
        rowKey={(row) => `${row.kind} ${row.who}`}
        compact
        scroll="box"
        empty={<EmptyState title="Nobody else is let in by name or by a group of yours" icon="key" />}
      />
      <div className={styles.access}>
        <AccessForm targetId={id} kind="person" steps={options} />
        {outside.length === 0 ? null : (
          <AccessForm
            targetId={id}
            kind="group"
            steps={options}
            groups={outside.map((group) => ({ value: group.id, label: group.name }))}
          />
        )}
      </div>
    </>
  );
}
