import * as z from "zod";
import { TomError } from "@/lib/core/errors";
import { pauseHandler, resumeHandler } from "@/lib/hooks/commands/pause-handler";
import { replayHookRun } from "@/lib/hooks/commands/steer-hook-run";
import { hookOverview } from "@/lib/hooks/queries/hook-overview";
import { listHookRuns } from "@/lib/hooks/queries/list-hook-runs";
import { listUnmended } from "@/lib/hooks/queries/list-unmended";
import { handlerNameSchema, hookRunFilterSchema } from "@/lib/hooks/schema";
import type { HookRunDto } from "@/lib/hooks/types";
import { defineOperation } from "./define-operation";

const name = z.string().min(1).max(100);
const replaysMax = 10_000;

export const hooks = {
  "hooks.list": defineOperation({
    input: hookRunFilterSchema.extend({ limit: z.number().int().min(1).max(1_000) }),
    run: async ({ ctx, input }) => {
      const { read } = ctx.database;
      const [overview, page] = [
        await hookOverview(read, ctx.scope, ctx.config, ctx.clock.now()),
        await listHookRuns(read, ctx.scope, input),
      ];
      const handlers = overview
        .flatMap(({ hook, handlers: those }) => those.map((one) => ({ hook, ...one })))
        .filter((one) => (input.hook ?? one.hook) === one.hook && (input.handler ?? one.name) === one.name);
      return { handlers, items: page.items };
    },
  }),
  "hooks.pause": defineOperation({ input: handlerNameSchema, run: pauseHandler }),
  "hooks.resume": defineOperation({ input: handlerNameSchema, run: resumeHandler }),
  "hooks.replay": defineOperation({
    input: z.strictObject({
      ids: z.array(z.string().min(1).max(60)).max(replaysMax),
      /** Instead of ids: every failed run that was not replayed since, of this hook and handler where they are named. */
      failed: z.boolean(),
      hook: name.optional(),
      handler: name.optional(),
      dryRun: z.boolean(),
    }),
    run: async ({ ctx, input: { ids, failed, dryRun, ...filter } }) => {
      if (failed === ids.length > 0) throw new TomError("INVALID_INPUT", "Give the ids of runs, or --failed.");
      const chosen = failed ? await listUnmended(ctx.database.read, ctx.scope, { ...filter, limit: replaysMax }) : ids;
      const items: HookRunDto[] = [];
      for (const id of chosen) items.push(await replayHookRun({ ctx, input: { id, dryRun } }));
      return { items };
    },
  }),
};
