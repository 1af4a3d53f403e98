"use server";

import { deleteProduct } from "@/lib/data-products/commands/delete-product";
import { reprocessProduct } from "@/lib/data-products/commands/reprocess-product";
import { productIdSchema, reprocessActionSchema } from "@/lib/data-products/schema";
import { defineAction } from "@/lib/web/define-action";

export const deleteProductAction = defineAction({
  name: "dataProducts.delete",
  authorize: "user",
  input: productIdSchema,
  run: ({ ctx, input }) => deleteProduct({ ctx, input }),
});

export const reprocessProductAction = defineAction({
  name: "dataProducts.reprocess",
  authorize: "user",
  input: reprocessActionSchema,
  run: ({ ctx, input }) => reprocessProduct({ ctx, input }),
});
