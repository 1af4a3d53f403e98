import * as z from "zod";
import { deleteProduct } from "@/lib/data-products/commands/delete-product";
import { getProduct } from "@/lib/data-products/queries/get-product";
import { dataProductShape } from "@/lib/web/api/data-product-shapes";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "dataProducts.get",
  summary: "One file, without its bytes",
  authorize: "anyone",
  params: idParams,
  response: dataProductShape,
  run: ({ ctx, params }) => getProduct(ctx.database.read, ctx.scope, params.id),
});

export const DELETE = defineRoute({
  name: "dataProducts.delete",
  summary: "Delete a file with the measurements and spectra that nothing else gave",
  authorize: "user",
  params: idParams,
  response: z.null(),
  status: 204,
  run: async ({ ctx, params }) => {
    await deleteProduct({ ctx, input: params });
    return null;
  },
});
