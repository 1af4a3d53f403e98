import { addRedshift } from "@/lib/targets/commands/target-entries";
import { listRedshifts } from "@/lib/targets/queries/list-entries";
import { redshiftInput } from "@/lib/targets/schema";
import { idParams } from "@/lib/web/api/shapes";
import { listOf, redshiftEntryShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.redshifts.list",
  summary: "Every redshift of a target, dated and attributed, newest first",
  authorize: "anyone",
  params: idParams,
  response: listOf(redshiftEntryShape),
  run: async ({ ctx, params }) => ({ items: await listRedshifts(ctx.database.read, ctx.scope, params) }),
});

export const POST = defineRoute({
  name: "targets.redshifts.add",
  summary: "Add a redshift",
  authorize: "user",
  params: idParams,
  body: redshiftInput,
  response: redshiftEntryShape,
  status: 201,
  run: ({ ctx, params, body }) => addRedshift({ ctx, input: { ...body, id: params.id } }),
});
