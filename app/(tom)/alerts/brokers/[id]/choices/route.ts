import * as z from "zod";
import { notFound } from "@/lib/core/errors";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "brokers.choices",
  summary: "The broker's own words for a field of its query form",
  authorize: "user",
  params: z.strictObject({ id: z.string().max(40) }),
  query: z.strictObject({ field: z.string().max(60) }),
  response: z.object({ items: z.array(z.unknown()), problem: z.string().nullable() }),
  run: async ({ params, query }) => {
    const broker = services().brokers.find(params.id);
    if (!broker) throw notFound("broker");
    const { choices, problem } = await broker.loadChoices(query.field);
    return { items: [...choices], problem };
  },
});
