import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "@/lib/access/context";
import { invalidInput } from "@/lib/core/errors";
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
