import type { ErrorCode, FieldErrors } from "@/lib/core/errors";

/** What an action answers when it did not do it; `detail` holds, for instance, the newer version of a stale edit. */
export type ActionFailure = {
  code: ErrorCode;
  message: string;
  fieldErrors?: FieldErrors;
  requestId: string;
  detail?: unknown;
};

export type ActionResult<Data> = { ok: true; data: Data } | { ok: false; error: ActionFailure };

/** Splits field errors into those a form has a field for and those it has to say in its summary. */
export function splitFieldErrors(
  errors: FieldErrors | undefined,
  hasField: (name: string) => boolean,
): { onFields: { name: string; message: string }[]; elsewhere: string[] } {
  const onFields: { name: string; message: string }[] = [];
  const elsewhere: string[] = [];
  for (const [name, messages] of Object.entries(errors ?? {})) {
    const message = messages.join(" ");
    // "photometry.3.mag" belongs to the nearest field above it that the form shows.
    const parts = name.split(".");
    const owner = parts.map((_, index) => parts.slice(0, parts.length - index).join(".")).find(hasField);
    if (owner === undefined) elsewhere.push(name === "" ? message : `${name}: ${message}`);
    else onFields.push({ name: owner, message });
  }
  return { onFields, elsewhere };
}
