import * as z from "zod";

/** How an alert of a run that is looked at stands in the address of what belongs to it. */
export const lookedAlert = {
  params: z.strictObject({ id: z.string().max(64) }),
  query: z.strictObject({ alert: z.string().max(200) }),
};
