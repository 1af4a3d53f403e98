import * as z from "zod";
import { getProductKey } from "@/lib/data-products/queries/get-product";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { fileResponse } from "@/lib/web/file-response";

export const GET = defineRoute({
  name: "dataProducts.download",
  summary: "The file itself, as an attachment; one range of bytes may be asked for",
  authorize: "anyone",
  params: idParams,
  response: z.unknown(),
  run: async ({ ctx, params, request }) =>
    fileResponse(request, await getProductKey(ctx.database.read, ctx.scope, params.id)),
});
