import * as z from "zod";
import { linkSightings } from "@/lib/alerts/commands/link-sightings";
import { unlinkAlert } from "@/lib/alerts/commands/unlink-alert";
import { listAlertLinks } from "@/lib/alerts/queries/list-links";
import { linkSightingsSchema, unlinkAlertSchema } from "@/lib/alerts/schema";
import { getTarget } from "@/lib/targets/queries/get-target";
import { wholeList } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

const link = z.object({
  brokerId: z.string(),
  alertId: z.string(),
  url: z.string(),
  createdAt: z.string(),
  fetchedAt: z.string().nullable().meta({ description: "When photometry was last fetched through this link" }),
});

const list = wholeList<z.output<typeof link>>("createdAt", {
  brokerId: (one) => one.brokerId,
  alertId: (one) => one.alertId,
});

export const GET = defineRoute({
  name: "targets.alertLinks",
  summary: "The objects of brokers that a target stands for",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(link),
  run: async ({ ctx, params, query }) => {
    await getTarget(ctx.database.read, ctx.scope, { id: params.id });
    return list.page(await listAlertLinks(ctx.database.read, ctx.scope, params.id), query);
  },
});

export const POST = defineRoute({
  name: "targets.linkAlerts",
  summary: "Link objects that brokers were seen to have, and fetch their light curves in the background",
  authorize: "user",
  params: idParams,
  body: linkSightingsSchema.omit({ targetId: true }),
  response: z.object({ linked: z.number(), jobIds: z.array(z.string()) }),
  status: 202,
  run: ({ ctx, params, body }) =>
    linkSightings({ ctx, brokers: services().brokers, input: { targetId: params.id, ...body } }),
});

export const DELETE = defineRoute({
  name: "targets.unlinkAlert",
  summary: "Take the link to one object of a broker away; what was measured stays",
  authorize: "user",
  params: idParams,
  query: unlinkAlertSchema.omit({ targetId: true }),
  response: z.null(),
  status: 204,
  run: async ({ ctx, params, query }) => {
    await unlinkAlert({ ctx, input: { targetId: params.id, ...query } });
    return null;
  },
});
