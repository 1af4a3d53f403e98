import * as z from "zod";
import { listRunAlerts } from "@/lib/alerts/queries/list-run-alerts";
import { cursorParam, idParams, limitParam, pageOf, runAlertShape } from "@/lib/web/api/shapes";
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
  }),
  response: pageOf(runAlertShape),
  run: ({ ctx, params, query }) => listRunAlerts(ctx.database.read, ctx.scope, { runId: params.id, ...query }),
});
