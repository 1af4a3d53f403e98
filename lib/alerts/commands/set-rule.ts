import type { brokerQueries } from "@/db/schema/alerts";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireUser } from "@/lib/access/policy";
import { invalidInput } from "@/lib/core/errors";
import { listUsableGroups } from "@/lib/targets/commands/group-grants";
import { type QueryRule, storedRule } from "../schema";

type Before = Pick<typeof brokerQueries.$inferSelect, "parameters" | "rule" | "ruleAuthorPk">;
type After = Pick<Before, "ruleAuthorPk"> & { rule: QueryRule | null };
type Asked = { rule: QueryRule | null | undefined; parameters?: Record<string, unknown> | undefined };

const isOther = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/**
 * The rule of a query after an edit, and in whose name it acts. What a query asks and its rule decide together what is
 * made for the rule's group, so whoever changes either makes it act in her own name, and has to belong to that group.
 * Taking the rule away is open to everybody who may change the query. @throws INVALID_INPUT on the field
 */
export async function nextRule(tx: Tx, ctx: Context, before: Before | null, asked: Asked): Promise<After> {
  const rule = asked.rule === undefined ? storedRule(before?.rule) : asked.rule;
  if (rule === null) return { rule, ruleAuthorPk: null };
  const same = { rule, ruleAuthorPk: before?.ruleAuthorPk ?? null };
  const asksOther = asked.parameters !== undefined && isOther(asked.parameters, before?.parameters);
  if (asked.rule === undefined && !asksOther) return same;
  const { userPk } = requireUser(ctx.actor);
  // Hers already: what it may do is asked when it acts.
  if (asked.rule === undefined && userPk === same.ruleAuthorPk) return same;
  if ((await listUsableGroups(tx, ctx)).some((group) => group.id === rule.groupId))
    return { rule, ruleAuthorPk: userPk };
  throw invalidInput(
    asked.rule === undefined
      ? { parameters: ["Its rule makes targets for a group that you do not belong to: remove the rule first."] }
      : { "rule.groupId": ["You do not belong to such a group."] },
  );
}
