import * as z from "zod";
import { alertStamp } from "@/lib/alerts/queries/alert-stamp";
import { stampKinds } from "@/lib/brokers/contract-stamps";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";
import { lookedAlert } from "../../../_server/looked-alert";

/** A small image of an alert that is looked at; 204 where its broker has none. The broker is asked once an hour. */
export const GET = defineRoute({
  name: "brokerRuns.stamp",
  summary: "An image of an alert's object, as a PNG from its broker",
  authorize: "user",
  params: lookedAlert.params,
  query: lookedAlert.query.extend({ kind: z.enum(stampKinds) }),
  response: z.unknown(),
  run: async ({ ctx, params, query }) => {
    const input = { runId: params.id, alertId: query.alert, kind: query.kind };
    const png = await alertStamp({ ctx, brokers: services().brokers, input });
    const headers = { "Cache-Control": "private, max-age=3600", Vary: "Cookie" };
    if (png === null) return new Response(null, { status: 204, headers });
    return new Response(new Uint8Array(png), { headers: { ...headers, "Content-Type": "image/png" } });
  },
});
