import * as z from "zod";
import { addTag, removeTag, setTags } from "@/lib/targets/commands/target-tags";
import { getTarget } from "@/lib/targets/queries/get-target";
import { tagInput, tagsInput } from "@/lib/targets/schema";
import { wholeList } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { listOf } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

const tags = listOf(z.string());

const list = wholeList<string>("tag");

export const GET = defineRoute({
  name: "targets.tags.list",
  summary: "Tags of a target",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(z.string()),
  run: async ({ ctx, params, query }) => list.page((await getTarget(ctx.database.read, ctx.scope, params)).tags, query),
});

export const POST = defineRoute({
  name: "targets.tags.add",
  summary: "Add a tag, or several",
  authorize: "user",
  params: idParams,
  body: z.union([z.strictObject({ tag: tagInput }), z.strictObject({ tags: z.array(tagInput).min(1).max(50) })]),
  response: tags,
  status: 201,
  run: async ({ ctx, params, body }) => {
    const added = "tag" in body ? [body.tag] : body.tags;
    const before = await getTarget(ctx.database.read, ctx.scope, params);
    if (added.length === 1 && added[0] !== undefined) {
      return { items: (await addTag({ ctx, input: { id: params.id, tag: added[0] } })).tags };
    }
    const target = await setTags({
      ctx,
      input: { id: params.id, tags: [...new Set([...before.tags, ...added])], version: before.version },
    });
    return { items: target.tags };
  },
});

export const PUT = defineRoute({
  name: "targets.tags.set",
  summary: "Set all tags",
  authorize: "user",
  versioned: true,
  params: idParams,
  body: tagsInput,
  response: tags,
  run: async ({ ctx, params, body, ifMatch }) => {
    const target = await setTags({ ctx, input: { id: params.id, ...body, version: ifMatch ?? body.version } });
    return { items: target.tags };
  },
});

export const DELETE = defineRoute({
  name: "targets.tags.remove",
  summary: "Take a tag away",
  authorize: "user",
  params: idParams,
  query: z.strictObject({ tag: tagInput }),
  response: z.null(),
  status: 204,
  run: async ({ ctx, params, query }) => {
    await removeTag({ ctx, input: { id: params.id, tag: query.tag } });
    return null;
  },
});
