import { cancelJob } from "@/lib/jobs/commands";
import { jobSchema } from "@/lib/jobs/schema";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "jobs.cancel",
  summary: "End a job; what it has stored by now stays",
  authorize: "user",
  params: idParams,
  response: jobSchema,
  run: ({ ctx, params }) => cancelJob({ ctx, input: { id: params.id } }),
});
