"use server";

import * as z from "zod";
import { createTarget } from "@/lib/targets/commands/create-target";
import { checkDuplicates } from "@/lib/targets/queries/check-duplicates";
import { createTargetInput } from "@/lib/targets/schema";
import { defineAction } from "@/lib/web/define-action";

export const createTargetAction = defineAction({
  name: "target.create",
  input: createTargetInput,
  authorize: "user",
  run: ({ ctx, input }) => createTarget({ ctx, input }),
});

/** Reads only; an action so that a form can ask with what is typed, which belongs into no address. */
export const checkDuplicatesAction = defineAction({
  name: "target.checkDuplicates",
  input: z.strictObject({
    names: z.array(z.string().max(400)).max(101),
    raDeg: z.number().min(0).max(360).nullable(),
    decDeg: z.number().min(-90).max(90).nullable(),
    exceptId: z.string().max(64).optional(),
  }),
  authorize: "user",
  run: ({ ctx, input: { names, raDeg, decDeg, exceptId } }) =>
    checkDuplicates(ctx.database.read, ctx.scope, {
      names,
      position: raDeg === null || decDeg === null ? null : { raDeg, decDeg },
      radiusArcsec: ctx.config.targets.match.radiusArcsec,
      exceptId,
      now: ctx.clock.now(),
    }),
});
