import { asc, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { pendingParts } from "@/db/schema/imports";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { visibleTo } from "@/lib/access/scope";
import { recordAudits } from "@/lib/audit/record";
import { letOthersWork } from "@/lib/core/let-others-work";
import { dropHeld, emitHeld, type PkRange, releaseHeld } from "@/lib/events/emit";
import { createdEntry, createdEvent, insertTargetRows, type PlacedTarget } from "@/lib/targets/commands/insert-targets";

/**
 * Targets in two steps: written out of sight in many small transactions, each with its trail and its events, then shown
 * in one that writes a few rows. Until then no reader sees them (`visibleTo`) and their events are held back.
 */

/** Writes targets out of sight. Answers their ids, in order. */
export async function insertPending(
  tx: Tx,
  ctx: Context,
  run: string,
  placed: readonly PlacedTarget[],
): Promise<string[]> {
  const inserted = await insertTargetRows(tx, ctx, placed);
  const [first, last] = [inserted[0], inserted.at(-1)];
  if (!first || !last) return [];
  const firstAuditPk = (await highestPk(tx, "audit")) + 1;
  await recordAudits(tx, ctx, inserted.map(createdEntry));
  const events = await emitHeld(tx, ctx, inserted.map(createdEvent));
  await tx.insert(pendingParts).values({
    run,
    firstTargetPk: first.pk,
    lastTargetPk: last.pk,
    firstOutboxPk: events.first,
    lastOutboxPk: events.last,
    firstAuditPk,
    lastAuditPk: firstAuditPk + inserted.length - 1,
  });
  return inserted.map(({ target }) => target.id);
}

/** Brings all that a run wrote into sight, with its events and the trail. */
export async function showPending(tx: Tx, run: string): Promise<void> {
  const parts = await tx
    .select({ first: pendingParts.firstOutboxPk, last: pendingParts.lastOutboxPk })
    .from(pendingParts)
    .where(eq(pendingParts.run, run))
    .orderBy(asc(pendingParts.pk));
  await releaseHeld(tx, parts);
  await tx.delete(pendingParts).where(eq(pendingParts.run, run));
}

/** Forgets what a run left behind, in small transactions: as if it had never been. */
export async function dropRun(ctx: Pick<Context, "database">, run: string): Promise<void> {
  const dropOne = async (tx: Tx): Promise<boolean> => {
    const [part] = await tx.select().from(pendingParts).where(eq(pendingParts.run, run)).limit(1);
    if (!part) return false;
    if (part.firstTargetPk !== null && part.lastTargetPk !== null) {
      await dropTargets(tx, { first: part.firstTargetPk, last: part.lastTargetPk });
    }
    await dropHeld(tx, { first: part.firstOutboxPk, last: part.lastOutboxPk });
    await dropTrail(tx, { first: part.firstAuditPk, last: part.lastAuditPk });
    await tx.delete(pendingParts).where(eq(pendingParts.pk, part.pk));
    return true;
  };
  while (await ctx.database.write(dropOne)) await letOthersWork();
}

const runRow = z.object({ run: z.string() });

/**
 * Forgets what runs left behind that nobody goes on with: whose job was cancelled, failed or is gone, or was taken over.
 * A late one of them writes nothing more, since each part asks first whether its run still goes on.
 */
export async function dropAbandoned(ctx: Pick<Context, "database">): Promise<void> {
  const rows = await ctx.database.read.all(sql`SELECT DISTINCT p.run AS "run" FROM pending_parts p
    WHERE NOT EXISTS (SELECT 1 FROM target_imports i JOIN jobs j ON j.id = i.job_id
      WHERE i.run = p.run AND j.status = 'running')`);
  for (const row of rows) await dropRun(ctx, runRow.parse(row).run);
}

async function dropTargets(tx: Tx, { first, last }: PkRange): Promise<void> {
  await tx.run(sql`DELETE FROM target_search WHERE rowid BETWEEN ${first} AND ${last}`);
  await tx.run(sql`DELETE FROM targets WHERE pk BETWEEN ${first} AND ${last}`);
}

/** The trail lets go of pending rows only. */
const dropTrail = async (tx: Tx, { first, last }: PkRange): Promise<void> =>
  void (await tx.run(sql`DELETE FROM audit WHERE pk BETWEEN ${first} AND ${last}`));

/** A pending target, and the target that came to hold one of its names. */
export type Latecomer = z.output<typeof latecomerRow>;

const latecomerRow = z.object({
  targetPk: z.number(),
  targetId: z.string(),
  outboxPk: z.number(),
  auditPk: z.number(),
  holderId: z.string(),
  holderName: z.string(),
});

/** Pending targets whose name somebody else took, visibly to the person, after the rows were judged. */
export async function findLatecomers(
  tx: Tx,
  ctx: Context,
  run: string,
  othersNames: readonly PkRange[],
): Promise<Latecomer[]> {
  if (othersNames.length === 0) return [];
  const ranges = JSON.stringify(othersNames.map(({ first, last }) => [first, last]));
  const rows = await tx.all(sql`
    SELECT m.target_pk AS "targetPk", (SELECT id FROM targets mine WHERE mine.pk = m.target_pk) AS "targetId",
      p.first_outbox_pk + m.target_pk - p.first_target_pk AS "outboxPk",
      p.first_audit_pk + m.target_pk - p.first_target_pk AS "auditPk",
      ${targets.id} AS "holderId", ${targets.name} AS "holderName"
    FROM json_each(${ranges}) range
      CROSS JOIN target_names n ON n.pk BETWEEN range.value ->> 0 AND range.value ->> 1
      CROSS JOIN targets ON ${targets.pk} = n.target_pk
      CROSS JOIN target_names m INDEXED BY target_names_key ON m.name_key = n.name_key
      CROSS JOIN pending_parts p ON p.run = ${run} AND m.target_pk BETWEEN p.first_target_pk AND p.last_target_pk
    WHERE ${visibleTo(ctx.scope)}
    GROUP BY m.target_pk`);
  return rows.map((row) => latecomerRow.parse(row));
}

/** Forgets one pending target, with its event and its row in the trail. */
export async function dropLatecomer(tx: Tx, { targetPk, outboxPk, auditPk }: Latecomer): Promise<void> {
  await dropTargets(tx, { first: targetPk, last: targetPk });
  await dropHeld(tx, { first: outboxPk, last: outboxPk });
  await dropTrail(tx, { first: auditPk, last: auditPk });
}

const highestRow = z.object({ pk: z.number() });

/** What is written from now on has higher ones. */
export async function highestPk(tx: Pick<Tx, "all">, table: "audit" | "outbox" | "target_names"): Promise<number> {
  const [row] = await tx.all(sql.raw(`SELECT coalesce(max(pk), 0) AS "pk" FROM ${table}`));
  return highestRow.parse(row).pk;
}
