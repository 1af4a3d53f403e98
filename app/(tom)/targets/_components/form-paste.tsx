"use client";

import { useId, useState } from "react";
import { Input } from "@/components/forms/controls";
import { Field } from "@/components/forms/field";
import type { ActionForm } from "@/components/forms/use-action-form";
import { formatDec, formatRa } from "@/lib/astro/angle-format";
import { parsePastedTarget } from "@/lib/astro/pasted-target";
import type { TargetFormValues } from "./form-values";

/** One box for what people have at hand: a position, a name, or both; it fills in the fields below. */
export function PasteAnything({ form }: { form: ActionForm<TargetFormValues> }) {
  const id = useId();
  const [text, setText] = useState("");
  const read = text.trim() === "" ? null : parsePastedTarget(text);
  const change = (typed: string) => {
    setText(typed);
    const parsed = parsePastedTarget(typed);
    if (!parsed.ok) return;
    const options = { shouldDirty: true };
    if (parsed.name !== null) form.setValue("name", parsed.name, options);
    if (parsed.position === null) return;
    form.setValue("type", "SIDEREAL", options);
    form.setValue("raDeg", formatRa(parsed.position.raDeg, { precision: 4 }), options);
    form.setValue("decDeg", formatDec(parsed.position.decDeg, { precision: 3, ascii: true }), options);
  };
  return (
    <Field
      id={id}
      label="Paste anything"
      error={undefined}
      understood={read === null ? "" : read.ok ? `= ${read.understoodAs}` : read.message}
      help="A position in any usual form, a name, or a name and a position. It fills in the fields below."
    >
      <Input
        id={id}
        mono
        value={text}
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        placeholder="SN 2020oi 12:22:54.93 +15:49:25.0"
        aria-describedby={`${id}-understood ${id}-help`}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
    </Field>
  );
}
