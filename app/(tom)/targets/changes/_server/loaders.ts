import * as z from "zod";
import type { RefusedTarget } from "@/lib/targets/bulk-schema";
import { type BulkChangeDto, getBulkChange } from "@/lib/targets/queries/get-bulk-change";
import { listRefused } from "@/lib/targets/queries/list-refused";
import { orFirstPage } from "@/lib/web/first-page";
import { orNotFound } from "@/lib/web/or-not-found";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>;

export type ChangePage = BulkChangeDto & {
  refused: readonly (RefusedTarget & { seq: number })[];
  /** Where this page of refused targets begins; null for the first. */
  cursor: string | null;
  nextCursor: string | null;
};

const pageSize = 100;
const search = z.object({ cursor: z.string().nullable().catch(null) });

/** A change of many targets and a page of those that it left; "not found" for everybody but its owner and administrators. */
export async function loadChange(id: string, given: Search): Promise<ChangePage> {
  const ctx = await requirePageUser();
  const { cursor } = search.parse(await given);
  const { read } = ctx.database;
  const change = await orNotFound(getBulkChange(read, ctx.scope, id));
  const { items, nextCursor } = await orFirstPage(cursor, (from) =>
    listRefused(read, ctx.scope, { jobId: id, limit: pageSize, cursor: from }),
  );
  return { ...change, refused: items, cursor, nextCursor };
}
