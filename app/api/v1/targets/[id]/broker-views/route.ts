import * as z from "zod";
import { askBroker } from "@/lib/alerts/commands/ask-broker";
import { listBrokerViews } from "@/lib/alerts/queries/list-broker-views";
import { namedViews } from "@/lib/alerts/queries/named-views";
import { disagreementsOf } from "@/lib/astro/disagreements";
import { brokerViewShape, disagreementShape } from "@/lib/web/api/look-up-shapes";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "targets.brokerViews",
  summary: "What each broker last answered about a target, and where they disagree",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject({}),
  response: z.object({ items: z.array(brokerViewShape), disagreements: z.array(disagreementShape) }),
  run: async ({ ctx, params }) => {
    const items = await listBrokerViews(ctx.database.read, ctx.scope, params.id);
    return { items, disagreements: disagreementsOf(namedViews(services().brokers, items)) };
  },
});

export const POST = defineRoute({
  name: "targets.askBroker",
  summary: "Ask one broker what it has at a target's place and under its names, and keep the answer",
  authorize: "user",
  params: idParams,
  body: z.strictObject({ brokerId: z.string().min(1).max(40) }),
  response: brokerViewShape,
  run: ({ ctx, params, body }) =>
    askBroker({ ctx, brokers: services().brokers, input: { targetId: params.id, brokerId: body.brokerId } }),
});
