import { pauseHandler } from "@/lib/hooks/commands/pause-handler";
import { handlerNameSchema, handlerPauseSchema } from "@/lib/hooks/schema";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "handlers.pause",
  summary: "Have the runs of a handler wait from now on; nothing is lost",
  authorize: "admin",
  params: handlerNameSchema,
  response: handlerPauseSchema,
  run: ({ ctx, params }) => pauseHandler({ ctx, input: params }),
});
