import { eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import * as z from "zod";
import type { ReadDb } from "@/db/client";
import { brokerQueries, type brokerRuns } from "@/db/schema/alerts";
import { ownedChangeableByPerson } from "@/lib/access/owned-scope";
import type { QueryRule } from "../schema";

/**
 * How whoever stands behind a query's rule stands to its group and its query, for `readRuleAuthor`. The statement has
 * the query in FROM.
 */
export const ruleAuthor = (authorPk: SQLWrapper, groupId: SQL): SQL<string | null> => sql<string | null>`(
  SELECT json_object('pk', ra.pk, 'username', ra.username, 'isDisabled', ra.disabled_at IS NOT NULL,
    'hasGroup', EXISTS (SELECT 1 FROM groups rg WHERE rg.id = ${groupId}),
    'isInGroup', ra.role = 'admin' OR EXISTS (SELECT 1 FROM memberships rm JOIN groups rg ON rg.pk = rm.group_pk
      WHERE rm.user_pk = ra.pk AND rg.id = ${groupId}),
    'mayChange', ra.role = 'admin' OR ${ownedChangeableByPerson(brokerQueries, sql`ra.pk`)})
  FROM users ra WHERE ra.pk = ${authorPk})`;

const flag = z.number().transform((one) => one === 1);
const authorRow = z.object({
  pk: z.number(),
  username: z.string(),
  isDisabled: flag,
  hasGroup: flag,
  isInGroup: flag,
  mayChange: flag,
});

export type RuleAuthor = {
  /** Null when the account is gone. */
  author: { pk: number; username: string; mayChange: boolean } | null;
  /** Why the rule cannot act in that name, in a sentence for all who see the query; null when it can. */
  stopped: string | null;
};

export function readRuleAuthor(stored: string | null): RuleAuthor {
  if (stored === null) return { author: null, stopped: "The account of whoever set its rule is gone." };
  const { isDisabled, hasGroup, isInGroup, ...author } = authorRow.parse(JSON.parse(stored));
  const { username, mayChange } = author;
  if (isDisabled) return { author, stopped: `The account of ${username}, who set its rule, is disabled.` };
  if (!hasGroup) return { author, stopped: "The group that its rule makes targets for is gone." };
  if (!isInGroup) return { author, stopped: `${username}, who set its rule, is no longer in the rule's group.` };
  return { author, stopped: mayChange ? null : `${username}, who set its rule, may no longer change the query.` };
}

type OfRun = Pick<typeof brokerRuns.$inferSelect, "queryPk" | "ruleAuthorPk">;

/** Why the rule of a run cannot act now, in a sentence; null when it can. */
export async function whyRunStopped(db: ReadDb, run: OfRun, rule: QueryRule): Promise<string | null> {
  const [query] = await db
    .select({ author: ruleAuthor(sql`${run.ruleAuthorPk}`, sql`${rule.groupId}`) })
    .from(brokerQueries)
    .where(eq(brokerQueries.pk, run.queryPk ?? -1));
  return query ? readRuleAuthor(query.author).stopped : "The query was deleted before its rule could act.";
}
