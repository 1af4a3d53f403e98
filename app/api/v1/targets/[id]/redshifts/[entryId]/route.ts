import * as z from "zod";
import { removeRedshift } from "@/lib/targets/commands/target-entries";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const DELETE = defineRoute({
  name: "targets.redshifts.remove",
  summary: "Take a redshift away",
  authorize: "user",
  params: z.strictObject({ ...idParams.shape, entryId: idParams.shape.id }),
  response: z.null(),
  status: 204,
  run: async ({ ctx, params }) => {
    await removeRedshift({ ctx, input: params });
    return null;
  },
});
