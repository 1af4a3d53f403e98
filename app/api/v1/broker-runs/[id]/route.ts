import { getRun } from "@/lib/alerts/queries/get-run";
import { idParams, runShape } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "runs.get",
  summary: "One frozen run; counts as you may know them",
  authorize: "user",
  params: idParams,
  response: runShape,
  run: ({ ctx, params }) => getRun(ctx.database.read, ctx.scope, params.id),
});
