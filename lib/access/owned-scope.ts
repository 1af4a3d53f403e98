import { type SQL, sql } from "drizzle-orm";
import type { brokerQueries, brokerRuns } from "@/db/schema/alerts";
import type { VisibleScope } from "./scope";

type Owned = typeof brokerQueries | typeof brokerRuns;

/** Queries and runs are seen by their owner, the members of their group, and administrators. */
export function ownedVisibleTo(table: Owned, scope: VisibleScope): SQL {
  if (scope.kind === "all") return sql`1 = 1`;
  if (scope.kind !== "user" || scope.userPk === null) return sql`1 = 0`;
  return sql`(${table.ownerPk} = ${scope.userPk} OR ${table.groupPk} IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk}))`;
}

/** Changed by their owner, the managers of their group, and administrators. */
export function ownedChangeableBy(table: Owned, scope: VisibleScope): SQL {
  if (scope.kind === "all") return sql`1 = 1`;
  if (scope.kind !== "user" || scope.userPk === null) return sql`1 = 0`;
  return ownedChangeableByPerson(table, sql`${scope.userPk}`);
}

/** The same for somebody who need not act herself; that she may be an administrator is not looked at. */
export const ownedChangeableByPerson = (table: Owned, userPk: SQL): SQL =>
  sql`(${table.ownerPk} = ${userPk} OR ${table.groupPk} IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${userPk} AND m.role = 'manager'))`;
