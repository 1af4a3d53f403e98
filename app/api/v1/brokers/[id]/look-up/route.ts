import * as z from "zod";
import { datedAnswer } from "@/lib/alerts/queries/dated-answer";
import { lookUp } from "@/lib/alerts/queries/look-up";
import { lookUpByName } from "@/lib/alerts/queries/look-up-by-name";
import { lookUpQuery } from "@/lib/alerts/schema";
import { notFound } from "@/lib/core/errors";
import { lookUpShape } from "@/lib/web/api/look-up-shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "brokers.lookUp",
  summary: "What one broker has at a position, under a name, or both",
  description:
    "Asks the broker now (answers are kept for a while). A dead or slow broker answers 200 with status `failed` and a sentence. A name alone is asked by name where the broker knows such names, else at the place where a target of yours or another broker has it: see `place`.",
  authorize: "user",
  params: z.strictObject({ id: z.string().max(40) }),
  query: lookUpQuery,
  response: lookUpShape,
  run: async ({ ctx, params, query: { name, raDeg, decDeg, radiusArcsec } }) => {
    const { brokers } = services();
    const broker = brokers.find(params.id);
    if (!broker) throw notFound("broker");
    const position = raDeg === undefined || decDeg === undefined ? null : { raDeg, decDeg };
    return datedAnswer(broker, ctx.clock, async () => {
      if (position === null && name !== undefined)
        return lookUpByName({ ctx, brokers, broker, input: { name, radiusArcsec } });
      const names = name === undefined ? [] : [name];
      return { ...(await lookUp(broker, { names, alertIds: [], position, radiusArcsec })), place: null };
    });
  },
});
