import { sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { usernameKey } from "@/lib/access/names";
import { changeableBy, visibleTo } from "@/lib/access/scope";
import { invalidInput, TomError } from "@/lib/core/errors";
import type { TargetKey } from "../queries/get-target";
import { type GrantsInput, grantsInput } from "../schema";
import type { TargetDto } from "../types";
import { changeTarget } from "./change-target";
import { type GrantRow, listUsableGroups, putGrants, removeGrants, usableGroups } from "./group-grants";
import { parseInput } from "./parse-input";

type Parsed = z.output<typeof grantsInput>;

const grantRow = z.object({
  kind: z.enum(["group", "user"]),
  principalPk: z.number(),
  canChange: z.number(),
  canDelete: z.number(),
  isCreator: z.number(),
});
type Held = z.infer<typeof grantRow>;

/**
 * Who beyond the visibility may see, change or delete. Replaces the grants that the actor can see: those of her groups
 * and of people; grants of other groups and the creator's own stay. Nobody gives a right that she lacks.
 * @throws INVALID_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT (stale version)
 */
export async function setGrants({
  ctx,
  input: { id, ...rest },
}: {
  ctx: Context;
  input: GrantsInput & { id: string };
}): Promise<TargetDto> {
  const input = parseInput(grantsInput, rest);
  return changeTarget(ctx, {
    verb: "target.setGrants",
    id,
    version: input.version,
    async apply(tx, key) {
      const held = await listHeld(tx, key.pk);
      const usable = new Set((await listUsableGroups(tx, ctx)).map(({ pk }) => pk));
      const replaceable = held.filter((one) =>
        one.kind === "group" ? usable.has(one.principalPk) : one.isCreator === 0,
      );
      const creators = new Set(held.filter((one) => one.isCreator === 1).map((one) => one.principalPk));
      const wanted = (await wantedGrants(tx, ctx, input, held)).filter(
        (one) => one.principalKind === "group" || !creators.has(one.principalPk),
      );
      refuseEscalation(key, wanted, held);
      const before = replaceable.map(words).sort();
      const after = wanted.map((one) => words({ ...one, kind: one.principalKind })).sort();
      if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
      await replace(tx, ctx, key, replaceable, wanted);
      await refuseLockOut(tx, ctx, key);
      return { grants: [before, after] };
    },
  });
}

async function listHeld(tx: Tx, pk: number): Promise<Held[]> {
  const rows = await tx.all(sql`SELECT principal_kind AS kind, principal_pk AS "principalPk", can_change AS "canChange",
    can_delete AS "canDelete", is_creator AS "isCreator" FROM target_grants WHERE target_pk = ${pk}`);
  return rows.map((row) => grantRow.parse(row));
}

/** A grant as the trail keeps it: principals by row, since names change. */
const words = (grant: {
  kind: string;
  principalPk: number;
  canChange: boolean | number;
  canDelete: boolean | number;
}): string =>
  `${grant.kind} ${grant.principalPk}${grant.canChange ? " change" : ""}${grant.canDelete ? " delete" : ""}`;

async function wantedGrants(tx: Tx, ctx: Context, input: Parsed, held: readonly Held[]): Promise<GrantRow[]> {
  const groups = await usableGroups(
    tx,
    ctx,
    input.groups.map(({ id }) => id),
  );
  const people = await findPeople(
    tx,
    input.people.map(({ username }) => username),
    held.filter((one) => one.kind === "user").map((one) => one.principalPk),
  );
  return [
    ...input.groups.flatMap(({ canChange, canDelete }, index) => {
      const group = groups[index];
      return group ? [{ principalKind: "group" as const, principalPk: group.pk, canChange, canDelete }] : [];
    }),
    ...input.people.flatMap(({ canChange, canDelete }, index) => {
      const principalPk = people[index];
      return principalPk === undefined ? [] : [{ principalKind: "user" as const, principalPk, canChange, canDelete }];
    }),
  ];
}

const userRow = z.object({ pk: z.number(), key: z.string() });

/** Locked and service accounts cannot be let in, which is told like a name that nobody has; who is in already may stay. */
async function findPeople(tx: Tx, usernames: readonly string[], inside: readonly number[]): Promise<number[]> {
  const keys = usernames.map(usernameKey);
  const rows = await tx.all(sql`SELECT u.pk, u.username_key AS key FROM users u
    WHERE u.username_key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))
      AND ((u.disabled_at IS NULL AND u.is_service = 0) OR u.pk IN (SELECT value FROM json_each(${JSON.stringify(inside)})))`);
  const known = new Map(rows.map((row) => userRow.parse(row)).map(({ pk, key }) => [key, pk]));
  return keys.map((key, index) => {
    const pk = known.get(key);
    if (pk === undefined)
      throw invalidInput({ [`people.${index}.username`]: ["There is nobody of this name who could be let in"] });
    return pk;
  });
}

function refuseEscalation(key: TargetKey, wanted: readonly GrantRow[], held: readonly Held[]): void {
  if (key.canDelete) return;
  const had = new Set(held.filter((one) => one.canDelete === 1).map((one) => `${one.kind} ${one.principalPk}`));
  if (wanted.some((one) => one.canDelete && !had.has(`${one.principalKind} ${one.principalPk}`))) {
    throw new TomError("FORBIDDEN", "You may not delete this target, so you cannot let others delete it.");
  }
}

/** Rights that one has given away cannot be taken back by oneself. */
async function refuseLockOut(tx: Tx, ctx: Context, key: TargetKey): Promise<void> {
  const [left] = await tx.all(
    sql`SELECT 1 FROM targets WHERE ${targets.pk} = ${key.pk} AND ${visibleTo(ctx.scope)} AND ${changeableBy(ctx.scope)}`,
  );
  if (left === undefined)
    throw invalidInput({ people: ["You would lock yourself out: keep a right to change for yourself"] });
}

async function replace(
  tx: Tx,
  ctx: Context,
  key: TargetKey,
  replaceable: readonly Held[],
  wanted: readonly GrantRow[],
): Promise<void> {
  for (const kind of ["group", "user"] as const) {
    const kept = new Set(wanted.filter((one) => one.principalKind === kind).map((one) => one.principalPk));
    const gone = replaceable.filter((one) => one.kind === kind && !kept.has(one.principalPk));
    await removeGrants(
      tx,
      key.pk,
      kind,
      gone.map((one) => one.principalPk),
    );
  }
  await putGrants(tx, ctx, key, wanted);
}
