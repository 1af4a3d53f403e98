import * as z from "zod";
import { listRevisions } from "@/lib/reduced-data/queries/list-revisions";
import { idParams, photometryShape } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

const revision = z.object({
  revision: z.number(),
  replacedAt: z.string(),
  replacedBy: z.string().nullable(),
  values: photometryShape.omit({ row: true, flagged: true, revision: true }),
});

export const GET = defineRoute({
  name: "photometry.revisions",
  summary: "What one measurement (its `row`) said before each revision, newest first",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject({ row: z.string().regex(/^[0-9a-z]{1,12}$/, "must be the `row` of a measurement") }),
  response: z.object({ items: z.array(revision), nextCursor: z.null() }),
  run: async ({ ctx, params, query }) => ({
    items: await listRevisions(ctx.database.read, ctx.scope, { targetId: params.id, row: query.row }),
    nextCursor: null,
  }),
});
