import * as z from "zod";
import { addAlias, removeAlias } from "@/lib/targets/commands/target-aliases";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { aliasInput, patchTargetInput } from "@/lib/targets/schema";
import { wholeList } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { listOf } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

const aliases = listOf(z.string());

const list = wholeList<string>("createdAt", { alias: (alias) => alias });

export const GET = defineRoute({
  name: "targets.aliases.list",
  summary: "Other names of a target, oldest first",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(z.string()),
  run: async ({ ctx, params, query }) =>
    list.page((await getTarget(ctx.database.read, ctx.scope, params)).aliases, query),
});

export const POST = defineRoute({
  name: "targets.aliases.add",
  summary: "Add another name",
  authorize: "user",
  params: idParams,
  body: aliasInput,
  response: z.object({ alias: z.string(), items: z.array(z.string()) }),
  status: 201,
  run: async ({ ctx, params, body }) => {
    const target = await addAlias({ ctx, input: { id: params.id, alias: body.alias } });
    return { alias: body.alias, items: target.aliases };
  },
});

export const PUT = defineRoute({
  name: "targets.aliases.set",
  summary: "Set all other names",
  authorize: "user",
  versioned: true,
  params: idParams,
  body: z.strictObject({ aliases: patchTargetInput.shape.aliases.unwrap() }),
  response: aliases,
  run: async ({ ctx, params, body, ifMatch }) => {
    const version = ifMatch ?? undefined;
    const target = await updateTarget({ ctx, input: { id: params.id, aliases: body.aliases, version } });
    return { items: target.aliases };
  },
});

export const DELETE = defineRoute({
  name: "targets.aliases.remove",
  summary: "Take another name away",
  authorize: "user",
  params: idParams,
  query: aliasInput,
  response: z.null(),
  status: 204,
  run: async ({ ctx, params, query }) => {
    await removeAlias({ ctx, input: { id: params.id, alias: query.alias } });
    return null;
  },
});
