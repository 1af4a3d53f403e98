import * as z from "zod";
import { listReportsFrom } from "@/lib/alerts/queries/list-reports";
import { getObservation } from "@/lib/observations/queries/read-observations";
import { wholeList } from "@/lib/web/api/list";
import { reportSummaryShape } from "@/lib/web/api/report-shapes";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

const list = wholeList<z.output<typeof reportSummaryShape>>("-createdAt");

export const GET = defineRoute({
  name: "observations.reports",
  summary:
    "Reports to brokers that started from an observation record, newest first; drafts for those who may change it",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(reportSummaryShape),
  run: async ({ ctx: { database, scope }, params, query }) => {
    await getObservation(database.read, scope, services().facilities, params.id);
    return list.page(await listReportsFrom(database.read, scope, params.id), query);
  },
});
