import * as z from "zod";
import { rowSorts } from "@/lib/core/row-cursor";
import { uploadProduct } from "@/lib/data-products/commands/upload-product";
import { countProducts, listProducts } from "@/lib/data-products/queries/list-products";
import { dataProductFilterShape } from "@/lib/data-products/schema";
import { dataProductShape, uploadForm } from "@/lib/web/api/data-product-shapes";
import { listParams } from "@/lib/web/api/list";
import { pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { receiveUpload } from "@/lib/web/receive-upload";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "dataProducts.list",
  summary: "Files of the targets that you see, newest first",
  authorize: "anyone",
  query: z.strictObject({
    ...dataProductFilterShape,
    ...listParams(rowSorts),
  }),
  response: pageOf(dataProductShape),
  run: async ({ ctx, query: { count, ...filter } }) => {
    const page = await listProducts(ctx.database.read, ctx.scope, filter);
    return count ? { ...page, total: await countProducts(ctx.database.read, ctx.scope, filter) } : page;
  },
});

export const POST = defineRoute({
  name: "dataProducts.upload",
  summary: "Upload a file about a target; a type that something reads is processed in the background",
  description:
    "multipart/form-data with one part `file`, the fields before or after it. The status goes from `uploaded` over `processing` to `processed` or `failed`; the rows are told by `/data-products/{id}/result`.",
  authorize: "user",
  receive: receiveUpload,
  form: uploadForm,
  response: dataProductShape,
  status: 201,
  run: async ({ ctx, received }) => {
    const limits = { quotaBytes: services().env.uploadQuotaBytes };
    const product = await uploadProduct({ ctx, input: received, limits });
    received.taken();
    return product;
  },
});
