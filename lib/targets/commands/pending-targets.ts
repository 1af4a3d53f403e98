import { sql } from "drizzle-orm";
import * as z from "zod";
import { type Cells, insertRows } from "@/db/insert-rows";
import { pendingTargets } from "@/db/schema/imports";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { visibleTo } from "@/lib/access/scope";
import { recordAudits } from "@/lib/audit/record";
import { letOthersWork } from "@/lib/core/let-others-work";
import { dropHeld, emitHeld, releaseHeld } from "@/lib/events/emit";
import type { Judged } from "../import/judge";
import { createdEvent, type InsertedTarget, insertTargetRows } from "./insert-targets";

/**
 * Targets in two steps: written out of sight in many small transactions, then shown in one. Until then no reader sees
 * them (`visibleTo`), their events are held back and the trail does not tell of them.
 */

type Pending = { targetPk: number; sourceRow: number; outboxPk: number };

/** Writes the targets of judged rows out of sight. The verdicts get their ids. */
export async function insertPending(tx: Tx, ctx: Context, run: string, judged: readonly Judged[]): Promise<void> {
  const made = judged.flatMap(({ verdict, placed }) => (placed === null ? [] : [{ verdict, placed }]));
  const inserted = await insertTargetRows(
    tx,
    ctx,
    made.map(({ placed }) => placed),
  );
  const outboxPks = await emitHeld(tx, ctx, inserted.map(createdEvent));
  const rows = inserted.map(({ pk, target }: InsertedTarget, index) => {
    const verdict = made[index]?.verdict;
    if (verdict) verdict.targetId = target.id;
    return { targetPk: pk, sourceRow: verdict?.row ?? 0, outboxPk: outboxPks[index] ?? -1 };
  });
  const cells: Cells<Pending> = [
    [pendingTargets.targetPk.name, (row) => row.targetPk],
    [pendingTargets.run.name, () => run],
    [pendingTargets.sourceRow.name, (row) => row.sourceRow],
    [pendingTargets.outboxPk.name, (row) => row.outboxPk],
  ];
  await insertRows(tx, pendingTargets, cells, rows);
}

const keysRow = z.object({ targetPks: z.string(), outboxPks: z.string(), last: z.number().nullable() });
const numbers = z.array(z.number());

type Keys = { targetPks: number[]; outboxPks: number[]; last: number };

/** Keys of the next pending targets, of one run or of all; null when there are no more. */
async function nextPending(tx: Tx, run: string | null, after: number, limit: number): Promise<Keys | null> {
  const [row] = await tx.all(sql`
    SELECT json_group_array(target_pk) AS "targetPks", json_group_array(outbox_pk) AS "outboxPks", max(target_pk) AS "last"
    FROM (SELECT target_pk, outbox_pk FROM pending_targets WHERE target_pk > ${after}
      AND ${run === null ? sql`1 = 1` : sql`run = ${run}`} ORDER BY target_pk LIMIT ${limit})`);
  const { targetPks, outboxPks, last } = keysRow.parse(row);
  if (last === null) return null;
  return { targetPks: numbers.parse(JSON.parse(targetPks)), outboxPks: numbers.parse(JSON.parse(outboxPks)), last };
}

/** Targets of one statement when they come into sight: a few milliseconds. */
const shownAtOnce = 1000;
/** Targets of one transaction when they are given up. */
const droppedAtOnce = 250;

/** Brings all pending targets of a run into sight, with their events and the trail. The others wait for the commit. */
export async function showPending(tx: Tx, ctx: Context, run: string): Promise<void> {
  let keys: Keys | null = null;
  do {
    keys = await nextPending(tx, run, keys?.last ?? 0, shownAtOnce);
    if (keys === null) break;
    const created = await namesOf(tx, keys.targetPks);
    const told = { verb: "target.create", objectType: "target" };
    await recordAudits(
      tx,
      ctx,
      created.map(({ id, name }) => ({ ...told, objectId: id, targetId: id, summary: `Created ${name}` })),
    );
    await releaseHeld(tx, keys.outboxPks);
    // The gate is ours, the loop is not: requests that only read are served meanwhile.
    await letOthersWork();
  } while (keys !== null);
  await tx.run(sql`DELETE FROM pending_targets WHERE run = ${run}`);
}

const namedRow = z.object({ named: z.string() });
const named = z.array(z.object({ id: z.string(), name: z.string() }));

async function namesOf(tx: Tx, pks: readonly number[]): Promise<z.infer<typeof named>> {
  const [row] = await tx.all(sql`SELECT json_group_array(json_object('id', t.id, 'name', t.name)) AS "named"
    FROM json_each(${JSON.stringify(pks)}) k CROSS JOIN targets t ON t.pk = k.value`);
  return named.parse(JSON.parse(namedRow.parse(row).named));
}

/** Forgets pending targets as if they had never been. */
export async function dropPending(
  tx: Tx,
  keys: { targetPks: readonly number[]; outboxPks: readonly number[] },
): Promise<void> {
  const pks = sql`(SELECT value FROM json_each(${JSON.stringify(keys.targetPks)}))`;
  await dropHeld(tx, keys.outboxPks);
  await tx.run(sql`DELETE FROM target_search WHERE rowid IN ${pks}`);
  await tx.run(sql`DELETE FROM targets WHERE pk IN ${pks}`);
}

/**
 * Forgets what a run left behind, in small transactions. Null: what any run left; for when none is under way, and then
 * none that is late writes again (each part asks whether its run still goes on).
 */
export async function dropRun(ctx: Context, run: string | null): Promise<void> {
  const dropSome = async (tx: Tx): Promise<boolean> => {
    const keys = await nextPending(tx, run, 0, droppedAtOnce);
    if (keys !== null) await dropPending(tx, keys);
    return keys !== null;
  };
  while (await ctx.database.write(dropSome)) await letOthersWork();
}

export type Latecomer = { targetPk: number; outboxPk: number; sourceRow: number; holderId: string; holderName: string };

const latecomerRow = z.object({
  targetPk: z.number(),
  outboxPk: z.number(),
  sourceRow: z.number(),
  holderId: z.string(),
  holderName: z.string(),
});

/** Pending targets whose name somebody else took, visibly to the person, after the rows were judged. */
export async function findLatecomers(tx: Tx, ctx: Context, run: string, sinceNamePk: number): Promise<Latecomer[]> {
  const rows = await tx.all(sql`
    SELECT p.target_pk AS "targetPk", p.outbox_pk AS "outboxPk", p.source_row AS "sourceRow",
      ${targets.id} AS "holderId", ${targets.name} AS "holderName"
    FROM target_names n CROSS JOIN targets ON ${targets.pk} = n.target_pk
      CROSS JOIN target_names m INDEXED BY target_names_key ON m.name_key = n.name_key
      CROSS JOIN pending_targets p ON p.target_pk = m.target_pk AND p.run = ${run}
    WHERE n.pk > ${sinceNamePk} AND ${visibleTo(ctx.scope)}
    GROUP BY p.target_pk`);
  return rows.map((row) => latecomerRow.parse(row));
}

const highestRow = z.object({ pk: z.number() });

/** Names that are given from now on are higher. */
export async function highestNamePk(ctx: Context): Promise<number> {
  const [row] = await ctx.database.read.all(sql`SELECT coalesce(max(pk), 0) AS "pk" FROM target_names`);
  return highestRow.parse(row).pk;
}
