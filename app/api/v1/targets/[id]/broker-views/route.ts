import * as z from "zod";
import { askBroker } from "@/lib/alerts/commands/ask-broker";
import { listBrokerViews } from "@/lib/alerts/queries/list-broker-views";
import { namedViews } from "@/lib/alerts/queries/named-views";
import { disagreementsOf } from "@/lib/astro/disagreements";
import { ownViewOf } from "@/lib/astro/own-view";
import { getTarget } from "@/lib/targets/queries/get-target";
import { wholeList } from "@/lib/web/api/list";
import { brokerViewShape, disagreementShape } from "@/lib/web/api/look-up-shapes";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

const list = wholeList<z.output<typeof brokerViewShape>>("brokerId", { brokerId: (view) => view.brokerId });

export const GET = defineRoute({
  name: "targets.brokerViews",
  summary: "What each broker last answered about a target, and where they disagree with each other or with the target",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(brokerViewShape).extend({ disagreements: z.array(disagreementShape) }),
  run: async ({ ctx, params, query }) => {
    const target = await getTarget(ctx.database.read, ctx.scope, { id: params.id });
    const items = await listBrokerViews(ctx.database.read, ctx.scope, params.id);
    const own = ownViewOf(target, ctx.clock.now());
    return { ...list.page(items, query), disagreements: disagreementsOf(namedViews(services().brokers, items), own) };
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
