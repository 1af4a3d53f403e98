import * as z from "zod";
import { bulkAtOnceMax, bulkReportSchema, bulkSpecInput } from "@/lib/targets/bulk-schema";
import { changeTargets } from "@/lib/targets/commands/change-targets";
import { targetFilterInput } from "@/lib/targets/list-schema";
import { defineRoute } from "@/lib/web/define-route";

const selection = z.union([
  z.strictObject({ ids: z.array(z.string().max(64)).min(1, "Nothing is selected").max(10_000, "At most 10,000 ids") }),
  z.strictObject({ filter: targetFilterInput }).meta({ description: "As in the query of `GET /targets`; {} is all" }),
]);

export const POST = defineRoute({
  name: "targets.changeMany",
  summary: "Change many targets",
  description:
    "Each of them as if it were changed alone: under your rights on it, with its own row in the history and its own " +
    `\`target_post_save\`. Up to ${bulkAtOnceMax} are changed at once: 200 with what became of them. More: 202 with a job, ` +
    "whose progress is at `GET /jobs/{id}`; what you may not change is named there and at `GET /targets/changes/{id}`.",
  authorize: "user",
  body: z.strictObject({ selection, change: bulkSpecInput }),
  response: z.union([z.object({ jobId: z.string(), total: z.number().int() }), bulkReportSchema]),
  status: 202,
  otherStatus: 200,
  run: async ({ ctx, body: { selection: chosen, change } }) => {
    const outcome = await changeTargets({ ctx, input: { selection: chosen, change } });
    if (outcome.jobId !== null) return outcome;
    const { jobId: _none, ...report } = outcome;
    return Response.json(report);
  },
});
