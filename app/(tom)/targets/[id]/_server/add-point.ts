import type * as z from "zod";
import type { Context } from "@/lib/access/context";
import { isTomError, TomError } from "@/lib/core/errors";
import { type AddReport, addPhotometry } from "@/lib/reduced-data/commands/add-photometry";
import type { pointFormSchema } from "../_components/detail-form-schemas";

const formFields: Readonly<Record<string, string>> = { observedAt: "time" };

/** One measurement from the form; what is wrong with the row is told at the form's own fields. */
export async function addPoint(ctx: Context, input: z.output<typeof pointFormSchema>): Promise<AddReport> {
  const { id, time, ...row } = input;
  try {
    const rows = [{ ...row, observedAt: time }];
    return await addPhotometry({ ctx, input: { targetId: id, rows, via: "form", atomic: true } });
  } catch (error) {
    if (!isTomError(error) || error.code !== "INVALID_INPUT") throw error;
    const fieldErrors = Object.fromEntries(
      Object.entries(error.fieldErrors ?? {}).map(([path, messages]) => {
        const field = path.replace(/^0\./, "");
        return [formFields[field] ?? field, messages];
      }),
    );
    throw new TomError("INVALID_INPUT", Object.values(fieldErrors)[0]?.[0] ?? error.message, { fieldErrors });
  }
}
