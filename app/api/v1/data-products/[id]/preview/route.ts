import * as z from "zod";
import { notFound } from "@/lib/core/errors";
import { getProductKey } from "@/lib/data-products/queries/get-product";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { previewResponse } from "@/lib/web/file-response";

export const GET = defineRoute({
  name: "dataProducts.preview",
  summary: "The preview of an image, as PNG made from its pixels alone",
  authorize: "anyone",
  params: idParams,
  response: z.unknown(),
  run: async ({ ctx, params, request }) => {
    const { previewKey } = await getProductKey(ctx.database.read, ctx.scope, params.id);
    if (previewKey === null) throw notFound("preview");
    return previewResponse(request, previewKey);
  },
});
