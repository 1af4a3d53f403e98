import { eq, sql } from "drizzle-orm";
import { brokerQueries, brokerRuns } from "@/db/schema/alerts";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { enqueueJobOf } from "@/lib/jobs/enqueue";
import { notify } from "@/lib/notifications/notify";
import { applyRule } from "../jobs/apply-rule";
import { type RuleAuthor, readRuleAuthor, ruleAuthor } from "../queries/rule-author";
import { storedRule } from "../schema";
import type { RunRow } from "./finish-run";

/**
 * New alerts are for the query's rule first, where it has one: a job acts in the name of whoever set it, and tells people
 * when it has. False where there is no rule, or where nobody stands behind it any more; that is noted with the run, and told.
 */
export async function handToRule(tx: Tx, ctx: Context, row: RunRow, exceptPk: number | null): Promise<boolean> {
  const [query] = await tx
    .select({
      id: brokerQueries.id,
      name: brokerQueries.name,
      version: brokerQueries.version,
      ownerPk: brokerQueries.ownerPk,
      rule: brokerQueries.rule,
      ruleAuthorPk: brokerQueries.ruleAuthorPk,
      author: ruleAuthor(brokerQueries.ruleAuthorPk, sql`json_extract(${brokerQueries.rule}, '$.groupId')`),
    })
    .from(brokerQueries)
    .where(eq(brokerQueries.pk, row.queryPk ?? -1));
  const rule = storedRule(query?.rule);
  if (!query || rule === null) return false;
  const { ruleAuthorPk } = query;
  const { author, stopped } = readRuleAuthor(query.author);
  const state = stopped === null ? "waiting" : "stopped";
  await tx
    .update(brokerRuns)
    .set({ rule, ruleAuthorPk, ruleState: state, ruleError: stopped })
    .where(eq(brokerRuns.pk, row.pk));
  if (stopped === null) {
    // The house's: what came of it is noted also where its author's account ends meanwhile.
    await enqueueJobOf(tx, ctx, null, applyRule, { runId: row.id, exceptPk });
    return true;
  }
  await tellStopped(tx, ctx, query, author, stopped);
  return false;
}

type Told = Pick<typeof brokerQueries.$inferSelect, "id" | "name" | "version" | "ownerPk">;

/** Once, until somebody changes the query: its owner, and whoever set the rule where the query is still hers to change. */
async function tellStopped(tx: Tx, ctx: Context, query: Told, author: RuleAuthor["author"], stopped: string) {
  const people = new Set([query.ownerPk ?? -1, ...(author?.mayChange ? [author.pk] : [])]);
  const notice = {
    key: `query:${query.id}:rule:${query.version}`,
    kind: "query.ruleStopped",
    title: `The rule of ${query.name} makes no targets any more`,
    body: `${stopped} Whoever sets the rule again lets it act in her own name.`,
    href: `/alerts/queries/${query.id}`,
  };
  await notify(
    tx,
    ctx,
    [...people].map((userPk) => ({ ...notice, userPk })),
  );
}
