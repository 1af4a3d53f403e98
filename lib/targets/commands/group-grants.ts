import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { targetGrants } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { nowIso } from "@/lib/core/clock";
import { invalidInput } from "@/lib/core/errors";
import type { TargetKey } from "../queries/get-target";
import type { Reader } from "../queries/read-targets";

export type UsableGroup = { pk: number; id: string; name: string };

const groupRow = z.object({ pk: z.number(), id: z.string(), name: z.string() });

/** Groups that the actor may give rights to: her own; administrators and the house: all. */
export async function listUsableGroups(db: Reader, ctx: Context): Promise<UsableGroup[]> {
  const mine =
    ctx.scope.kind === "all"
      ? sql``
      : sql`WHERE g.pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${ctx.scope.userPk ?? -1})`;
  const rows = await db.all(sql`SELECT g.pk, g.id, g.name FROM groups g ${mine} ORDER BY g.name_key`);
  return rows.map((row) => groupRow.parse(row));
}

/** The groups behind the ids. A foreign group and none at all are the same to the actor. @throws INVALID_INPUT on `groups` */
export async function usableGroups(db: Reader, ctx: Context, ids: readonly string[]): Promise<UsableGroup[]> {
  if (ids.length === 0) return [];
  const known = new Map((await listUsableGroups(db, ctx)).map((group) => [group.id, group]));
  return ids.map((id) => {
    const group = known.get(id);
    if (group === undefined) throw invalidInput({ groups: ["No such group, or you are not in it"] });
    return group;
  });
}

const grantedRow = z.object({ pk: z.number() });

async function grantedGroups(tx: Tx, targetPk: number): Promise<Set<number>> {
  const rows = await tx.all(
    sql`SELECT principal_pk AS pk FROM target_grants WHERE target_pk = ${targetPk} AND +principal_kind = 'group'`,
  );
  return new Set(rows.map((row) => grantedRow.parse(row).pk));
}

/**
 * The groups of the list get view, change and (from somebody who may delete) delete; groups that were in it and are not
 * any more lose theirs. Groups that the actor is not in are left alone, those that have rights already keep what they have.
 */
export async function replaceGroups(tx: Tx, ctx: Context, key: TargetKey, ids: readonly string[]): Promise<void> {
  const usable = await listUsableGroups(tx, ctx);
  const wanted = new Set((await usableGroups(tx, ctx, ids)).map((group) => group.pk));
  const granted = await grantedGroups(tx, key.pk);
  const dropped = usable.filter(({ pk }) => granted.has(pk) && !wanted.has(pk)).map(({ pk }) => pk);
  await removeGrants(tx, key.pk, "group", dropped);
  const added = [...wanted].filter((pk) => !granted.has(pk));
  await putGrants(
    tx,
    ctx,
    key,
    added.map((principalPk) => ({ principalKind: "group", principalPk, canChange: true, canDelete: key.canDelete })),
  );
}

export type GrantRow = { principalKind: "group" | "user"; principalPk: number; canChange: boolean; canDelete: boolean };

export async function putGrants(tx: Tx, ctx: Context, key: TargetKey, grants: readonly GrantRow[]): Promise<void> {
  if (grants.length === 0) return;
  const by = { grantedByPk: ctx.actor.kind === "user" ? ctx.actor.userPk : null, createdAt: nowIso(ctx.clock) };
  await tx
    .insert(targetGrants)
    .values(grants.map((grant) => ({ ...grant, ...by, targetPk: key.pk })))
    .onConflictDoUpdate({
      target: [targetGrants.targetPk, targetGrants.principalKind, targetGrants.principalPk],
      set: { canChange: sql`excluded.can_change`, canDelete: sql`excluded.can_delete` },
    });
}

export async function removeGrants(
  tx: Tx,
  targetPk: number,
  kind: GrantRow["principalKind"],
  pks: readonly number[],
): Promise<void> {
  if (pks.length === 0) return;
  const these = and(eq(targetGrants.targetPk, targetPk), eq(targetGrants.principalKind, kind));
  await tx.delete(targetGrants).where(and(these, inArray(targetGrants.principalPk, [...pks])));
}
