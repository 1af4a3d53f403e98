import * as z from "zod";
import { reprocessProduct } from "@/lib/data-products/commands/reprocess-product";
import { reprocessSchema } from "@/lib/data-products/schema";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "dataProducts.reprocess",
  summary: "Read a file again, perhaps in another time scale; the new result replaces the old one",
  authorize: "user",
  params: idParams,
  body: reprocessSchema.optional(),
  response: z.object({ id: z.string(), jobId: z.string() }),
  status: 202,
  run: ({ ctx, params, body }) => reprocessProduct({ ctx, input: { ...body, id: params.id } }),
});
