import * as z from "zod";
import { runQueryWithin } from "@/lib/alerts/commands/run-query";
import { getRun } from "@/lib/alerts/queries/get-run";
import { countRuns, listRuns } from "@/lib/alerts/queries/list-runs";
import { listParams } from "@/lib/web/api/list";
import { idParams, pageOf, runShape } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

const patienceMs = 30_000;

export const GET = defineRoute({
  name: "runs.list",
  summary: "Runs of a query, newest first",
  authorize: "user",
  params: idParams,
  query: z.strictObject({ ...listParams(["-startedAt", "startedAt"]) }),
  response: pageOf(runShape),
  run: async ({ ctx, params, query }) => {
    const page = await listRuns(ctx.database.read, ctx.scope, { queryId: params.id, ...query });
    return query.count ? { ...page, total: await countRuns(ctx.database.read, ctx.scope, params.id) } : page;
  },
});

export const POST = defineRoute({
  name: "runs.create",
  summary:
    "Run a query now: 201 with the run, also when it failed; 202 with the running run after 30 s, and at once when one is under way",
  authorize: "user",
  params: idParams,
  response: runShape,
  status: 201,
  otherStatus: 202,
  run: async ({ ctx, params }) => {
    const { runId, ended } = await runQueryWithin({ ctx, brokers: services().brokers, input: params }, patienceMs);
    const run = await getRun(ctx.database.read, ctx.scope, runId);
    return Response.json(run, { status: ended ? 201 : 202 });
  },
});
