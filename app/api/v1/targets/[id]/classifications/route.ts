import { addClassification } from "@/lib/targets/commands/target-entries";
import { listClassifications } from "@/lib/targets/queries/list-entries";
import { classificationInput } from "@/lib/targets/schema";
import { idParams } from "@/lib/web/api/shapes";
import { classificationEntryShape, listOf } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.classifications.list",
  summary: "Every classification of a target, dated and attributed, newest first",
  authorize: "anyone",
  params: idParams,
  response: listOf(classificationEntryShape),
  run: async ({ ctx, params }) => ({ items: await listClassifications(ctx.database.read, ctx.scope, params) }),
});

export const POST = defineRoute({
  name: "targets.classifications.add",
  summary: "Add a classification",
  authorize: "user",
  params: idParams,
  body: classificationInput,
  response: classificationEntryShape,
  status: 201,
  run: ({ ctx, params, body }) => addClassification({ ctx, input: { ...body, id: params.id } }),
});
