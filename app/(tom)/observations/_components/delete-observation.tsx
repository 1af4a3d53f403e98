"use client";

import { ConfirmDelete } from "@/components/forms/confirm-delete";
import { deleteObservationAction } from "../_server/actions";

type Props = { id: string; version: number; targetName: string; facilityName: string };

export function DeleteObservation({ id, version, targetName, facilityName }: Props) {
  return (
    <ConfirmDelete
      id="delete-observation"
      kind="the observation of"
      name={targetName}
      consequences={
        <p>
          Its parameters and the history of its states go with it, for everybody. At {facilityName} nothing changes, and
          the target stays.
        </p>
      }
      action={() => deleteObservationAction({ id, version })}
      doneHref="/observations"
    />
  );
}
