import * as z from "zod";

const count = z.number().int();

/** What a job that fetched light curves answers. */
export const fetchedSchema = z.object({
  inserted: count,
  unchanged: count,
  revised: count,
  /** Rows of the broker that could not be read. */
  unread: count,
  /** How old the broker's oldest answer was, where it was one that is kept for a while; 0: asked anew. */
  ageMs: z.number(),
  /** How many targets were fetched; the others failed. */
  targets: count,
  failed: z.array(z.object({ targetId: z.string(), message: z.string() })),
});

export type Fetched = z.infer<typeof fetchedSchema>;
