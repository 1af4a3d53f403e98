import { eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { bulkChanges } from "@/db/schema/bulk-changes";
import type { VisibleScope } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { getJob } from "@/lib/jobs/queries";
import type { JobDto } from "@/lib/jobs/types";
import { type BulkCounts, type BulkSpec, bulkSpec } from "../bulk-schema";

export type BulkChangeDto = {
  job: JobDto;
  change: BulkSpec;
  /** Targets that were chosen, and how many of them are done. */
  total: number;
  done: number;
  counts: BulkCounts;
};

/** A change of many targets as its owner and administrators see it. @throws NOT_FOUND for everybody else */
export async function getBulkChange(db: ReadDb, scope: VisibleScope, jobId: string): Promise<BulkChangeDto> {
  const job = await getJob(db, scope, jobId);
  const [row] = await db.select().from(bulkChanges).where(eq(bulkChanges.jobId, job.id)).limit(1);
  if (!row) throw notFound("change");
  const { total, done, changed, unchanged, refused, notFound: gone } = row;
  const counts = { changed, unchanged, refused, notFound: gone };
  return { job, change: bulkSpec.parse(row.change), total, done, counts };
}
