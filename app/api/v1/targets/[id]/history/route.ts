import * as z from "zod";
import { countHistory, listHistory } from "@/lib/targets/queries/list-history";
import { listParams } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { historyShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.history",
  summary: "Who changed what on a target, newest first",
  authorize: "user",
  params: idParams,
  query: z.strictObject({ ...listParams(["-at", "at"]) }),
  response: pageOf(historyShape),
  run: async ({ ctx, params, query }) => {
    const { read } = ctx.database;
    const page = await listHistory(read, ctx.scope, { ...query, id: params.id });
    return query.count ? { ...page, total: await countHistory(read, ctx.scope, params) } : page;
  },
});
