"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState, useTransition } from "react";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { FormError, SubmitButton } from "./action-form";
import type { ActionResult } from "./action-result";
import { Input } from "./controls";
import { Field } from "./field";
import styles from "./form.module.css";

type Props = {
  /** Of the dialog; a `DialogButton` with this id opens it. */
  id: string;
  /** "target", "query": what it is, in the middle of a sentence. */
  kind: string;
  name: string;
  /** What goes with it. */
  consequences: ReactNode;
  /** A server action bound to its object. */
  action: () => Promise<ActionResult<unknown>>;
  /** Where to go when it is gone; without it the page is read again. */
  doneHref?: string;
};

/** A destructive act: says what goes with it and asks for the name. */
export function ConfirmDelete({ id, kind, name, consequences, action, doneHref }: Props) {
  const router = useRouter();
  const field = useId();
  const [typed, setTyped] = useState("");
  const [messages, setMessages] = useState<readonly string[]>([]);
  const [pending, start] = useTransition();
  const isRight = typed.trim() === name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isRight || pending) return;
    start(async () => {
      const result = await action();
      if (!result.ok) {
        setMessages([result.error.message]);
        return;
      }
      toast({ text: `${name} is deleted.` });
      if (doneHref === undefined) router.refresh();
      else router.push(doneHref);
    });
  };
  return (
    <Dialog id={id} title={`Delete ${kind} ${name}?`}>
      <form className={styles.form} onSubmit={submit} aria-label={`Delete ${kind}`}>
        <FormError messages={messages} />
        <div>{consequences}</div>
        <Field id={field} label={`Type ${name} to confirm`} error={undefined}>
          <Input
            id={field}
            value={typed}
            maxLength={1000}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        <div className={styles.actions}>
          <SubmitButton look="danger" icon="trash" pending={pending} disabled={!isRight}>
            Delete for good
          </SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
