import * as z from "zod";
import { alertClasses } from "@/lib/alerts/queries/alert-classes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";
import { lookedAlert } from "../../../_server/looked-alert";

/** Every class of an alert that is looked at; the broker is asked, unless it was just now. */
export const GET = defineRoute({
  name: "brokerRuns.classes",
  summary: "Every class that the broker gives an alert's object by now",
  authorize: "user",
  ...lookedAlert,
  response: z.unknown(),
  run: async ({ ctx, params, query }) => {
    const input = { runId: params.id, alertId: query.alert };
    return { items: await alertClasses({ ctx, brokers: services().brokers, input }) };
  },
});
