import * as z from "zod";
import { addRedshift } from "@/lib/targets/commands/target-entries";
import { listRedshifts } from "@/lib/targets/queries/list-entries";
import { redshiftInput } from "@/lib/targets/schema";
import { wholeList } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { redshiftEntryShape } from "@/lib/web/api/target-shapes";
import { defineRoute } from "@/lib/web/define-route";

const list = wholeList<z.output<typeof redshiftEntryShape>>("-date", { value: (entry) => entry.value });

export const GET = defineRoute({
  name: "targets.redshifts.list",
  summary: "Every redshift of a target, dated and attributed, newest first",
  authorize: "anyone",
  params: idParams,
  query: z.strictObject(list.params),
  response: pageOf(redshiftEntryShape),
  run: async ({ ctx, params, query }) => list.page(await listRedshifts(ctx.database.read, ctx.scope, params), query),
});

export const POST = defineRoute({
  name: "targets.redshifts.add",
  summary: "Add a redshift",
  authorize: "user",
  params: idParams,
  body: redshiftInput,
  response: redshiftEntryShape,
  status: 201,
  run: ({ ctx, params, body }) => addRedshift({ ctx, input: { ...body, id: params.id } }),
});
