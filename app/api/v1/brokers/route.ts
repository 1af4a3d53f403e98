import * as z from "zod";
import { listBrokers } from "@/lib/alerts/queries/list-brokers";
import { wholeList } from "@/lib/web/api/list";
import { brokerShape, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

const list = wholeList<z.output<typeof brokerShape>>("id", {
  id: (broker) => broker.id,
  name: (broker) => broker.name,
});

export const GET = defineRoute({
  name: "brokers.list",
  summary: "The brokers of this TOM, their query forms as JSON Schema, and their state",
  authorize: "user",
  query: z.strictObject(list.params),
  response: pageOf(brokerShape),
  run: async ({ ctx, query }) => list.page(await listBrokers(ctx.database.read, services().brokers), query),
});
