import * as z from "zod";
import { listReportsFrom } from "@/lib/alerts/queries/list-reports";
import { getObservation } from "@/lib/observations/queries/read-observations";
import { reportSummaryShape } from "@/lib/web/api/report-shapes";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "observations.reports",
  summary:
    "Reports to brokers that started from an observation record, newest first; drafts for those who may change it",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject({}),
  response: z.object({ items: z.array(reportSummaryShape) }),
  run: async ({ ctx: { database, scope }, params }) => {
    await getObservation(database.read, scope, services().facilities, params.id);
    return { items: await listReportsFrom(database.read, scope, params.id) };
  },
});
