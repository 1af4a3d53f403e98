"use client";

import { useId } from "react";
import { type FieldPath, type FieldValues, get, type UseFormReturn, useFormState } from "react-hook-form";
import { describedBy } from "./field";

/** What a field needs of its form. */
export type FieldForm<Values extends FieldValues> = Pick<
  UseFormReturn<Values>,
  "control" | "register" | "setValue" | "getValues"
>;

export type Bound<Values extends FieldValues> = { form: FieldForm<Values>; name: FieldPath<Values> };

/** The id of a field, its error as text, and the attributes that tie the two together. */
export function useBinding<Values extends FieldValues>(
  { form, name }: Bound<Values>,
  has: { help: boolean; understood?: boolean },
): {
  id: string;
  error: string | undefined;
  aria: { "aria-invalid": boolean; "aria-describedby": string | undefined };
} {
  const id = useId();
  const { errors } = useFormState({ control: form.control, name });
  const found: unknown = get(errors, name);
  const error = messageOf(found);
  return {
    id,
    error,
    aria: {
      "aria-invalid": error !== undefined,
      "aria-describedby": describedBy(id, { ...has, error: error !== undefined }),
    },
  };
}

// Of a list or a group the first message inside it stands for the whole.
function messageOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("message" in error && typeof error.message === "string" && error.message !== "") return error.message;
  for (const inner of Object.values(error)) {
    const message = inner instanceof Element ? undefined : messageOf(inner);
    if (message !== undefined) return message;
  }
  return undefined;
}
