import * as z from "zod";
import type { RefusedTarget } from "@/lib/targets/bulk-schema";
import { type BulkChangeDto, getBulkChange, listRefused } from "@/lib/targets/queries/get-bulk-change";
import { orNotFound } from "@/lib/web/or-not-found";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>;

export type ChangePage = BulkChangeDto & {
  refused: readonly (RefusedTarget & { seq: number })[];
  /** Number behind which this page of refused targets begins; null for the first. */
  after: number | null;
  nextCursor: string | null;
};

const pageSize = 100;
const search = z.object({ after: z.coerce.number().int().positive().nullable().catch(null) });

/** A change of many targets and a page of those that it left; "not found" for everybody but its owner and administrators. */
export async function loadChange(id: string, given: Search): Promise<ChangePage> {
  const ctx = await requirePageUser();
  const { after } = search.parse(await given);
  const { read } = ctx.database;
  const change = await orNotFound(getBulkChange(read, ctx.scope, id));
  const args = { jobId: id, after: after ?? undefined, limit: pageSize };
  const { items, nextCursor } = await listRefused(read, ctx.scope, args);
  return { ...change, refused: items, after, nextCursor };
}
