import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { addPhotometry } from "@/lib/reduced-data/commands/add-photometry";
import { countPhotometry, listPhotometry } from "@/lib/reduced-data/queries/list-photometry";
import { photometryCsv } from "@/lib/reduced-data/queries/photometry-csv";
import { listParams } from "@/lib/web/api/list";
import { idParams, pageOf, photometryShape, yesNoParam } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

/** ISO 8601 UTC or MJD. */
const time = z
  .string()
  .max(60)
  .transform((text, check) => {
    const parsed = parseTime(text);
    if (parsed.ok) return parsed.mjd;
    check.addIssue({ code: "custom", message: parsed.message });
    return z.NEVER;
  })
  .optional();

export const GET = defineRoute({
  name: "photometry.list",
  summary: "Photometry of a target in time order; format=csv streams all that the filter selects",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject({
    ...listParams(["observedAt", "-observedAt"]),
    band: z.string().max(40).optional(),
    after: time,
    before: time,
    format: z.enum(["json", "csv"]).default("json"),
  }),
  response: pageOf(photometryShape),
  run: async ({ ctx, params, query }) => {
    const { after, before, format, band, limit, cursor, sort, count } = query;
    const order = sort === "observedAt" ? "oldest" : "newest";
    const filter = { targetId: params.id, band, afterMjd: after, beforeMjd: before };
    if (format === "csv") return photometryCsv(ctx.database.read, ctx.scope, filter);
    const page = await listPhotometry(ctx.database.read, ctx.scope, { ...filter, order, limit, cursor });
    return count ? { ...page, total: await countPhotometry(ctx.database.read, ctx.scope, filter) } : page;
  },
});

export const POST = defineRoute({
  name: "photometry.add",
  summary: "Add photometry; rows that are not right are told one by one, good ones are stored in one transaction",
  authorize: "user",
  params: idParams,
  query: z.strictObject({ atomic: yesNoParam.default(false) }),
  body: z.array(z.unknown()).max(50_000, "at most 50,000 rows at once"),
  response: z.object({
    inserted: z.number(),
    unchanged: z.number(),
    revised: z.number(),
    rejected: z.array(z.object({ index: z.number(), field: z.string(), message: z.string() })),
  }),
  run: ({ ctx, params, query, body }) =>
    addPhotometry({ ctx, input: { targetId: params.id, rows: body, via: "api", atomic: query.atomic } }),
});
