import * as z from "zod";
import { importCounts, rowVerdict, verdictKinds } from "@/lib/targets/import-schema";
import { exportVerdicts, getImport, listVerdicts } from "@/lib/targets/queries/get-import";
import { csvResponse } from "@/lib/web/api/csv-response";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

const shape = z.object({
  jobId: z.string(),
  fileName: z.string(),
  warnings: z.array(z.string()),
  counts: importCounts,
  publishedAt: z.string().nullable().meta({ description: "When its targets came into sight; null before" }),
  items: z.array(rowVerdict),
  nextCursor: z.string().nullable(),
});

export const GET = defineRoute({
  name: "targets.importVerdicts",
  summary: "What became of each row of an import of yours",
  description: "With `format=csv` all rows, streamed.",
  authorize: "user",
  params: idParams,
  query: z.strictObject({
    format: z.enum(["json", "csv"], "must be json or csv").default("json"),
    verdict: z.enum(verdictKinds).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(25),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, "This cursor is not known")
      .transform(Number)
      .optional(),
  }),
  response: shape,
  run: async ({ ctx, params: { id }, query: { format, verdict, limit, cursor } }) => {
    const { read } = ctx.database;
    const { job, ...record } = await getImport(read, ctx.scope, id);
    if (format === "csv") return csvResponse(`import-${id}.csv`, exportVerdicts(read, ctx.scope, id));
    const page = await listVerdicts(read, ctx.scope, { jobId: id, verdict, afterRow: cursor, limit });
    return { jobId: job.id, ...record, ...page };
  },
});
