import { whoCanSee } from "@/lib/access/queries/who-can-see";
import { idParams } from "@/lib/web/api/shapes";
import { whoCanSeeShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.whoCanSee",
  summary: "People who see a target, and the grant that lets each in",
  authorize: "anyone",
  params: idParams,
  response: whoCanSeeShape,
  run: ({ ctx, params }) => whoCanSee(ctx.database.read, ctx.scope, params.id),
});
