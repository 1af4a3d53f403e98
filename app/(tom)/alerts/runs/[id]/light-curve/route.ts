import * as z from "zod";
import { encodeColumns } from "@/components/plots/light-curve/columns";
import { alertLightCurve } from "@/lib/alerts/queries/alert-light-curve";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";
import { lookedAlert } from "../../../_server/looked-alert";

/** The plot's columns for an alert that is looked at; the broker is asked, unless it was just now. */
export const GET = defineRoute({
  name: "brokerRuns.lightCurve",
  summary: "What the broker has of an alert's object by now, as columns for the plot",
  authorize: "user",
  ...lookedAlert,
  response: z.unknown(),
  run: async ({ ctx, params, query }) => {
    const input = { runId: params.id, alertId: query.alert };
    const points = await alertLightCurve({ ctx, brokers: services().brokers, input });
    return new Response(encodeColumns(points), {
      headers: { "Cache-Control": "private, max-age=60", Vary: "Cookie", "Content-Type": "application/octet-stream" },
    });
  },
});
