"use client";

import { ConfirmDelete } from "@/components/forms/confirm-delete";
import { deleteQueryAction } from "../_server/actions";

export function DeleteQuery({ id, name, runs }: { id: string; name: string; runs: number }) {
  return (
    <ConfirmDelete
      id="delete-query"
      kind="query"
      name={name}
      consequences={
        runs === 0
          ? "It has never been run; nothing else goes with it."
          : "Its runs stay, frozen, for everybody who could see them. Targets made from them stay too."
      }
      action={() => deleteQueryAction({ id })}
      doneHref="/alerts/queries"
    />
  );
}
