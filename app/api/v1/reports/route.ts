import { reviewReport } from "@/lib/alerts/commands/review-report";
import { reviewReportSchema } from "@/lib/alerts/report-schema";
import { reportShape } from "@/lib/web/api/report-shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const POST = defineRoute({
  name: "reports.review",
  summary: "Write a report about a target, or from an observation record, as a draft; nothing is sent",
  authorize: "user",
  body: reviewReportSchema,
  response: reportShape,
  status: 201,
  run: ({ ctx, body }) => reviewReport({ ctx, brokers: services().brokers, input: body }),
});
