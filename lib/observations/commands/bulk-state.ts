import { sql } from "drizzle-orm";
import type * as z from "zod";
import { observationRecords } from "@/db/schema/observations";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { visibleTo } from "@/lib/access/scope";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import { parseInput } from "@/lib/targets/commands/parse-input";
import { readRecordRows } from "../queries/read-observations";
import { bulkStateInput } from "../schema";
import type { BulkStateReport } from "../types";
import { type RecordChange, writeChanges } from "./write-records";

/** One transaction each: others write between them. */
const perTransaction = 100;
const namesTold = 5;

/**
 * Brings many records to one state, each with its own history, audit row and event, as if it were changed alone. Parts of
 * 100 are committed one after the other; done again, it changes only what is left.
 * @throws INVALID_INPUT
 */
export async function bulkChangeState({
  ctx,
  facilities,
  input,
}: {
  ctx: Context;
  facilities: FacilityRegistry;
  input: z.input<typeof bulkStateInput>;
}): Promise<BulkStateReport> {
  requireWriter(ctx.actor);
  const { ids: given, status } = parseInput(bulkStateInput, input);
  const ids = [...new Set(given)];
  const rows = await ctx.database.read
    .select({ pk: observationRecords.pk })
    .from(observationRecords)
    .innerJoin(targets, sql`${targets.pk} = ${observationRecords.targetPk}`)
    .where(
      sql`${observationRecords.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND ${visibleTo(ctx.scope)}`,
    );
  const pks = rows.map((row) => row.pk).sort((one, other) => one - other);
  const total: BulkStateReport = {
    changed: 0,
    unchanged: 0,
    refused: 0,
    refusedNames: [],
    notFound: ids.length - pks.length,
  };
  for (let from = 0; from < pks.length; from += perTransaction) {
    const part = pks.slice(from, from + perTransaction);
    const done = await ctx.database.write((tx) => changePart(tx, ctx, facilities, part, status));
    total.changed += done.changed;
    total.unchanged += done.unchanged;
    total.refused += done.refused.length;
    total.refusedNames = [...total.refusedNames, ...done.refused].slice(0, namesTold);
    total.notFound += part.length - done.seen;
  }
  return total;
}

async function changePart(
  tx: Tx,
  ctx: Context,
  facilities: FacilityRegistry,
  part: readonly number[],
  status: string,
): Promise<{ changed: number; unchanged: number; refused: string[]; seen: number }> {
  const rows = await readRecordRows(tx, ctx.scope, part);
  const refused: string[] = [];
  const changes: RecordChange[] = [];
  for (const row of rows) {
    const facility = facilities.find(row.record.facilityId);
    if (!row.mayChange) refused.push(`${row.targetName}: not yours to change`);
    else if (!facility?.knowsStatus(status)) {
      refused.push(`${row.targetName}: ${facility?.manifest.name ?? row.record.facilityId} has no state ${status}`);
    } else changes.push({ row, set: { status } });
  }
  const how = { verb: "observation.update", source: "bulk" } as const;
  const changed = (await writeChanges(tx, ctx, facilities, changes, how)).length;
  return { changed, unchanged: changes.length - changed, refused, seen: rows.length };
}
