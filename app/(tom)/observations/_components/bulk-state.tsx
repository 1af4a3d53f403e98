"use client";

import { useRouter } from "next/navigation";
import { useRef, useTransition } from "react";
import { Select } from "@/components/forms/select";
import { buttonClass } from "@/components/ui/button-class";
import { SelectionBar } from "@/components/ui/table-selection";
import { toast } from "@/components/ui/toast";
import type { BulkStateReport } from "@/lib/observations/types";
import { bulkObservationStateAction } from "../_server/actions";
import { stateWords } from "./observation-state";
import styles from "./observations.module.css";

const records = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "record" : "records"}`;

/** What became of the ticked rows, in a sentence or two. */
function sentence({ changed, unchanged, refused, refusedNames, notFound }: BulkStateReport): string {
  const more = refused - refusedNames.length;
  const parts = [
    `${records(changed)} changed.`,
    unchanged > 0 ? `${records(unchanged)} left, in this state already.` : "",
    refused > 0
      ? `${records(refused)} refused (${refusedNames.join("; ")}${more > 0 ? `; and ${more} more` : ""}).`
      : "",
    notFound > 0 ? `${records(notFound)} not found.` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** One state for all ticked records. */
export function BulkState({ formId, states }: { formId: string; states: readonly string[] }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const choice = useRef<HTMLSelectElement>(null);
  const [pending, start] = useTransition();
  const change = () =>
    start(async () => {
      const ids = form.current === null ? [] : new FormData(form.current).getAll("ids").map(String);
      const result = await bulkObservationStateAction({ ids, status: choice.current?.value ?? "" });
      if (!result.ok) {
        toast({ text: result.error.message, tone: "bad" });
        return;
      }
      const { refused, notFound } = result.data;
      toast({ text: sentence(result.data), tone: refused + notFound > 0 ? "bad" : "info" });
      router.refresh();
    });
  return (
    <>
      <form id={formId} ref={form} aria-label="Ticked records" onSubmit={(event) => event.preventDefault()} />
      <SelectionBar form={formId} name="ids">
        <div className={styles.bulk} aria-busy={pending}>
          <Select
            ref={choice}
            aria-label="State for the ticked records"
            options={states.map((state) => ({ value: state, label: stateWords(state) }))}
          />
          <button type="button" className={buttonClass("plain", { small: true })} disabled={pending} onClick={change}>
            Change state
          </button>
        </div>
      </SelectionBar>
    </>
  );
}
