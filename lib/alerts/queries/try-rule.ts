import { and, desc, eq, ne, sql } from "drizzle-orm";
import { brokerQueries, brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import { ownedVisibleTo } from "@/lib/access/owned-scope";
import { groupScope } from "@/lib/access/scope";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { invalidInput, notFound } from "@/lib/core/errors";
import { listUsableGroups } from "@/lib/targets/commands/group-grants";
import { type Decision, decideTarget } from "../commands/decide-target";
import { draftsOf } from "../commands/drafts-of";
import { whyNot } from "../rule";
import { type QueryRule, storedRule, tryRuleSchema } from "../schema";
import type { RuleTrial, RuleTrialItem } from "../types";
import { type Change, sharedChange } from "./alert-state";
import { solarSystemOf } from "./solar-system-flags";

type Call = { ctx: Context; brokers: BrokerRegistry; input: unknown };
type Query = typeof brokerQueries.$inferSelect;
type Alert = Pick<
  typeof brokerRunAlerts.$inferSelect,
  "alertId" | "name" | "score" | "mag" | "raDeg" | "decDeg" | "raw" | "url"
> & { change: Change };

/**
 * A dry run of a rule: what it would do with the alerts of a run of the query, if all of them were new. Follows the same
 * linking rules, within what the rule's group sees (who is not in it tries under her own rights), and changes nothing. @throws NOT_FOUND, INVALID_INPUT
 */
export async function tryRule({ ctx, brokers, input }: Call): Promise<RuleTrial> {
  const given = tryRuleSchema.parse(input);
  const query = await seenQuery(ctx, given.id);
  const rule = given.rule ?? storedRule(query.rule);
  if (rule === null) throw invalidInput({ rule: ["This query has no rule: give the one to try."] });
  const groups = await listUsableGroups(ctx.database.read, ctx);
  const group = groups.find(({ id }) => id === rule.groupId);
  if (given.rule && !group) throw invalidInput({ "rule.groupId": ["You do not belong to such a group."] });
  const run = await runToTry(ctx, query, given.runId);
  if (run === null) return trial(null, []);
  const looking = group ? { ...ctx, scope: groupScope("rule-trial", group.pk) } : ctx;
  const items = await decideAll(looking, brokers, run.brokerId, rule, await alertsOf(ctx, run));
  return trial(run.id, items);
}

async function seenQuery(ctx: Context, id: string): Promise<Query> {
  const [query] = await ctx.database.read
    .select()
    .from(brokerQueries)
    .where(sql`${brokerQueries.id} = ${id} AND ${ownedVisibleTo(brokerQueries, ctx.scope)}`);
  if (!query) throw notFound("query");
  return query;
}

async function runToTry(ctx: Context, query: Query, runId: string | undefined) {
  const [run] = await ctx.database.read
    .select({ pk: brokerRuns.pk, id: brokerRuns.id, brokerId: brokerRuns.brokerId, groupPk: brokerRuns.groupPk })
    .from(brokerRuns)
    .where(
      and(
        eq(brokerRuns.queryPk, query.pk),
        ownedVisibleTo(brokerRuns, ctx.scope),
        ne(brokerRuns.status, "running"),
        runId === undefined ? ne(brokerRuns.status, "failed") : eq(brokerRuns.id, runId),
      ),
    )
    .orderBy(desc(brokerRuns.pk))
    .limit(1);
  if (!run && runId !== undefined) throw notFound("run");
  return run ?? null;
}

const alertsOf = (ctx: Context, run: { pk: number; groupPk: number | null }): Promise<Alert[]> =>
  ctx.database.read
    .select({
      alertId: brokerRunAlerts.alertId,
      name: brokerRunAlerts.name,
      score: brokerRunAlerts.score,
      mag: brokerRunAlerts.mag,
      raDeg: brokerRunAlerts.raDeg,
      decDeg: brokerRunAlerts.decDeg,
      raw: brokerRunAlerts.raw,
      url: brokerRunAlerts.url,
      change: sharedChange(run),
    })
    .from(brokerRunAlerts)
    .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk))
    .where(eq(brokerRunAlerts.runPk, run.pk))
    .orderBy(brokerRunAlerts.pk);

async function decideAll(
  ctx: Context,
  brokers: BrokerRegistry,
  brokerId: string,
  rule: QueryRule,
  alerts: readonly Alert[],
): Promise<RuleTrialItem[]> {
  const broker = brokers.get(brokerId);
  const flags = new Map(alerts.map(({ alertId, raw }) => [alertId, solarSystemOf(broker, raw)]));
  const solarOf = (alertId: string) => flags.get(alertId) ?? null;
  const reasons = new Map(
    alerts.map((alert) => [alert.alertId, whyNot(rule, alert, solarOf(alert.alertId), broker.manifest.scoreOrder)]),
  );
  const within = alerts.filter((alert) => reasons.get(alert.alertId) === null).slice(0, rule.cap);
  const decisions = new Map<string, Decision>();
  for (const drafted of await draftsOf(broker, within)) {
    decisions.set(drafted.alert.alertId, await decideTarget(ctx.database.read, ctx, brokerId, drafted));
  }
  return alerts.map((alert) => {
    const { alertId, name, score, mag } = alert;
    const facts = { alertId, name, score, mag, isNew: alert.change === "new", solarSystem: solarOf(alertId) };
    const base = { ...facts, targetId: null, targetName: null };
    const reason = reasons.get(alertId) ?? null;
    if (reason !== null) return { ...base, would: "leave", why: reason };
    const decision = decisions.get(alertId);
    if (!decision) return { ...base, would: "over-cap", why: `It fits, beyond the ${rule.cap} of one run.` };
    return { ...base, ...said(decision) };
  });
}

function said(decision: Decision): Pick<RuleTrialItem, "would" | "why"> & Partial<RuleTrialItem> {
  switch (decision.kind) {
    case "create":
      return { would: "create", why: "It would become a target." };
    case "link": {
      const { targetId, name: targetName } = decision;
      return { would: "link", why: `It is ${targetName} already, and would be linked to it.`, targetId, targetName };
    }
    case "ask": {
      const { targetId, name: targetName, separationArcsec } = decision;
      const why = `It lies ${separationArcsec.toFixed(2)} arcsec from ${targetName}: left for a person to decide.`;
      return { would: "ask", why, targetId, targetName };
    }
    case "fail":
      return { would: "fail", why: decision.message };
  }
}

function trial(runId: string | null, items: RuleTrialItem[]): RuleTrial {
  const count = (would: RuleTrialItem["would"]): number => items.filter((item) => item.would === would).length;
  return {
    runId,
    counts: {
      fits: items.length - count("leave"),
      create: count("create"),
      link: count("link"),
      ask: count("ask"),
      fail: count("fail"),
      overCap: count("over-cap"),
      leave: count("leave"),
    },
    items,
  };
}
