import { sql } from "drizzle-orm";
import * as z from "zod";
import { alongNames } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { bulkChangeRefusals } from "@/db/schema/bulk-changes";
import type { VisibleScope } from "@/lib/access/scope";
import { readCursor, writeCursor } from "@/lib/core/list-cursor";
import { type RefusedSort, type RefusedTarget, refusedTargetSchema } from "../bulk-schema";
import { getBulkChange } from "./get-bulk-change";

const refusedRow = refusedTargetSchema.extend({ seq: z.number() });

type Args = { jobId: string; limit: number; cursor?: string | undefined; sort?: RefusedSort | undefined };

/** The targets that a change of many left as they are, in the order in which they were. @throws NOT_FOUND as `getBulkChange` */
export async function listRefused(
  db: ReadDb,
  scope: VisibleScope,
  { jobId, limit, cursor, sort = "createdAt" }: Args,
): Promise<{ items: (RefusedTarget & { seq: number })[]; nextCursor: string | null }> {
  await getBulkChange(db, scope, jobId);
  const { seq, name, targetId, reason } = bulkChangeRefusals;
  const from = cursor === undefined ? null : readCursor(sort, { jobId }, cursor);
  const { behind, order, positionOf } = alongNames(name, seq, sort, from);
  const found = await db.all(sql`SELECT ${seq} AS "seq", ${targetId} AS "id", ${name} AS "name", ${reason} AS "reason"
    FROM ${bulkChangeRefusals} WHERE ${bulkChangeRefusals.jobId} = ${jobId} AND ${behind}
    ORDER BY ${order} LIMIT ${limit + 1}`);
  const items = found.slice(0, limit).map((row) => refusedRow.parse(row));
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    items,
    nextCursor: more ? writeCursor(sort, { jobId }, positionOf({ pk: last.seq, name: last.name })) : null,
  };
}
