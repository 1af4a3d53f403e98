import * as z from "zod";
import { getReport } from "@/lib/alerts/queries/list-reports";
import { reportShape } from "@/lib/web/api/report-shapes";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "reports.get",
  summary: "A report to a broker, what it says and how it stands",
  authorize: "user",
  params: idParams,
  query: z.strictObject({}),
  response: reportShape,
  run: ({ ctx, params }) => getReport(ctx.database.read, ctx.scope, params.id),
});
