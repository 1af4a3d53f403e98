"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState, useTransition } from "react";
import type { ActionResult } from "@/components/forms/action-result";
import { Choice, Input } from "@/components/forms/controls";
import { buttonClass } from "@/components/ui/button-class";
import { SelectionBar } from "@/components/ui/table-selection";
import { toast } from "@/components/ui/toast";
import type { BulkOutcome } from "@/lib/targets/bulk-schema";
import type { Visibility } from "@/lib/targets/types";
import { bulkTagAction, bulkVisibilityAction } from "../_server/list-actions";
import styles from "./list.module.css";
import { bulkSentence } from "./list-bulk-sentence";

type Props = {
  /** Of the empty form that the row boxes belong to. */
  formId: string;
  /** The filter of the list, for "all that match". */
  filterQuery: string;
  shown: number;
  /** null: more than are shown, not counted. */
  total: number | null;
};

type Selection = { ids: string[] } | { listQuery: string };
type Act = (selection: Selection) => Promise<ActionResult<BulkOutcome>>;

const visibilities: readonly { value: Visibility; label: string }[] = [
  { value: "private", label: "Make private" },
  { value: "public", label: "Make public" },
  { value: "open", label: "Make open" },
];

/** What can be done with the ticked rows, or with all that the filter selects. */
export function ListBulk({ formId, filterQuery, shown, total }: Props) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const tag = useRef<HTMLInputElement>(null);
  const [everything, setEverything] = useState(false);
  const [pending, start] = useTransition();
  const ticked = () => (form.current === null ? [] : new FormData(form.current).getAll("ids").map(String));
  const run = (act: Act) =>
    start(async () => {
      const result = await act(everything ? { listQuery: filterQuery } : { ids: ticked() });
      if (!result.ok) {
        toast({ text: result.error.message, tone: "bad" });
        return;
      }
      if (result.data.jobId !== null) {
        router.push(`/targets/changes/${result.data.jobId}`);
        return;
      }
      toast(bulkSentence(result.data));
      router.refresh();
    });
  const tagging = (how: "add" | "remove") => () => {
    const text = tag.current?.value.trim() ?? "";
    if (text === "") tag.current?.focus();
    else run((selection) => bulkTagAction({ selection, how, tag: text }));
  };
  const showing = (visibility: Visibility) => () => run((selection) => bulkVisibilityAction({ selection, visibility }));
  const exporting = () => {
    const query = everything ? filterQuery : new URLSearchParams({ ids: ticked().join(",") });
    // Comes as a file: the page stays.
    window.location.assign(`/api/v1/targets?format=csv&${query}`);
  };
  const all = total === null ? "All that match" : `All ${total.toLocaleString("en")}`;
  return (
    <>
      <form id={formId} ref={form} aria-label="Ticked targets" onSubmit={(event) => event.preventDefault()} />
      <SelectionBar form={formId} name="ids" onClear={() => setEverything(false)}>
        <div className={styles.bulk} aria-busy={pending}>
          {total === shown ? null : (
            <Choice
              type="checkbox"
              label={all}
              checked={everything}
              onChange={(event) => setEverything(event.target.checked)}
            />
          )}
          <span className={styles.bulkField}>
            <Input ref={tag} aria-label="Tag" placeholder="Tag" maxLength={100} autoComplete="off" />
          </span>
          <Act pending={pending} onClick={tagging("add")}>
            Add tag
          </Act>
          <Act pending={pending} onClick={tagging("remove")}>
            Remove tag
          </Act>
          {visibilities.map(({ value, label }) => (
            <Act key={value} pending={pending} onClick={showing(value)}>
              {label}
            </Act>
          ))}
          <Act pending={pending} onClick={exporting}>
            Export CSV
          </Act>
        </div>
      </SelectionBar>
    </>
  );
}

const Act = ({ pending, onClick, children }: { pending: boolean; onClick: () => void; children: ReactNode }) => (
  <button type="button" className={buttonClass("plain", { small: true })} disabled={pending} onClick={onClick}>
    {children}
  </button>
);
