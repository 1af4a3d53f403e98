import { getResult } from "@/lib/data-products/queries/get-product";
import { dataProductResultShape } from "@/lib/web/api/data-product-shapes";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "dataProducts.result",
  summary: "What became of each row of a file; 409 while there is none yet, or the file is being read again",
  authorize: "anyone",
  params: idParams,
  response: dataProductResultShape,
  run: ({ ctx, params }) => getResult(ctx.database.read, ctx.scope, params.id),
});
