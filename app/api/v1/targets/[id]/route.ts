import * as z from "zod";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { patchTargetInput } from "@/lib/targets/schema";
import { idParams } from "@/lib/web/api/shapes";
import { targetShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.get",
  summary: "One target",
  authorize: "anyone",
  params: idParams,
  response: targetShape,
  etag: (target) => target.version,
  run: ({ ctx, params }) => getTarget(ctx.database.read, ctx.scope, params),
});

export const PATCH = defineRoute({
  name: "targets.update",
  summary: "Change the named fields of a target",
  description: "Null clears a field; lists replace what was there; extras are merged by key.",
  authorize: "user",
  versioned: true,
  params: idParams,
  body: patchTargetInput,
  response: targetShape,
  etag: (target) => target.version,
  run: ({ ctx, params, body, ifMatch }) =>
    updateTarget({ ctx, input: { ...body, id: params.id, version: ifMatch ?? body.version } }),
});

export const DELETE = defineRoute({
  name: "targets.delete",
  summary: "Delete a target with all that hangs on it",
  authorize: "user",
  versioned: true,
  params: idParams,
  response: z.null(),
  status: 204,
  run: async ({ ctx, params, ifMatch }) => {
    await deleteTarget({ ctx, input: { id: params.id, version: ifMatch ?? undefined } });
    return null;
  },
});
