import * as z from "zod";
import { countRunAlerts, listRunAlerts } from "@/lib/alerts/queries/list-run-alerts";
import { cursorParam, idParams, limitParam, pageOf, runAlertShape, yesNoParam } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "runs.alerts",
  summary: "The frozen alerts of a run, in the broker's order",
  authorize: "user",
  params: idParams,
  query: z.strictObject({
    limit: limitParam,
    cursor: cursorParam,
    state: z.enum(["new", "known", "updated"]).optional(),
    count: yesNoParam.optional(),
  }),
  response: pageOf(runAlertShape),
  run: async ({ ctx, params, query }) => {
    const filter = { runId: params.id, ...query };
    const page = await listRunAlerts(ctx.database.read, ctx.scope, filter);
    return query.count ? { ...page, total: await countRunAlerts(ctx.database.read, ctx.scope, filter) } : page;
  },
});
