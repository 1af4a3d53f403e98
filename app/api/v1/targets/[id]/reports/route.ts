import * as z from "zod";
import { reviewReport } from "@/lib/alerts/commands/review-report";
import { listReports } from "@/lib/alerts/queries/list-reports";
import { reviewReportSchema } from "@/lib/alerts/report-schema";
import { getTarget } from "@/lib/targets/queries/get-target";
import { wholeList } from "@/lib/web/api/list";
import { reportShape, reportSummaryShape } from "@/lib/web/api/report-shapes";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

const list = wholeList<z.output<typeof reportSummaryShape>>("-createdAt");

export const GET = defineRoute({
  name: "targets.reports",
  summary: "Reports about a target to brokers, newest first; drafts for those who may change the target",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(reportSummaryShape),
  run: async ({ ctx, params, query }) => {
    await getTarget(ctx.database.read, ctx.scope, { id: params.id });
    return list.page(await listReports(ctx.database.read, ctx.scope, params.id), query);
  },
});

export const POST = defineRoute({
  name: "targets.reviewReport",
  summary: "Write a report as a draft, in the form in which it would be sent; nothing is sent",
  authorize: "user",
  params: idParams,
  body: reviewReportSchema.omit({ targetId: true }),
  response: reportShape,
  status: 201,
  run: ({ ctx, params, body }) =>
    reviewReport({ ctx, brokers: services().brokers, input: { ...body, targetId: params.id } }),
});
