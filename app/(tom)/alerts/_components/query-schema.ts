import "@/lib/core/sentences";
import * as z from "zod";
import type { QueryForm } from "@/lib/brokers/contract-query";
import { parametersOf } from "@/lib/brokers/query-forms";
import { scheduleTextSchema } from "@/lib/core/schedule";

export type QueryValues = {
  name: string;
  groupId: string;
  /** Empty: runs when somebody asks. */
  schedule: string;
  parameters: Record<string, string | boolean>;
};

/** One text of a form as it arrives. The broker's own rules say how long each of its parameters may be. */
export const parameterText = z.union([z.string().max(10_000), z.boolean()]);

/** The broker's own rules over the texts of the form: each complaint stands on its field. */
export const querySchema = (form: QueryForm<unknown>): z.ZodType<unknown, QueryValues> =>
  z.strictObject({
    name: z.string().trim().min(1, "Give the query a name.").max(120, "At most 120 characters."),
    groupId: z.string().max(60),
    schedule: scheduleTextSchema,
    parameters: z.record(z.string().max(60), parameterText).superRefine((texts, ctx) => {
      const parsed = form.schema.safeParse(parametersOf(form.groups, texts));
      if (parsed.success) return;
      for (const issue of parsed.error.issues)
        ctx.addIssue({ code: "custom", message: issue.message, path: [...issue.path] });
    }),
  });
