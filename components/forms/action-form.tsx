"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import type { FieldValues } from "react-hook-form";
import { Button } from "@/components/ui/button";
import type { ButtonLook } from "@/components/ui/button-class";
import type { GlyphName } from "@/components/ui/glyphs";
import { Icon } from "@/components/ui/icon";
import { useLive } from "@/components/ui/use-live";
import styles from "./form.module.css";
import type { ActionForm } from "./use-action-form";

type SummaryProps = {
  messages: readonly string[];
  requestId?: string;
  /** True when something else has the focus and keeps it. */
  quiet?: boolean;
};

/** What no field can say. It takes the focus when it appears, so that nobody misses it. */
export function FormError({ messages, requestId = "", quiet = false }: SummaryProps) {
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (messages.length > 0 && !quiet) own.current?.focus();
  }, [messages, quiet]);
  const [first, ...rest] = messages;
  if (first === undefined) return null;
  return (
    <div ref={own} className={styles.failure} role="alert" tabIndex={-1}>
      <Icon name="circle-exclamation-point" />
      <div>
        {first}
        {rest.length === 0 ? null : (
          <ul>
            {rest.map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        )}
        {requestId === "" ? null : <span className={styles.failureId}>Request {requestId}</span>}
      </div>
    </div>
  );
}

/**
 * The frame of a `useActionForm`: summary of errors on top, then the fields, then `FormActions`. Before its script listens
 * it sends nothing: "dialog" goes nowhere outside of one, where the browser's own way would write what was typed, passwords
 * too, into the address.
 */
export function FormFrame<Values extends FieldValues>(props: {
  form: ActionForm<Values>;
  label: string;
  children: ReactNode;
}) {
  const { form, label, children } = props;
  return (
    <form className={styles.form} method="dialog" onSubmit={form.submit} noValidate aria-label={label}>
      <FormError
        messages={form.messages}
        requestId={form.failure?.code === "INTERNAL" ? form.failure.requestId : ""}
        quiet={form.errorIsOnField}
      />
      {children}
    </form>
  );
}

type SubmitProps = {
  /** `form.pending`; left out inside a plain `<form action={...}>`, which knows by itself. */
  pending?: boolean;
  look?: ButtonLook;
  small?: boolean;
  icon?: GlyphName;
  disabled?: boolean;
  /** Its words where it shows an icon alone. */
  title?: string;
  children?: ReactNode;
};

/** Says that it works, cannot be pressed twice, and keeps the focus meanwhile; one of a script's form waits for that. */
export function SubmitButton({
  pending,
  look = "primary",
  icon,
  disabled = false,
  small = false,
  title,
  children,
}: SubmitProps) {
  const status = useFormStatus();
  const isLive = useLive();
  const busy = pending ?? status.pending;
  const isDeaf = pending !== undefined && !isLive;
  return (
    <Button
      type="submit"
      look={look}
      small={small}
      disabled={disabled || isDeaf}
      aria-disabled={busy}
      aria-busy={busy}
      title={title}
      aria-label={title}
      onClick={(event) => busy && event.preventDefault()}
      {...(icon === undefined || busy ? {} : { icon })}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : null}
      {children}
    </Button>
  );
}
