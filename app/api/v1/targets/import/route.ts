import * as z from "zod";
import { invalidInput } from "@/lib/core/errors";
import { timeScaleSchema } from "@/lib/data-products/schema";
import { checkImport, startImport } from "@/lib/imports/commands/import-targets";
import { checkedPhotometry, importBytesMax, importCounts, importRowsMax, rowVerdict } from "@/lib/imports/schema";
import { visibilities } from "@/lib/targets/schema";
import { yesNoParam } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { createPlaces } from "@/lib/web/places";

const checked = z.object({
  warnings: z.array(z.string()),
  counts: importCounts,
  verdicts: z.array(rowVerdict),
  photometry: checkedPhotometry.nullable().meta({ description: "Of the part `photometry`; null without it" }),
});

/** A file of 64 MB takes some 200 MB while it is read. */
const places = createPlaces({ each: 2, all: 6, what: "imports" });

export const POST = defineRoute({
  name: "targets.import",
  summary: "Import a CSV file of targets",
  description:
    `Columns as the TOM Toolkit and \`GET /targets?format=csv\` name them; at most ${importRowsMax} rows. With \`dryRun=true\` ` +
    "200 with the verdict on each row (created, existing, rejected), and nothing is written. Otherwise 202 with a job: " +
    "all targets come into sight in one commit, and the job's result holds the counts and the rejected rows. Photometry " +
    "beside it comes into sight with them; its rows name their target, in a column `target` or `name`, and else have the " +
    "columns of an uploaded light curve.",
  authorize: "user",
  query: z.strictObject({
    dryRun: yesNoParam.optional(),
    visibility: z.enum(visibilities).optional().meta({ description: "Of rows that say none" }),
    groups: z
      .string()
      .max(20_000)
      .transform((text) => text.split(",").filter((id) => id !== ""))
      .optional()
      .meta({ description: "Ids of the groups of rows that name none, between commas" }),
    timeScale: timeScaleSchema.optional().meta({ description: "Of the times in the photometry; utc unless said" }),
  }),
  upload: {
    files: { file: "Targets, as CSV", photometry: "Measurements of these targets, or of others that are here, as CSV" },
    contentType: "text/csv",
    maxBytes: importBytesMax,
    places,
  },
  response: z.union([z.object({ jobId: z.string() }), checked]),
  status: 202,
  otherStatus: 200,
  run: async ({ ctx, query: { dryRun, ...options }, files }) => {
    const file = files.get("file");
    if (!file) throw invalidInput({ file: ["The file is missing"] });
    const input = { file, photometry: files.get("photometry"), ...options };
    return dryRun ? Response.json(await checkImport({ ctx, input })) : startImport({ ctx, input });
  },
});
