import * as z from "zod";

/** As much of the job as is needed to ask for it. */
export const processProductSpec = {
  kind: "dataProducts.process",
  payload: z.strictObject({ productId: z.string().max(60), processing: z.number().int() }),
} as const;
