import { SubmitButton } from "@/components/forms/action-form";
import { KeptFields } from "@/components/forms/filter-form";
import { PlainForm } from "@/components/forms/form-layout";
import { ButtonLink } from "@/components/ui/button";
import { DialogButton } from "@/components/ui/dialog";
import type { QueryDto } from "@/lib/alerts/types";
import { duplicateQueryAction, runQueryAction } from "../_server/actions";
import styles from "./query-actions.module.css";

type Query = Pick<QueryDto, "id" | "name" | "rights">;

/** Of the dialog that asks before a query of the list is deleted. */
export const deleteDialogOf = ({ id }: Pick<QueryDto, "id">): string => `delete-query-${id}`;

/** What can be done with a query of the list, without opening it; changing it is for those who may. */
export const QueryActions = ({ query: { id, name, rights } }: { query: Query }) => (
  <div className={styles.actions}>
    <PlainForm action={runQueryAction} label={`Run ${name}`} className="inline">
      <KeptFields keep={{ id }} />
      <SubmitButton look="quiet" small icon="play">
        Run
      </SubmitButton>
    </PlainForm>
    {rights.canChange ? (
      <ButtonLink href={`/alerts/queries/${id}/edit`} look="quiet" small icon="pencil" aria-label="Edit" title="Edit" />
    ) : null}
    <PlainForm action={duplicateQueryAction} label={`Duplicate ${name}`} className="inline">
      <KeptFields keep={{ id }} />
      <SubmitButton look="quiet" small icon="copy" title="Duplicate" />
    </PlainForm>
    {rights.canChange ? (
      <DialogButton dialog={deleteDialogOf({ id })} look="quiet" small icon="trash" title="Delete" />
    ) : null}
  </div>
);
