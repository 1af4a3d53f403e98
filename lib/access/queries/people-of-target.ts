import { sql } from "drizzle-orm";
import * as z from "zod";
import type { ReadDb } from "@/db/client";
import { targets } from "@/db/schema/targets";
import { seesEveryGroup, type VisibleScope, visibleTo } from "../scope";

export type PersonOfTarget = {
  username: string;
  email: string;
  /** Names of the groups that she has the target by, as far as the reader may know of them. */
  groups: string[];
};

const row = z.object({ username: z.string(), email: z.string(), groups: z.string() });

/**
 * People whom a target is shared with, by group or by name, and who can be written to: not administrators as such, no
 * disabled and no service accounts, nobody who switched mail off. Nobody where the target is gone or not visible, or the reader has not signed in.
 */
export async function peopleOfTarget(
  db: Pick<ReadDb, "all">,
  scope: VisibleScope,
  targetId: string,
): Promise<PersonOfTarget[]> {
  if (scope.kind === "anonymous") return [];
  const known = seesEveryGroup(scope)
    ? sql`1 = 1`
    : sql`gr.pk IN (SELECT own.group_pk FROM memberships own WHERE own.user_pk = ${scope.userPk ?? -1})`;
  const rows = await db.all(sql`
    SELECT u.username, u.email, json_group_array(gr.name ORDER BY gr.name_key) FILTER (WHERE gr.pk IS NOT NULL AND ${known}) AS groups
    FROM targets
    JOIN target_grants g ON g.target_pk = ${targets.pk}
    LEFT JOIN groups gr ON g.principal_kind = 'group' AND gr.pk = g.principal_pk
    LEFT JOIN memberships m ON m.group_pk = gr.pk
    JOIN users u ON u.pk = CASE g.principal_kind WHEN 'group' THEN m.user_pk ELSE g.principal_pk END
    WHERE ${targets.id} = ${targetId} AND ${visibleTo(scope)}
      AND u.disabled_at IS NULL AND u.is_service = 0 AND u.mail_notifications = 1 AND u.email IS NOT NULL AND u.email <> ''
    GROUP BY u.pk ORDER BY u.username_key LIMIT 1000`);
  return rows.map((one) => {
    const { groups, ...person } = row.parse(one);
    return { ...person, groups: z.array(z.string()).parse(JSON.parse(groups)) };
  });
}
