import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { brokerRunAlerts, brokerRuns, ruleOutcomes } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { groupScope } from "@/lib/access/scope";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";
import { defineJob } from "@/lib/jobs/define-job";
import { failureText } from "@/lib/jobs/failure-text";
import { jobContext } from "@/lib/jobs/job-context";
import { notify } from "@/lib/notifications/notify";
import { usableGroups } from "@/lib/targets/commands/group-grants";
import { createTargetsFromAlerts } from "../commands/create-targets";
import { runDigest } from "../commands/run-digest";
import { sharedChange } from "../queries/alert-state";
import { causeOfRun } from "../queries/cause-of-run";
import { getRunRow } from "../queries/get-run";
import { whyRunStopped } from "../queries/rule-author";
import { solarSystemOf } from "../queries/solar-system-flags";
import { whyNot } from "../rule";
import { type QueryRule, storedRule } from "../schema";
import type { CreateTargetsReport, RuleOutcome } from "../types";

const payload = z.strictObject({
  runId: z.string().max(60),
  /** Row id of whoever asked for the run by hand: not told of it. */
  exceptPk: z.int().nullable(),
});

/** As much of the job as is needed to ask for it. */
export const applyRule = { kind: "alerts.applyRule", payload } as const;

type Outcome = { alertId: string; outcome: RuleOutcome; targetId: string | null; message: string | null };

/**
 * Lets the rule of a query act on what is new to all who are told of a run, in the name of whoever set it, with the rights
 * she has now, and within what the rule's group may see and change: of what she sees beyond it, the rule neither tells the
 * group nor changes any. Tells people of the run afterwards. What goes wrong is noted with the run; the digest goes out in any case.
 */
export const createApplyRuleJob = (brokers: BrokerRegistry) =>
  defineJob({
    ...applyRule,
    timeoutMs: 600_000,
    async run({ ctx, jobId, payload: { runId, exceptPk } }) {
      const run = await getRunRow(ctx.database.read, ctx.scope, runId);
      const rule = storedRule(run.rule);
      if (run.ruleState !== "waiting" || rule === null) return null;
      let outcomes: Outcome[] = [];
      let ruleError = await whyRunStopped(ctx.database.read, run, rule);
      const isStopped = ruleError !== null;
      try {
        if (!isStopped) outcomes = await act(await asAuthor(ctx, jobId, run), brokers, run, rule);
      } catch (error) {
        if (!isTomError(error)) ctx.logger.error({ err: error, runId }, "the rule of a query failed");
        ruleError = failureText(error);
      }
      await keep(ctx, run.pk, outcomes, ruleError);
      const digest = await runDigest(ctx, brokers, { runPk: run.pk, exceptPk });
      const counts = { created: outcomes.filter((one) => one.outcome === "created").length, of: outcomes.length };
      await ctx.database.write(async (tx) => {
        await tx
          .update(brokerRuns)
          .set({ ruleState: isStopped ? "stopped" : ruleError === null ? "done" : "failed", ruleError })
          .where(eq(brokerRuns.pk, run.pk));
        await notify(tx, ctx, digest, await causeOfRun(tx, run));
      });
      return counts;
    },
  });

/** @throws FORBIDDEN where her account is gone or disabled */
const asAuthor = (
  { database, config, clock, logger, cause }: Context,
  id: string,
  run: { ruleAuthorPk: number | null },
) =>
  jobContext(
    { database, config, clock, logger },
    { id, kind: applyRule.kind, ownerPk: run.ruleAuthorPk, as: "owner", ...(cause ? { cause } : {}) },
  );

async function act(
  ctx: Context,
  brokers: BrokerRegistry,
  run: { pk: number; id: string; brokerId: string; groupPk: number | null },
  rule: QueryRule,
): Promise<Outcome[]> {
  const registered = brokers.get(run.brokerId);
  const { scoreOrder } = registered.manifest;
  const fresh = await ctx.database.read
    .select({
      alertId: brokerRunAlerts.alertId,
      score: brokerRunAlerts.score,
      mag: brokerRunAlerts.mag,
      raDeg: brokerRunAlerts.raDeg,
      decDeg: brokerRunAlerts.decDeg,
      raw: brokerRunAlerts.raw,
    })
    .from(brokerRunAlerts)
    .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk))
    .where(and(eq(brokerRunAlerts.runPk, run.pk), eq(sharedChange(run), "new")))
    .orderBy(brokerRunAlerts.pk);
  const fits = fresh
    .filter((alert) => whyNot(rule, alert, solarSystemOf(registered, alert.raw), scoreOrder) === null)
    .map((alert) => alert.alertId);
  const [taken, beyond] = [fits.slice(0, rule.cap), fits.slice(rule.cap)];
  const overCap = beyond.map((alertId) => outcome(alertId, "over-cap"));
  if (taken.length === 0) return overCap;
  const input = { runId: run.id, alertIds: taken, groups: [rule.groupId] };
  const [group] = await usableGroups(ctx.database.read, ctx, [rule.groupId]);
  const within = group && groupScope(applyRule.kind, group.pk);
  return [...ofReport(await createTargetsFromAlerts({ ctx, brokers, input, within })), ...overCap];
}

const outcome = (
  alertId: string,
  what: RuleOutcome,
  more: Partial<Pick<Outcome, "targetId" | "message">> = {},
): Outcome => ({ alertId, outcome: what, targetId: null, message: null, ...more });

const ofReport = ({ created, existing, nearby, failed }: CreateTargetsReport): Outcome[] => [
  ...created.map(({ alertId, targetId }) => outcome(alertId, "created", { targetId })),
  ...existing.map(({ alertId, targetId }) => outcome(alertId, "existing", { targetId })),
  ...nearby.map(({ alertId, targetId, separationArcsec }) =>
    outcome(alertId, "nearby", { targetId, message: `${separationArcsec.toFixed(2)} arcsec away` }),
  ),
  ...failed.map(({ alertId, message }) => outcome(alertId, "failed", { message })),
];

/** An attempt that was cut off may have noted some of it: that goes, and what it made is found as linked. */
async function keep(ctx: Context, runPk: number, outcomes: readonly Outcome[], error: string | null): Promise<void> {
  if (error !== null && outcomes.length === 0) return;
  await ctx.database.write(async (tx) => {
    await tx.delete(ruleOutcomes).where(eq(ruleOutcomes.runPk, runPk));
    for (const { targetId, ...one } of outcomes) {
      const targetPk =
        targetId === null ? null : sql`(SELECT ${targets.pk} FROM ${targets} WHERE ${targets.id} = ${targetId})`;
      await tx.insert(ruleOutcomes).values({ ...one, runPk, targetPk });
    }
  });
}
