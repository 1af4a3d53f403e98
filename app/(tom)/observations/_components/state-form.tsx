"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect } from "react";
import { SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { Select } from "@/components/forms/select";
import { toast } from "@/components/ui/toast";
import { setObservationStateAction } from "../_server/actions";
import { stateWords } from "./observation-state";
import styles from "./observations.module.css";

type Props = {
  id: string;
  version: number;
  status: string;
  /** Of its facility, in order. */
  states: readonly string[];
  /** Says which record this is, where a page has several. */
  of: string;
};

/** Any state of the facility, and a button: works before any script runs. */
export function StateForm({ id, version, status, states, of }: Props) {
  const router = useRouter();
  const [result, send] = useActionState<ActionResult<{ status: string }> | null, FormData>(
    setObservationStateAction,
    null,
  );
  useEffect(() => {
    if (result === null) return;
    if (!result.ok) {
      toast({ text: result.error.message, tone: "bad" });
      return;
    }
    toast({ text: `Now ${stateWords(result.data.status)}.` });
    router.refresh();
  }, [result, router]);
  const options = states.map((state) => ({ value: state, label: stateWords(state) }));
  const known = states.includes(status) ? options : [{ value: status, label: stateWords(status) }, ...options];
  return (
    <form action={send} className={styles.stateForm} aria-label={`State of ${of}`}>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <Select name="status" aria-label={`New state of ${of}`} options={known} defaultValue={status} key={status} />
      <SubmitButton look="plain" small>
        Change state
      </SubmitButton>
      {result?.ok === false ? <noscript>{result.error.message}</noscript> : null}
    </form>
  );
}
