import { sendReport } from "@/lib/alerts/commands/send-report";
import { reportShape } from "@/lib/web/api/report-shapes";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const POST = defineRoute({
  name: "reports.send",
  summary: "Send a reviewed report, once, in the background",
  authorize: "user",
  params: idParams,
  response: reportShape,
  status: 202,
  run: ({ ctx, params }) => sendReport({ ctx, brokers: services().brokers, input: params }),
});
