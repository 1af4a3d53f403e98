import { isTomError } from "@/lib/core/errors";
import { setGrants } from "@/lib/targets/commands/set-grants";
import { listGrants } from "@/lib/targets/queries/list-grants";
import { grantsInput } from "@/lib/targets/schema";
import type { TargetGrants } from "@/lib/targets/types";
import { idParams } from "@/lib/web/api/shapes";
import { grantsShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.grants.list",
  summary: "Groups and people with a grant, for those who may change the target",
  authorize: "user",
  params: idParams,
  response: grantsShape,
  run: ({ ctx, params }) => listGrants(ctx.database.read, ctx.scope, params),
});

/** It was done, also where the writer gave away her own right to see how the rights are set. */
function nothingToSee(error: unknown): TargetGrants {
  if (isTomError(error) && (error.code === "NOT_FOUND" || error.code === "FORBIDDEN"))
    return { groups: [], people: [] };
  throw error;
}

export const PUT = defineRoute({
  name: "targets.grants.set",
  summary: "Set who may see, change or delete a target beyond its visibility",
  description: "Grants of groups that you are not in, and the creator's own, stay as they are.",
  authorize: "user",
  versioned: true,
  params: idParams,
  body: grantsInput,
  response: grantsShape,
  run: async ({ ctx, params, body, ifMatch }) => {
    await setGrants({ ctx, input: { ...body, id: params.id, version: ifMatch ?? body.version } });
    return listGrants(ctx.database.read, ctx.scope, params).catch(nothingToSee);
  },
});
