import * as z from "zod";
import { createTargetsFromAlerts } from "@/lib/alerts/commands/create-targets";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

const placed = z.object({ alertId: z.string(), targetId: z.string() });

export const POST = defineRoute({
  name: "runs.targets",
  summary:
    "Make targets of a run's alerts; known objects are linked, near ones proposed, light curves fetched by a job",
  authorize: "user",
  params: idParams,
  body: z.strictObject({
    alertIds: z.union([z.literal("all"), z.array(z.string().min(1).max(200)).min(1).max(5000)]),
    groups: z.array(z.string().max(60)).max(100).optional(),
    visibility: z.enum(["open", "public", "private"]).optional(),
    nearby: z.union([z.enum(["link", "create"]), z.record(z.string().max(200), z.enum(["link", "create"]))]).optional(),
  }),
  response: z.object({
    created: z.array(placed),
    existing: z.array(placed),
    nearby: z.array(placed.extend({ separationArcsec: z.number() })),
    failed: z.array(z.object({ alertId: z.string(), message: z.string() })),
    jobId: z.string().nullable(),
  }),
  run: async ({ ctx, params, body }) => {
    const { groups, visibility, nearby } = body;
    const report = await createTargetsFromAlerts({
      ctx,
      brokers: services().brokers,
      input: {
        runId: params.id,
        alertIds: body.alertIds,
        ...(groups ? { groups } : {}),
        ...(visibility ? { visibility } : {}),
        ...(nearby ? { nearby } : {}),
      },
    });
    const plain = ({ alertId, targetId }: { alertId: string; targetId: string }) => ({ alertId, targetId });
    return {
      created: report.created.map(plain),
      existing: report.existing.map(plain),
      nearby: report.nearby.map(({ alertId, targetId, separationArcsec }) => ({ alertId, targetId, separationArcsec })),
      failed: report.failed,
      jobId: report.jobId,
    };
  },
});
