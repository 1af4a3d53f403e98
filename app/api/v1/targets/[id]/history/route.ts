import * as z from "zod";
import { listHistory } from "@/lib/targets/queries/list-history";
import { cursorParam, idParams, limitParam, pageOf } from "@/lib/web/api/shapes";
import { historyShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.history",
  summary: "Who changed what on a target, newest first",
  authorize: "user",
  params: idParams,
  query: z.strictObject({ limit: limitParam, cursor: cursorParam }),
  response: pageOf(historyShape),
  run: ({ ctx, params, query }) => listHistory(ctx.database.read, ctx.scope, { ...query, id: params.id }),
});
