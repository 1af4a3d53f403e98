import * as z from "zod";
import { deleteQuery, updateQuery } from "@/lib/alerts/commands/save-query";
import { getQuery } from "@/lib/alerts/queries/list-queries";
import { idParams, queryShape, scheduleFields } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "queries.get",
  summary: "One saved query",
  authorize: "user",
  params: idParams,
  response: queryShape,
  etag: (query) => query.version,
  run: ({ ctx, params }) => getQuery(ctx.database.read, ctx.scope, services().brokers, params.id),
});

export const PATCH = defineRoute({
  name: "queries.update",
  summary: "Change the named fields of a query; failures of its schedule and marks are forgotten",
  authorize: "user",
  versioned: true,
  params: idParams,
  body: z.strictObject({
    name: z.string().max(1000).optional(),
    parameters: z.record(z.string().max(60), z.unknown()).optional(),
    groupId: z.string().max(60).nullable().optional(),
    ...scheduleFields,
    version: z.number().int().positive().optional(),
  }),
  response: queryShape,
  etag: (query) => query.version,
  run: async ({ ctx, params, body, ifMatch }) => {
    const { brokers } = services();
    const version = body.version ?? ifMatch ?? undefined;
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    await updateQuery({
      ctx,
      brokers,
      input: { ...given, id: params.id, ...(version === undefined ? {} : { version }) },
    });
    return getQuery(ctx.database.read, ctx.scope, brokers, params.id);
  },
});

export const DELETE = defineRoute({
  name: "queries.delete",
  summary: "Delete a query; its runs stay",
  authorize: "user",
  versioned: true,
  params: idParams,
  response: z.null(),
  status: 204,
  run: async ({ ctx, params, ifMatch }) => {
    await deleteQuery({ ctx, input: { id: params.id, version: ifMatch ?? undefined } });
    return null;
  },
});
