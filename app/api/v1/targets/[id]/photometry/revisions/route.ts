import * as z from "zod";
import { listRevisions } from "@/lib/reduced-data/queries/list-revisions";
import { wholeList } from "@/lib/web/api/list";
import { idParams, pageOf, photometryShape } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

const revision = z.object({
  revision: z.number(),
  replacedAt: z.string(),
  replacedBy: z.string().nullable(),
  values: photometryShape.omit({ row: true, flagged: true, revision: true }),
});

const list = wholeList<z.output<typeof revision>>("-revision");

export const GET = defineRoute({
  name: "photometry.revisions",
  summary: "What one measurement (its `row`) said before each revision, newest first",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject({
    row: z.string().regex(/^[0-9a-z]{1,12}$/, "must be the `row` of a measurement"),
    ...list.params,
  }),
  response: pageOf(revision),
  run: async ({ ctx, params, query }) =>
    list.page(await listRevisions(ctx.database.read, ctx.scope, { targetId: params.id, row: query.row }), query),
});
