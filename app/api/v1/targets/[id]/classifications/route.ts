import * as z from "zod";
import { addClassification } from "@/lib/targets/commands/target-entries";
import { listClassifications } from "@/lib/targets/queries/list-entries";
import { classificationInput } from "@/lib/targets/schema";
import { wholeList } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { classificationEntryShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

const list = wholeList<z.output<typeof classificationEntryShape>>("-date", {
  name: (entry) => entry.name,
  probability: (entry) => entry.probability,
});

export const GET = defineRoute({
  name: "targets.classifications.list",
  summary: "Every classification of a target, dated and attributed, newest first",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(classificationEntryShape),
  run: async ({ ctx, params, query }) =>
    list.page(await listClassifications(ctx.database.read, ctx.scope, params), query),
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
