import * as z from "zod";
import { lookUp } from "@/lib/alerts/queries/look-up";
import { lookUpQuery } from "@/lib/alerts/schema";
import { notFound } from "@/lib/core/errors";
import { lookUpShape } from "@/lib/web/api/look-up-shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "brokers.lookUp",
  summary: "What one broker has at a position, under a name, or both",
  description:
    "Asks the broker now (answers are kept for a while). A dead or slow broker answers 200 with status `failed` and a sentence.",
  authorize: "user",
  params: z.strictObject({ id: z.string().max(40) }),
  query: lookUpQuery,
  response: lookUpShape,
  run: async ({ params, query: { name, raDeg, decDeg, radiusArcsec } }) => {
    const broker = services().brokers.find(params.id);
    if (!broker) throw notFound("broker");
    const position = raDeg === undefined || decDeg === undefined ? null : { raDeg, decDeg };
    return lookUp(broker, { names: name === undefined ? [] : [name], alertIds: [], position, radiusArcsec });
  },
});
