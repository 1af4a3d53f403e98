"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, useState } from "react";
import type { ActionResult } from "@/components/forms/action-result";
import { Input } from "@/components/forms/controls";
import { KeptFields } from "@/components/forms/filter-form";
import { type PhotometrySelectDetail, photometrySelectEvent } from "@/components/plots/light-curve/light-curve-types";
import { Button } from "@/components/ui/button";
import { SelectionBar } from "@/components/ui/table-selection";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/core/counted";
import { flagPhotometryAction } from "../_server/actions";
import styles from "./detail.module.css";

const boxesOf = (formId: string): HTMLInputElement[] =>
  [...document.querySelectorAll<HTMLInputElement>('tbody input[type="checkbox"][name="row"]')].filter(
    (box) => box.form?.id === formId,
  );

function check(boxes: readonly HTMLInputElement[], wanted: (id: string) => boolean): void {
  for (const box of boxes) box.checked = wanted(box.value);
  boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

/** What a box drawn in the plot selects is checked in the table; rows of its other pages are kept beside. */
function usePlotSelection(formId: string) {
  const [elsewhere, setElsewhere] = useState<readonly string[]>([]);
  useEffect(() => {
    const onSelect = (event: Event) => {
      const { rowIds } = (event as CustomEvent<PhotometrySelectDetail>).detail;
      const wanted = new Set(rowIds);
      const boxes = boxesOf(formId);
      check(boxes, (id) => wanted.has(id));
      const here = new Set(boxes.map((box) => box.value));
      setElsewhere(rowIds.filter((id) => !here.has(id)).slice(0, 5000));
    };
    document.addEventListener(photometrySelectEvent, onSelect);
    return () => document.removeEventListener(photometrySelectEvent, onSelect);
  }, [formId]);
  return [elsewhere, () => setElsewhere([])] as const;
}

/** Marks the selected points as bad, with the reason, or takes the mark off. */
export function FlagBar({ targetId, formId }: { targetId: string; formId: string }) {
  const router = useRouter();
  const [elsewhere, forget] = usePlotSelection(formId);
  const [result, send, pending] = useActionState<ActionResult<{ changed: number }> | null, FormData>(
    flagPhotometryAction,
    null,
  );
  useEffect(() => {
    if (result === null) return;
    if (!result.ok) {
      toast({ text: result.error.message, tone: "bad" });
      return;
    }
    const { changed } = result.data;
    toast({ text: `${counted(changed, "point")} changed.` });
    check(boxesOf(formId), () => false);
    router.refresh();
  }, [result, formId, router]);
  return (
    <>
      <form id={formId} action={send} aria-label="Flag points">
        <KeptFields keep={{ targetId, elsewhere: elsewhere.join(",") }} />
      </form>
      <SelectionBar form={formId} name="row" more={elsewhere.length} onClear={forget}>
        {elsewhere.length === 0 ? null : <span>{elsewhere.length} of them on other pages</span>}
        <span className={styles.reason}>
          <Input
            form={formId}
            name="reason"
            aria-label="Reason"
            placeholder="Reason, e.g. cosmic ray"
            maxLength={300}
          />
        </span>
        <Button type="submit" small form={formId} name="act" value="flag" aria-disabled={pending}>
          Flag as bad
        </Button>
        <Button type="submit" small form={formId} name="act" value="unflag" aria-disabled={pending}>
          Take flag off
        </Button>
      </SelectionBar>
    </>
  );
}
