import * as z from "zod";
import { listStates } from "@/lib/observations/queries/list-states";
import { wholeList } from "@/lib/web/api/list";
import { stateChangeShape } from "@/lib/web/api/observation-shapes";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

const list = wholeList<z.output<typeof stateChangeShape>>("-at", { status: (change) => change.status });

export const GET = defineRoute({
  name: "observations.history",
  summary: "Every state that an observation record came to, newest first: when and by whom",
  authorize: "user",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(stateChangeShape),
  run: async ({ ctx, params, query }) => list.page(await listStates(ctx.database.read, ctx.scope, params.id), query),
});
