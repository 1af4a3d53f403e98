import * as z from "zod";
import { defineRoute } from "@/lib/web/define-route";
import { metricsText } from "@/lib/web/metrics";

export const GET = defineRoute({
  name: "health.metrics",
  summary: "Prometheus text, for an administrator's token",
  authorize: "admin",
  response: z.unknown(),
  run: async () =>
    new Response(await metricsText(), { headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" } }),
});
