import * as z from "zod";
import { listStates } from "@/lib/observations/queries/list-states";
import { stateChangeShape } from "@/lib/web/api/observation-shapes";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "observations.history",
  summary: "Every state that an observation record came to, newest first: when and by whom",
  authorize: "user",
  params: idParams,
  response: z.object({ items: z.array(stateChangeShape) }),
  run: async ({ ctx, params }) => ({ items: await listStates(ctx.database.read, ctx.scope, params.id) }),
});
