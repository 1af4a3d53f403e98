"use server";

import * as z from "zod";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { patchTargetInput } from "@/lib/targets/schema";
import { defineAction } from "@/lib/web/define-action";

export const updateTargetAction = defineAction({
  name: "target.update",
  input: z.strictObject({ id: z.string().max(64), ...patchTargetInput.shape }),
  authorize: "user",
  run: ({ ctx, input }) => updateTarget({ ctx, input }),
});
