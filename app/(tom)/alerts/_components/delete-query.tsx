"use client";

import { ConfirmDelete } from "@/components/forms/confirm-delete";
import { deleteQueryAction } from "../_server/actions";

type Props = {
  id: string;
  name: string;
  hasRuns: boolean;
  /** Of the dialog. */
  dialog: string;
  /** Where to go when it is gone; without it the page is read again. */
  doneHref?: string;
};

export function DeleteQuery({ id, name, hasRuns, dialog, ...done }: Props) {
  return (
    <ConfirmDelete
      id={dialog}
      kind="query"
      name={name}
      consequences={
        hasRuns
          ? "Its runs stay, frozen, for everybody who could see them. Targets made from them stay too."
          : "It has never been run; nothing else goes with it."
      }
      action={() => deleteQueryAction({ id })}
      {...done}
    />
  );
}
