import { type SQL, sql } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import type { Actor } from "@/lib/core/actor";

declare const minted: unique symbol;

/**
 * What a reader may see, as a type: a query takes one, and only the functions below make one. Reads without a gate in
 * front of them do not compile.
 */
export type VisibleScope = {
  readonly kind: "all" | "one" | "readers" | "user" | "group" | "anonymous" | "none";
  readonly userPk: number | null;
  /** The one target, or the one whose readers are meant; null for every other kind. */
  readonly targetId: string | null;
  /** The group whose rights alone count; null for every other kind. */
  readonly groupPk: number | null;
} & {
  readonly [minted]: true;
};

type Only = { targetId?: string; groupPk?: number };
const mint = (kind: VisibleScope["kind"], userPk: number | null, only: Only = {}): VisibleScope =>
  ({ kind, userPk, targetId: only.targetId ?? null, groupPk: only.groupPk ?? null }) as VisibleScope;

function scopeOf(actor: Actor, anonymousMayRead: boolean): VisibleScope {
  if (actor.kind === "user") return actor.role === "admin" ? mint("all", actor.userPk) : mint("user", actor.userPk);
  return anonymousMayRead ? mint("anonymous", null) : mint("none", null);
}

/** For the session gate (pages and actions). */
export const sessionScope = (actor: Exclude<Actor, { kind: "system" }>, anonymousMayRead: boolean): VisibleScope =>
  scopeOf(actor, anonymousMayRead);

/** For the API-token gate. */
export const tokenScope = (actor: Extract<Actor, { kind: "user" }>): VisibleScope => scopeOf(actor, false);

/** For work that nobody asked for in person; `job` names it in the audit trail. */
export const systemScope = (_job: string): VisibleScope => mint("all", null);

/** For work of the house that is about one target, and needs no other; null = about none. */
export const oneTargetScope = (_job: string, targetId: string | null): VisibleScope =>
  targetId === null ? mint("none", null) : mint("one", null, { targetId });

/** For work of the house that needs no more than everybody sees. */
export const openScope = (_job: string): VisibleScope => mint("anonymous", null);

/** For work in a person's name that a group is shown: no more than its members see as such, whatever that person sees. */
export const groupScope = (_job: string, groupPk: number): VisibleScope => mint("group", null, { groupPk });

/**
 * What all who see a target see besides: for what is told to all of them, such as that a name which a service gave is taken.
 * Administrators, who see everything, do not count.
 */
export const readersScope = (_job: string, targetId: string): VisibleScope => mint("readers", null, { targetId });

/** Whether a reader is told of every group that a target is shared with, and not only of her own. */
export const seesEveryGroup = (scope: VisibleScope): boolean => scope.kind === "all" || scope.kind === "one";

const grantOf = (userPk: number, right: SQL): SQL => sql`EXISTS (
  SELECT 1 FROM target_grants g
  WHERE g.target_pk = ${targets.pk} AND ${right} AND (
    (g.principal_kind = 'user' AND g.principal_pk = ${userPk})
    OR (g.principal_kind = 'group' AND g.principal_pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${userPk}))
  ))`;

const grantOfGroup = (groupPk: number, right: SQL): SQL => sql`EXISTS (
  SELECT 1 FROM target_grants g WHERE g.target_pk = ${targets.pk} AND ${right}
    AND g.principal_kind = 'group' AND g.principal_pk = ${groupPk})`;

/** Whether each right on the target `id` comes with one on the row's target. */
const grantsOfAllReaders = (id: string): SQL => sql`NOT EXISTS (
  SELECT 1 FROM targets told JOIN target_grants r ON r.target_pk = told.pk
  WHERE told.id = ${id} AND NOT EXISTS (
    SELECT 1 FROM target_grants g WHERE g.target_pk = ${targets.pk} AND (
      (g.principal_kind = r.principal_kind AND g.principal_pk = r.principal_pk)
      OR (g.principal_kind = 'group' AND r.principal_kind = 'user'
        AND g.principal_pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = r.principal_pk))))
  AND NOT (r.principal_kind = 'user' AND r.principal_pk IN (SELECT u.pk FROM users u WHERE u.role = 'admin')))`;

/**
 * What an import is still writing does not exist, for administrators and the house neither, until all of it does. Where
 * none is under way this is one comparison a row.
 */
const published = sql`(+${targets.pk} < coalesce((SELECT min(first_target_pk) FROM pending_parts), 9223372036854775807)
  OR coalesce((SELECT p.last_target_pk FROM pending_parts p WHERE p.first_target_pk <= ${targets.pk}
    ORDER BY p.first_target_pk DESC LIMIT 1), -1) < ${targets.pk})`;

/**
 * The one predicate. It stands in the WHERE clause of every read of targets and of what hangs on them; the query
 * must have `targets` (not aliased) in FROM.
 */
export function visibleTo(scope: VisibleScope): SQL {
  switch (scope.kind) {
    case "all":
      return published;
    case "none":
      return sql`1 = 0`;
    case "one":
      return sql`${targets.id} = ${scope.targetId}`;
    case "readers":
      return sql`((${targets.visibility} = 'open' OR EXISTS (SELECT 1 FROM targets told WHERE told.id = ${scope.targetId}
        AND ((${targets.visibility} = 'public' AND told.visibility <> 'open')
          OR (told.visibility = 'private' AND ${grantsOfAllReaders(scope.targetId ?? "")})))) AND ${published})`;
    case "anonymous":
      return sql`(${targets.visibility} = 'open' AND ${published})`;
    case "group":
      return sql`((${targets.visibility} <> 'private' OR ${grantOfGroup(scope.groupPk ?? -1, sql`1 = 1`)}) AND ${published})`;
    case "user":
      return sql`((${targets.visibility} <> 'private' OR ${grantOf(scope.userPk ?? -1, sql`1 = 1`)}) AND ${published})`;
  }
}

/** Who may change a target: administrators, and those with a grant that says so. Open and public give view only. */
export const changeableBy = (scope: VisibleScope): SQL => rightOn(scope, sql`g.can_change = 1`);

export const deletableBy = (scope: VisibleScope): SQL => rightOn(scope, sql`g.can_delete = 1`);

function rightOn(scope: VisibleScope, right: SQL): SQL {
  if (scope.kind === "all") return sql`1 = 1`;
  if (scope.kind === "one") return sql`${targets.id} = ${scope.targetId}`;
  if (scope.kind === "group") return grantOfGroup(scope.groupPk ?? -1, right);
  if (scope.kind !== "user") return sql`1 = 0`;
  return grantOf(scope.userPk ?? -1, right);
}
