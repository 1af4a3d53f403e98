import "@/lib/core/sentences";
import * as z from "zod";
import { createTargetInput, patchTargetInput } from "@/lib/targets/schema";
import type { ExtraField } from "./extra-field";
import { draftOf, redshiftOf, type TargetFormValues } from "./form-values";

/** What a form sends for a new target. */
export const newTargetOf = (values: TargetFormValues, extraFields: readonly ExtraField[]) => {
  const { extras, ...draft } = draftOf(values, extraFields);
  const given = Object.entries(extras).filter(([, value]) => value !== null);
  return { ...draft, extras: Object.fromEntries(given), redshift: redshiftOf(values.redshift) };
};

/** What a form sends for a change. */
export const patchOf = (values: TargetFormValues, extraFields: readonly ExtraField[]) => ({
  ...draftOf(values, extraFields),
  ...(values.version === null ? {} : { version: values.version }),
});

/**
 * The domain's own checks over the form: the boxes are brought into the shape of the input first, so that a box of the
 * other type, which is not in sight, never stands in the way.
 */
export const formCheck = (extraFields: readonly ExtraField[]): z.ZodType<unknown, TargetFormValues> =>
  z.custom<TargetFormValues>().transform((values, check) => {
    const parsed =
      values.version === null
        ? createTargetInput.safeParse(newTargetOf(values, extraFields))
        : patchTargetInput.safeParse(patchOf(values, extraFields));
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues.slice(0, 100))
      check.issues.push({ code: "custom", message, path: [...path], input: values });
    return z.NEVER;
  });
