import { sql } from "drizzle-orm";
import * as z from "zod";
import { bulkChangePieces, bulkChanges } from "@/db/schema/bulk-changes";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { visibleTo } from "@/lib/access/scope";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { counted } from "@/lib/core/counted";
import { TomError } from "@/lib/core/errors";
import { letOthersWork } from "@/lib/core/let-others-work";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { type BulkOutcome, type BulkReport, type BulkSpec, bulkAtOnceMax, bulkSpecInput } from "../bulk-schema";
import { changeMany } from "../jobs/change-many-spec";
import type { TargetFilter } from "../list-schema";
import { everyKey } from "../queries/list-targets";
import { bulkChangeOf } from "./bulk-kinds";
import { type BulkPart, changePart } from "./bulk-part";
import { parseInput } from "./parse-input";

/** Rows that were ticked, or all that a filter selects. */
export type BulkSelection = { ids: readonly string[] } | { filter: TargetFilter };

const idsMax = 10_000;
const namesTold = 5;
const pieceSize = 1_000;
/** Targets of one transaction, a few milliseconds long: between two of them others read and write. */
const partSize = 50;

type Chosen = { pks: number[]; notFound: number; chosenAt: string };

/**
 * Changes many targets: those that are chosen now, each with its own rights, trail and event, in small transactions. Up to
 * 200 while one waits; more by a job, which goes on after a restart and tells how far it is.
 * @throws LIMIT_EXCEEDED for more than 10,000 ids, INVALID_INPUT for a filter or a change that is not right
 */
export async function changeTargets({
  ctx,
  input,
}: {
  ctx: Context;
  input: { selection: BulkSelection; change: z.input<typeof bulkSpecInput> };
}): Promise<BulkOutcome> {
  requireWriter(ctx.actor);
  const spec = parseInput(bulkSpecInput, input.change);
  const chosen = await choose(ctx, input.selection);
  return chosen.pks.length > bulkAtOnceMax ? startJob(ctx, spec, chosen) : changeNow(ctx, spec, chosen);
}

async function changeNow(ctx: Context, spec: BulkSpec, { pks, notFound, chosenAt }: Chosen): Promise<BulkOutcome> {
  const change = bulkChangeOf(spec);
  const report: BulkReport = { changed: 0, unchanged: 0, refused: 0, refusedNames: [], notFound };
  for (const part of partsOf(pks, chosenAt)) {
    const done = await ctx.database.write((tx) => changePart(tx, ctx, part, change));
    report.changed += done.changed;
    report.unchanged += done.unchanged;
    report.refused += done.refused.length;
    report.notFound += done.notFound;
    for (const { name, reason } of done.refused.slice(0, namesTold - report.refusedNames.length)) {
      report.refusedNames.push(`${name}: ${reason}`);
    }
    await letOthersWork();
  }
  return { jobId: null, ...report };
}

function* partsOf(pks: readonly number[], chosenAt: string): Generator<BulkPart> {
  for (let from = 0; from < pks.length; from += partSize) {
    yield { pks: pks.slice(from, from + partSize), chosenAt };
  }
}

/** What was chosen is kept with the job, so that what comes to fit the filter later is left, and what no longer does is not. */
async function startJob(ctx: Context, spec: BulkSpec, { pks, notFound, chosenAt }: Chosen): Promise<BulkOutcome> {
  const total = pks.length;
  const jobId = await ctx.database.write(async (tx) => {
    const id = await enqueueJob(tx, ctx, changeMany, {});
    await tx.insert(bulkChanges).values({ jobId: id, change: spec, chosenAt, total, notFound });
    for (let seq = 0; seq * pieceSize < pks.length; seq += 1) {
      await tx.insert(bulkChangePieces).values({
        jobId: id,
        seq,
        keys: pks.slice(seq * pieceSize, (seq + 1) * pieceSize),
      });
    }
    const summary = `Started a change of ${counted(total, "target")}`;
    await recordAudit(tx, ctx, { verb: "target.changeMany", objectType: "bulkChange", objectId: id, summary });
    return id;
  });
  return { jobId, total };
}

async function choose(ctx: Context, selection: BulkSelection): Promise<Chosen> {
  const chosenAt = nowIso(ctx.clock);
  const found = await ("ids" in selection ? ofIds(ctx, selection.ids) : ofFilter(ctx, selection.filter));
  return { ...found, chosenAt };
}

const idRow = z.object({ pk: z.number() });

async function ofIds(ctx: Context, given: readonly string[]): Promise<Omit<Chosen, "chosenAt">> {
  const ids = [...new Set(given)];
  if (ids.length > idsMax) {
    throw new TomError(
      "LIMIT_EXCEEDED",
      `That is more than ${idsMax.toLocaleString("en")} ids: give a filter instead.`,
    );
  }
  const rows = await ctx.database.read.all(sql`SELECT ${targets.pk} AS "pk" FROM targets
    WHERE ${targets.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND ${visibleTo(ctx.scope)}`);
  return { pks: rows.map((row) => idRow.parse(row).pk), notFound: ids.length - rows.length };
}

const keysAtOnce = 10_000;

async function ofFilter(ctx: Context, filter: TargetFilter): Promise<Omit<Chosen, "chosenAt">> {
  const pks: number[] = [];
  const pages = everyKey(ctx.database.read, ctx.scope, { filter, now: ctx.clock.now(), pageSize: keysAtOnce });
  for await (const page of pages) for (const pk of page) pks.push(pk);
  return { pks, notFound: 0 };
}
