"use server";

import { cancelHookRun, replayHookRun } from "@/lib/hooks/commands/steer-hook-run";
import { hookRunIdSchema, replayHookRunSchema } from "@/lib/hooks/schema";
import { cancelJob } from "@/lib/jobs/commands";
import { jobIdSchema } from "@/lib/jobs/schema";
import { defineAction } from "@/lib/web/define-action";

export const replayHookRunAction = defineAction({
  name: "hookRuns.replay",
  authorize: "user",
  input: replayHookRunSchema,
  run: ({ ctx, input }) => replayHookRun({ ctx, input }),
  redirectTo: ({ id }) => `/automation/runs/${id}`,
});

export const cancelHookRunAction = defineAction({
  name: "hookRuns.cancel",
  authorize: "user",
  input: hookRunIdSchema,
  run: ({ ctx, input }) => cancelHookRun({ ctx, input }),
});

export const cancelJobAction = defineAction({
  name: "jobs.cancel",
  authorize: "user",
  input: jobIdSchema,
  run: ({ ctx, input }) => cancelJob({ ctx, input }),
});
