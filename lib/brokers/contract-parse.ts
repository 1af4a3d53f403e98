import "@/lib/core/sentences";
import type * as z from "zod";
import { type FieldErrors, gatherFieldErrors, invalidInput } from "@/lib/core/errors";
import type { QueryForm } from "./contract-query";

/** What an issue says, on the field it is about; an unknown field is named by itself. */
function fieldErrorsOf(error: z.ZodError): FieldErrors {
  return gatherFieldErrors(
    error.issues.flatMap((issue): [string, string][] =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => [key.slice(0, 100), `There is no field '${key.slice(0, 100)}'.`])
        : [[issue.path.join("."), issue.message]],
    ),
  );
}

/** @throws TomError INVALID_INPUT with the fields that are wrong */
export function parseParameters<Parameters>(
  form: Pick<QueryForm<Parameters>, "schema">,
  parameters: unknown,
): Parameters {
  const parsed = form.schema.safeParse(parameters);
  if (!parsed.success) throw invalidInput(fieldErrorsOf(parsed.error));
  return parsed.data;
}

/** Stored parameters of this or an older version. @throws TomError INVALID_INPUT */
export function parseStoredParameters<Parameters>(
  form: QueryForm<Parameters>,
  stored: { schemaVersion: number; parameters: Readonly<Record<string, unknown>> },
): Parameters {
  const isOlder = stored.schemaVersion < form.schemaVersion && form.upgrade !== undefined;
  const parameters = isOlder ? form.upgrade?.(stored.schemaVersion, stored.parameters) : stored.parameters;
  return parseParameters(form, parameters);
}
