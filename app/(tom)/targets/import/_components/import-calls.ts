import * as z from "zod";
import type { ActionFailure, ActionResult } from "@/components/forms/action-result";
import { checkedPhotometry, importCounts, rowVerdict } from "@/lib/imports/schema";
import type { Visibility } from "@/lib/targets/types";

export type ImportValues = {
  file: File | null;
  /** Beside it, and not required. */
  photometry: File | null;
  timeScale: string;
  visibility: Visibility;
  groups: string[];
};

const checked = z.object({
  warnings: z.array(z.string()),
  counts: importCounts,
  verdicts: z.array(rowVerdict),
  photometry: checkedPhotometry.nullable(),
});
export type Checked = z.output<typeof checked>;

const started = z.object({ jobId: z.string() });

const failed = z.object({
  error: z.object({
    code: z.custom<ActionFailure["code"]>((value) => typeof value === "string"),
    message: z.string(),
    fieldErrors: z.record(z.string(), z.array(z.string())).optional(),
    requestId: z.string(),
  }),
});

/** What an import of the file would do, row by row. */
export const askForCheck = (values: ImportValues): Promise<ActionResult<Checked>> => send(values, checked, true);

/** Starts the import. */
export const askForImport = (values: ImportValues): Promise<ActionResult<{ jobId: string }>> =>
  send(values, started, false);

async function send<T>(values: ImportValues, answer: z.ZodType<T>, dryRun: boolean): Promise<ActionResult<T>> {
  const query = new URLSearchParams({
    dryRun: String(dryRun),
    visibility: values.visibility,
    groups: values.groups.join(","),
    timeScale: values.timeScale,
  });
  const form = new FormData();
  if (values.file) form.set("file", values.file);
  if (values.photometry) form.set("photometry", values.photometry);
  const response = await fetch(`/api/v1/targets/import?${query}`, { method: "POST", body: form, mode: "same-origin" });
  const body: unknown = await response.json();
  if (response.ok) return { ok: true, data: answer.parse(body) };
  const { error } = failed.parse(body);
  const { fieldErrors, ...rest } = error;
  return { ok: false, error: { ...rest, ...(fieldErrors ? { fieldErrors } : {}) } };
}
