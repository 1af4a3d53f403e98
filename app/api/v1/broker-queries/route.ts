import * as z from "zod";
import { createQuery } from "@/lib/alerts/commands/save-query";
import { countQueries, getQuery, listQueries } from "@/lib/alerts/queries/list-queries";
import { querySorts } from "@/lib/alerts/schema";
import { listParams } from "@/lib/web/api/list";
import { pageOf, queryShape, scheduleFields } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "queries.list",
  summary: "Saved broker queries that you may see, newest first",
  authorize: "user",
  query: z.strictObject({
    ...listParams(querySorts),
    brokerId: z.string().max(40).optional(),
    q: z.string().max(200).optional(),
  }),
  response: pageOf(queryShape),
  run: async ({ ctx, query }) => {
    const page = await listQueries(ctx.database.read, ctx.scope, services().brokers, query);
    return query.count ? { ...page, total: await countQueries(ctx.database.read, ctx.scope, query) } : page;
  },
});

export const POST = defineRoute({
  name: "queries.create",
  summary: "Save a query",
  authorize: "user",
  body: z.strictObject({
    name: z.string().max(1000),
    brokerId: z.string().max(40),
    parameters: z.record(z.string().max(60), z.unknown()).default({}),
    groupId: z.string().max(60).nullable().optional(),
    ...scheduleFields,
  }),
  response: queryShape,
  status: 201,
  etag: (query) => query.version,
  run: async ({ ctx, body }) => {
    const { brokers } = services();
    const { id } = await createQuery({
      ctx,
      brokers,
      input: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as typeof body,
    });
    return getQuery(ctx.database.read, ctx.scope, brokers, id);
  },
});
