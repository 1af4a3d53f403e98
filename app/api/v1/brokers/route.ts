import * as z from "zod";
import { listBrokers } from "@/lib/alerts/queries/list-brokers";
import { brokerShape } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "brokers.list",
  summary: "The brokers of this TOM, their query forms as JSON Schema, and their state",
  authorize: "user",
  query: z.strictObject({}),
  response: z.object({ items: z.array(brokerShape), nextCursor: z.null() }),
  run: async ({ ctx }) => ({ items: await listBrokers(ctx.database.read, services().brokers), nextCursor: null }),
});
