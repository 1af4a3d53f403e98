"use client";

import { ConfirmDelete } from "@/components/forms/confirm-delete";
import { counted } from "@/lib/core/counted";
import type { DataProductBelongings } from "@/lib/data-products/types";
import { deleteProductAction } from "../_server/actions";

export const deleteFileId = "delete-file";

/** What goes and what stays, in words. */
function consequencesOf({ photometry, spectra }: DataProductBelongings): string {
  const gone = [
    photometry.own > 0 ? counted(photometry.own, "measurement", "measurements") : null,
    spectra.own > 0 ? counted(spectra.own, "spectrum", "spectra") : null,
  ].filter((part) => part !== null);
  const kept = photometry.shared + spectra.shared;
  const first =
    gone.length === 0
      ? "No measurements go with it."
      : `${gone.join(" and ")} that only this file gave ${gone.length === 1 && /^1 /.test(gone[0] ?? "") ? "goes" : "go"} with it.`;
  return kept === 0
    ? first
    : `${first} ${counted(kept, "stays", "stay")}, because something else gave ${kept === 1 ? "it" : "them"} too.`;
}

type Props = { id: string; name: string; belongings: DataProductBelongings };

export function DeleteFile({ id, name, belongings }: Props) {
  return (
    <ConfirmDelete
      id={deleteFileId}
      kind="file"
      name={name}
      consequences={<p>{consequencesOf(belongings)} The history keeps that it was there.</p>}
      action={() => deleteProductAction({ id })}
      doneHref="/data"
    />
  );
}
