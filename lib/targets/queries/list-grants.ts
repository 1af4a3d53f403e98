import { sql } from "drizzle-orm";
import * as z from "zod";
import type { VisibleScope } from "@/lib/access/scope";
import { TomError } from "@/lib/core/errors";
import type { TargetGrants } from "../types";
import { getTargetKey } from "./get-target";
import { flagged, type Reader } from "./read-targets";

const groupRow = z.object({ id: z.string(), name: z.string(), canChange: flagged, canDelete: flagged });
const personRow = z.object({ username: z.string(), canChange: flagged, canDelete: flagged, isCreator: flagged });

/** The grants that `setGrants` would replace, for those who may change the target. @throws NOT_FOUND, FORBIDDEN */
export async function listGrants(db: Reader, scope: VisibleScope, args: { id: string }): Promise<TargetGrants> {
  const key = await getTargetKey(db, scope, args);
  if (!key.canChange) throw new TomError("FORBIDDEN", "Only who may change a target sees how its rights are set.");
  const mine =
    scope.kind === "all"
      ? sql``
      : sql`AND +t.principal_pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk ?? -1})`;
  const groups = await db.all(sql`
    SELECT g.id, g.name, t.can_change AS "canChange", t.can_delete AS "canDelete"
    FROM target_grants t JOIN groups g ON g.pk = t.principal_pk
    WHERE t.target_pk = ${key.pk} AND +t.principal_kind = 'group' ${mine} ORDER BY g.name_key`);
  const people = await db.all(sql`
    SELECT u.username, t.can_change AS "canChange", t.can_delete AS "canDelete", t.is_creator AS "isCreator"
    FROM target_grants t JOIN users u ON u.pk = t.principal_pk
    WHERE t.target_pk = ${key.pk} AND +t.principal_kind = 'user' ORDER BY u.username_key`);
  return { groups: groups.map((row) => groupRow.parse(row)), people: people.map((row) => personRow.parse(row)) };
}
