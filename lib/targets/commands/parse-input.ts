import "@/lib/core/sentences";
import type * as z from "zod";
import { type FieldErrors, gatherFieldErrors, invalidInput } from "@/lib/core/errors";

/** The input of a command through its schema. What a schema gave is accepted by it again, so doors may parse first. @throws INVALID_INPUT */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: z.input<Schema>): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fieldErrors = gatherFieldErrors(
    parsed.error.issues
      .slice(0, 200)
      .flatMap((issue): [string, string][] =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => [[...issue.path, key].join("."), `There is no field "${key.slice(0, 60)}"`])
          : [[issue.path.join("."), issue.message]],
      ),
  );
  throw invalidInput(fieldErrors);
}

/** @throws INVALID_INPUT when there is a problem in any of the parts. */
export function refuseProblems(...parts: readonly FieldErrors[]): void {
  const all = Object.assign({}, ...parts) as FieldErrors;
  if (Object.keys(all).length > 0) throw invalidInput(all);
}
