"use server";

import * as z from "zod";
import { type ToldPlace, toldPlace } from "@/lib/alerts/queries/told-place";
import { createTarget } from "@/lib/targets/commands/create-target";
import { checkDuplicates } from "@/lib/targets/queries/check-duplicates";
import { createTargetInput } from "@/lib/targets/schema";
import { defineAction } from "@/lib/web/define-action";
import { services } from "@/lib/web/services";

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

/** Asks the brokers that know such names where the object is; reads only, and never fails for a broker's sake. */
export const findPlaceAction = defineAction({
  name: "target.findPlace",
  input: z.strictObject({ name: z.string().trim().min(1).max(200) }),
  authorize: "user",
  run: ({ input }): Promise<ToldPlace> => toldPlace(services().brokers, input.name),
});
