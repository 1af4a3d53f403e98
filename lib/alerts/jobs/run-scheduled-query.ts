import * as z from "zod";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { counted } from "@/lib/core/counted";
import { isTomError } from "@/lib/core/errors";
import { defineJob } from "@/lib/jobs/define-job";
import { runQuery } from "../commands/run-query";
import { getRun } from "../queries/get-run";

const payload = z.strictObject({
  queryId: z.string().max(60),
  /** Of the run that it makes: an attempt that was cut off goes on with the same run. */
  runId: z.string().max(60),
  /** Of the query; left out by those who asked before it was told. */
  brokerId: z.string().max(40).optional(),
});

/** As much of the job as is needed to ask for it. */
export const runScheduledQuery = {
  kind: "alerts.runScheduledQuery",
  payload,
  hostOf: ({ brokerId }: z.input<typeof payload>) => brokerId ?? null,
} as const;

/**
 * Runs a saved query because its time has come, with the rights that its owner has now. A broker that fails makes a
 * failed run, from which the schedule learns; the job itself has done its work.
 */
export const createRunScheduledQueryJob = (brokers: BrokerRegistry) =>
  defineJob({
    ...runScheduledQuery,
    concurrency: 8,
    async run({ ctx, payload: { queryId, runId }, progress }) {
      try {
        const call = { ctx, brokers, input: { id: queryId }, trigger: "schedule", runId } as const;
        const begun = await runQuery(call);
        await begun.finished;
        if (begun.runId !== runId) {
          progress(0, null, "A run of this query was under way already.");
          return { runId: begun.runId, joined: true };
        }
        const { status, counts } = await getRun(ctx.database.read, ctx.scope, runId);
        progress(counts.total, counts.total, `${status}: ${counts.new} new of ${counted(counts.total, "alert")}`);
        return { runId, status, counts };
      } catch (error) {
        // Deleted since it was put into the queue: nothing is left to do.
        if (isTomError(error) && error.code === "NOT_FOUND") return null;
        throw error;
      }
    },
  });
