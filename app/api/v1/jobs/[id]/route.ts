import { getJob } from "@/lib/jobs/queries";
import { jobSchema } from "@/lib/jobs/schema";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "jobs.get",
  summary: "One job: how far it is, or what it made",
  authorize: "user",
  params: idParams,
  response: jobSchema,
  run: ({ ctx, params }) => getJob(ctx.database.read, ctx.scope, params.id),
});
