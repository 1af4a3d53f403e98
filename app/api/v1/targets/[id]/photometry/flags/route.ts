import * as z from "zod";
import { flagPhotometry } from "@/lib/reduced-data/commands/flag-photometry";
import { flagInputSchema } from "@/lib/reduced-data/schema";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "photometry.flags",
  summary: "Mark points as bad, with the reason, or (reason null) take the mark off",
  authorize: "user",
  params: idParams,
  body: flagInputSchema.omit({ targetId: true }),
  response: z.object({ changed: z.number() }),
  run: ({ ctx, params, body }) => flagPhotometry({ ctx, input: { ...body, targetId: params.id } }),
});
