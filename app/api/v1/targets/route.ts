import * as z from "zod";
import { createTarget } from "@/lib/targets/commands/create-target";
import { targetListInput } from "@/lib/targets/list-schema";
import { exportTargets } from "@/lib/targets/queries/export-targets";
import { countAll, listTargetObjects } from "@/lib/targets/queries/list-targets";
import { createTargetInput } from "@/lib/targets/schema";
import { csvResponse } from "@/lib/web/api/csv-response";
import { pageOf, yesNoParam } from "@/lib/web/api/shapes";
import { targetShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

/** Callers give the name in either of two ways: as `fuzzy`, or as `q` with a yes or no beside it. */
function spelled<Filter extends { q?: string | undefined; fuzzy?: string | undefined }>(filter: Filter): Filter {
  const { q, fuzzy } = filter;
  if (!q || (fuzzy !== "true" && fuzzy !== "false")) return filter;
  return { ...filter, ...(fuzzy === "true" ? { q: undefined, fuzzy: q } : { fuzzy: undefined }) };
}

export const GET = defineRoute({
  name: "targets.list",
  summary: "Targets that you may see, newest first unless sorted otherwise",
  description:
    "`fuzzy` is a whole name in any spelling; with `q`, `fuzzy=true` reads `q` as one. With `format=csv` everything that the filter selects, streamed, with the TOM Toolkit's column names.",
  authorize: "anyone",
  query: z.strictObject({
    ...targetListInput.shape,
    format: z.enum(["json", "csv"], "must be json or csv").default("json"),
    count: yesNoParam.optional(),
  }),
  response: pageOf(targetShape),
  run: async ({ ctx, query: { sort, cursor, limit, format, count, ...given } }) => {
    const filter = spelled(given);
    const { read } = ctx.database;
    const now = ctx.clock.now();
    if (format === "csv") {
      const name = `targets-${now.toISOString().slice(0, 19).replaceAll(":", "")}.csv`;
      return csvResponse(name, exportTargets(read, ctx.scope, { filter, sort, now }));
    }
    const page = await listTargetObjects(read, ctx.scope, { sort, cursor, limit, filter, now });
    return count ? { ...page, total: await countAll(read, ctx.scope, { filter, now }) } : page;
  },
});

export const POST = defineRoute({
  name: "targets.create",
  summary: "Create a target",
  authorize: "user",
  body: createTargetInput,
  response: targetShape,
  status: 201,
  etag: (target) => target.version,
  run: ({ ctx, body }) => createTarget({ ctx, input: body }),
});
