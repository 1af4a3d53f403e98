import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { VisibleScope } from "./scope";

/** Their columns, under whichever name the statement has the table. */
type OwnedQuery = { ownerPk: SQLWrapper; groupPk: SQLWrapper };
export type OwnedRun = OwnedQuery & { askedByPk: SQLWrapper };
type Owned = OwnedQuery | OwnedRun;

/**
 * Queries and runs are seen by their owner, the members of their group, and administrators. A run that another person of
 * the group asked for is the group's: its query's owner sees it as a member, and no longer than she is one.
 */
export function ownedVisibleTo(table: Owned, scope: VisibleScope): SQL {
  if (scope.kind === "all") return sql`1 = 1`;
  if (scope.kind !== "user" || scope.userPk === null) return sql`1 = 0`;
  const own = "askedByPk" in table ? ownRun(table) : sql`1 = 1`;
  return sql`((${table.ownerPk} = ${scope.userPk} AND ${own}) OR ${table.groupPk} IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk}))`;
}

/** Whether a run is its owner's own, whatever group she is in: made for no group, by her or on her query's schedule. */
export const ownRun = ({ groupPk, askedByPk, ownerPk }: OwnedRun): SQL =>
  sql`(${groupPk} IS NULL OR coalesce(${askedByPk}, ${ownerPk}) = ${ownerPk})`;

/** Whether whoever is told of a run, its group or its owner alone, may be told of another run of the same query. */
export const toldWith = (run: { groupPk: number | null }, other: OwnedRun): SQL =>
  run.groupPk === null ? ownRun(other) : sql`${other.groupPk} = ${run.groupPk}`;

/** Changed by their owner, the managers of their group, and administrators. */
export function ownedChangeableBy(table: Owned, scope: VisibleScope): SQL {
  if (scope.kind === "all") return sql`1 = 1`;
  if (scope.kind !== "user" || scope.userPk === null) return sql`1 = 0`;
  return ownedChangeableByPerson(table, sql`${scope.userPk}`);
}

/** The same for somebody who need not act herself; that she may be an administrator is not looked at. */
export const ownedChangeableByPerson = (table: Owned, userPk: SQL): SQL =>
  sql`(${table.ownerPk} = ${userPk} OR ${table.groupPk} IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${userPk} AND m.role = 'manager'))`;
