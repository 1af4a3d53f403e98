import * as z from "zod";
import { countRunAlerts, listRunAlerts } from "@/lib/alerts/queries/list-run-alerts";
import { withSolarSystem } from "@/lib/alerts/queries/solar-system-flags";
import { listParams } from "@/lib/web/api/list";
import { idParams, pageOf, runAlertShape, yesNoParam } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "runs.alerts",
  summary: "The frozen alerts of a run, in the broker's order unless sorted otherwise",
  authorize: "user",
  params: idParams,
  query: z.strictObject({
    ...listParams(["rank", "-rank"]),
    state: z.enum(["new", "known", "updated"]).optional(),
    hasTarget: yesNoParam.optional().meta({ description: "Whether a target that you see stands for it today." }),
  }),
  response: pageOf(runAlertShape),
  run: async ({ ctx, params, query }) => {
    const filter = { runId: params.id, ...query };
    const { items: alerts, nextCursor } = await listRunAlerts(ctx.database.read, ctx.scope, filter);
    const of = { runId: params.id, alerts };
    const page = {
      items: await withSolarSystem(ctx.database.read, ctx.scope, services().brokers, of),
      nextCursor,
    };
    return query.count ? { ...page, total: await countRunAlerts(ctx.database.read, ctx.scope, filter) } : page;
  },
});
