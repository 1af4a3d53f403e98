import { eq } from "drizzle-orm";
import { jobs } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import { startImport } from "@/lib/imports/commands/import-targets";
import { importTargetsJob } from "@/lib/imports/jobs/import-targets";

type During = { signal?: AbortSignal; tell?(done: number, message: string): void };

const named = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

export const startImportOf = (ctx: Context, text: string, light?: string): Promise<{ jobId: string }> => {
  const photometry = light === undefined ? {} : { photometry: named("light.csv", light) };
  return startImport({ ctx, input: { file: named("targets.csv", text), ...photometry } });
};

/** One attempt at an import's job, without an engine. */
export async function attemptImport(
  ctx: Context,
  jobId: string,
  attempt: number,
  { signal, tell }: During = {},
): Promise<unknown> {
  await ctx.database.write((tx) =>
    tx.update(jobs).set({ status: "running", attempts: attempt }).where(eq(jobs.id, jobId)),
  );
  return importTargetsJob.execute(
    {},
    {
      ctx,
      jobId,
      attempt,
      progress: (done, _total, message) => tell?.(done, message ?? ""),
      signal: signal ?? new AbortController().signal,
    },
  );
}
