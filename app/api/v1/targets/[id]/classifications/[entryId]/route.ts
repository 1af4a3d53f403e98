import * as z from "zod";
import { removeClassification } from "@/lib/targets/commands/target-entries";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const DELETE = defineRoute({
  name: "targets.classifications.remove",
  summary: "Take a classification away",
  authorize: "user",
  params: z.strictObject({ ...idParams.shape, entryId: idParams.shape.id }),
  response: z.null(),
  status: 204,
  run: async ({ ctx, params }) => {
    await removeClassification({ ctx, input: params });
    return null;
  },
});
