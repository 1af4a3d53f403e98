"use server";

import { pauseHandler, resumeHandler } from "@/lib/hooks/commands/pause-handler";
import { cancelHookRun, replayHookRun, retryHookRun } from "@/lib/hooks/commands/steer-hook-run";
import { handlerNameSchema, hookRunIdSchema, replayHookRunSchema } from "@/lib/hooks/schema";
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

export const retryHookRunAction = defineAction({
  name: "hookRuns.retry",
  authorize: "user",
  input: hookRunIdSchema,
  run: ({ ctx, input }) => retryHookRun({ ctx, input }),
});

export const pauseHandlerAction = defineAction({
  name: "handlers.pause",
  authorize: "admin",
  input: handlerNameSchema,
  run: ({ ctx, input }) => pauseHandler({ ctx, input }),
});

export const resumeHandlerAction = defineAction({
  name: "handlers.resume",
  authorize: "admin",
  input: handlerNameSchema,
  run: ({ ctx, input }) => resumeHandler({ ctx, input }),
});

export const cancelJobAction = defineAction({
  name: "jobs.cancel",
  authorize: "user",
  input: jobIdSchema,
  run: ({ ctx, input }) => cancelJob({ ctx, input }),
});
