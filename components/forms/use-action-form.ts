"use client";

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { type DefaultValues, type FieldPath, type FieldValues, type UseFormReturn, useForm } from "react-hook-form";
import type * as z from "zod";
import { type ActionFailure, type ActionResult, splitFieldErrors } from "./action-result";

type Spec<Values extends FieldValues, Output, Data> = {
  /** The domain's own schema: here it validates, on the server it also transforms. */
  schema: z.ZodType<Output, Values>;
  /** A server action made by `defineAction`. */
  action: (input: Values) => Promise<ActionResult<Data>>;
  defaultValues: DefaultValues<Values>;
  /** After success: go on, say so, empty the form. */
  onDone?: (data: Data) => void;
};

export type ActionForm<Values extends FieldValues> = UseFormReturn<Values> & {
  submit: (event?: FormEvent) => void;
  /** True from the click until the answer is here. */
  pending: boolean;
  /** Why the last attempt failed; null after success and before the first attempt. */
  failure: ActionFailure | null;
  /** What the summary has to say because no field shows it. */
  messages: readonly string[];
  /** True when a field shows an error of the server: that field has the focus, the summary leaves it there. */
  errorIsOnField: boolean;
};

type Failed = { failure: ActionFailure; messages: readonly string[]; errorIsOnField: boolean };

const none: readonly string[] = [];

const unreachable: ActionFailure = {
  code: "UPSTREAM_FAILED",
  message: "The server could not be reached. What you typed is still here; try again.",
  requestId: "",
};

/**
 * One form over one server action. The browser validates with the same schema, but sends what was typed: only the
 * server transforms. Errors of the server land on their fields, the first one takes the focus, nothing typed is lost.
 */
export function useActionForm<Values extends FieldValues, Output, Data>(
  spec: Spec<Values, Output, Data>,
): ActionForm<Values> {
  const form = useForm<Values>({
    resolver: standardSchemaResolver<Values, unknown, Output>(spec.schema, undefined, { raw: true }),
    defaultValues: spec.defaultValues,
    mode: "onTouched",
    shouldFocusError: true,
  });
  const [pending, start] = useTransition();
  const [failed, setFailed] = useState<Failed | null>(null);

  const show = (failure: ActionFailure) => {
    const { onFields, elsewhere } = splitFieldErrors(failure.fieldErrors, (name) =>
      form.control._names.mount.has(name),
    );
    onFields.forEach(({ name, message }, index) => {
      form.setError(name as FieldPath<Values>, { type: "server", message }, { shouldFocus: index === 0 });
    });
    const errorIsOnField = onFields.length > 0;
    setFailed({ failure, messages: errorIsOnField ? elsewhere : [failure.message, ...elsewhere], errorIsOnField });
  };
  const attempt = async (values: Values) => {
    setFailed(null);
    try {
      const result = await spec.action(values);
      if (result.ok) spec.onDone?.(result.data);
      else show(result.error);
    } catch (error) {
      // A redirect travels as an exception.
      unstable_rethrow(error);
      show(unreachable);
    }
  };
  const send = form.handleSubmit((values) => start(() => attempt(values)));
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!pending) void send();
  };
  const shown = failed ?? { failure: null, messages: none, errorIsOnField: false };
  return { ...form, submit, pending, ...shown };
}
