import * as z from "zod";
import { invalidInput } from "@/lib/core/errors";
import { exportVerdicts, getImport, listPhotometryVerdicts, listVerdicts } from "@/lib/imports/queries/get-import";
import {
  importCounts,
  photometryCounts,
  photometryVerdict,
  photometryVerdictKinds,
  rowVerdict,
  verdictKinds,
  verdictSorts,
} from "@/lib/imports/schema";
import { csvResponse } from "@/lib/web/api/csv-response";
import { listParams } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

const shape = pageOf(z.union([rowVerdict, photometryVerdict])).extend({
  jobId: z.string(),
  fileName: z.string(),
  warnings: z.array(z.string()),
  counts: importCounts,
  publishedAt: z.string().nullable().meta({ description: "When its targets came into sight; null before" }),
  photometry: z
    .object({ fileName: z.string(), counts: photometryCounts })
    .nullable()
    .meta({ description: "The file of photometry that came beside; null without one" }),
});

/** @throws INVALID_INPUT on `verdict` for one that rows of this file do not have */
function kindOf<Kind extends string>(kinds: readonly Kind[], verdict: string | undefined): Kind | undefined {
  const kind = kinds.find((one) => one === verdict);
  if (verdict !== undefined && kind === undefined) throw invalidInput({ verdict: [`must be ${kinds.join(" or ")}`] });
  return kind;
}

export const GET = defineRoute({
  name: "targets.importVerdicts",
  summary: "What became of each row of an import of yours",
  description:
    "With `format=csv` all rows in their order, streamed; with `of=photometry` those of the file of photometry.",
  authorize: "user",
  params: idParams,
  query: z.strictObject({
    of: z.enum(["targets", "photometry"], "must be targets or photometry").default("targets"),
    format: z.enum(["json", "csv"], "must be json or csv").default("json"),
    verdict: z.enum(["created", "existing", "accepted", "rejected"]).optional(),
    ...listParams(verdictSorts),
  }),
  response: shape,
  run: async ({ ctx, params: { id }, query: { of, format, verdict, count, ...list } }) => {
    const { read } = ctx.database;
    const { job, ...record } = await getImport(read, ctx.scope, id);
    if (format === "csv") {
      const kind = of === "targets" ? "verdicts" : "photometryVerdicts";
      return csvResponse(`import-${of}-${id}.csv`, exportVerdicts(read, ctx.scope, id, kind));
    }
    const args = { jobId: id, ...list };
    const { total, ...page } =
      of === "targets"
        ? await listVerdicts(read, ctx.scope, { ...args, verdict: kindOf(verdictKinds, verdict) })
        : await listPhotometryVerdicts(read, ctx.scope, { ...args, verdict: kindOf(photometryVerdictKinds, verdict) });
    return { jobId: job.id, ...record, ...page, ...(count ? { total } : {}) };
  },
});
