"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useActionState, useEffect } from "react";
import type { ButtonLook } from "@/components/ui/button";
import type { GlyphName } from "@/components/ui/glyphs";
import { toast } from "@/components/ui/toast";
import { SubmitButton } from "./action-form";
import type { ActionResult } from "./action-result";

type Props = {
  /** A server action made by `defineAction`. */
  action: (previous: unknown, form: FormData) => Promise<ActionResult<unknown>>;
  /** What the action gets, as text. */
  fields?: Readonly<Record<string, string>>;
  /** Names the form; needed where several buttons of one page have the same words. */
  label: string;
  /** Said in passing after success. */
  done?: string;
  /** Where to go after success; without it the page is read again. */
  doneHref?: string;
  look?: ButtonLook;
  small?: boolean;
  icon?: GlyphName;
  children: ReactNode;
};

/** One act behind one button: a form of its own that works before any script runs. Not for what cannot be undone. */
export function ActionButton({ action, fields = {}, label, done, doneHref, children, ...look }: Props) {
  const router = useRouter();
  const [result, send] = useActionState<ActionResult<unknown> | null, FormData>(action, null);
  useEffect(() => {
    if (result === null) return;
    if (!result.ok) {
      toast({ text: result.error.message, tone: "bad" });
      return;
    }
    if (done !== undefined) toast({ text: done });
    if (doneHref === undefined) router.refresh();
    else router.push(doneHref);
  }, [result, done, doneHref, router]);
  return (
    <form action={send} aria-label={label}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton look="plain" {...look}>
        {children}
      </SubmitButton>
      {result?.ok === false ? <noscript>{result.error.message}</noscript> : null}
    </form>
  );
}
