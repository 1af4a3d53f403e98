import { eq, inArray, sql } from "drizzle-orm";
import type * as z from "zod";
import { brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { changeableBy, type VisibleScope } from "@/lib/access/scope";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { parseNewTarget } from "@/lib/targets/commands/create-target";
import { usableGroups } from "@/lib/targets/commands/group-grants";
import { insertTargets } from "@/lib/targets/commands/insert-targets";
import { fetchPhotometry } from "../jobs/fetch-photometry";
import { getRunRow } from "../queries/get-run";
import { alertsOfRun } from "../queries/list-run-alerts";
import { createTargetsSchema } from "../schema";
import type { CreateTargetsReport } from "../types";
import { addLink } from "./add-link";
import { decideTarget } from "./decide-target";
import { type Drafted, draftsOf, type FrozenAlert, toCreateInput } from "./drafts-of";
import { requireUser } from "./save-query";

type Call = {
  ctx: Context;
  brokers: BrokerRegistry;
  input: z.input<typeof createTargetsSchema>;
  /** How long a slow broker is waited for before the alerts themselves have to do. */
  patienceMs?: number;
  /** Targets outside this scope are neither found nor changed; left out: outside what the person sees and may change. */
  within?: VisibleScope | undefined;
};
type Given = z.output<typeof createTargetsSchema>;

const alertsATransaction = 40;

/**
 * Turns alerts of a frozen run into targets: a shared id, name or alias links to the target that is there, a position
 * alone proposes it, everything else becomes a target. One failing alert does not stop the others. A job then stores
 * the light curves, and adds what the broker was too slow to say.
 */
export async function createTargetsFromAlerts({
  ctx,
  brokers,
  input,
  patienceMs,
  within,
}: Call): Promise<CreateTargetsReport> {
  requireUser(ctx);
  const given = createTargetsSchema.parse(input);
  const run = await getRunRow(ctx.database.read, ctx.scope, given.runId);
  const looking = { ...ctx, scope: within ?? ctx.scope };
  const { alerts, missing } = await frozenAlerts(ctx, run.pk, given);
  const report: CreateTargetsReport = { created: [], existing: [], nearby: [], failed: missing, jobId: null };
  // Groups are checked before anything is asked of the broker, so that a mistake is told at once.
  await usableGroups(ctx.database.read, ctx, given.groups ?? []);
  const drafted = await draftsOf(brokers.get(run.brokerId), alerts, patienceMs);
  for (let from = 0; from < drafted.length; from += alertsATransaction) {
    const some = drafted.slice(from, from + alertsATransaction);
    const part = await ctx.database.write(async (tx) => {
      const done: CreateTargetsReport = { created: [], existing: [], nearby: [], failed: [], jobId: null };
      for (const one of some) await place(tx, { ctx, looking }, run.brokerId, one, given, done);
      return done;
    });
    for (const key of ["created", "existing", "nearby", "failed"] as const)
      (report[key] as unknown[]).push(...part[key]);
  }
  const partial = new Set(drafted.flatMap((one) => ("isPartial" in one && one.isPartial ? [one.alert.alertId] : [])));
  const made = report.created.map((one) => ({ ...one, isPartial: partial.has(one.alertId) }));
  const fetch = await fillable(looking, [...made, ...report.existing]);
  if (fetch.length > 0) {
    report.jobId = await ctx.database.write((tx) =>
      enqueueJob(tx, ctx, fetchPhotometry, { brokerId: run.brokerId, items: fetch, runId: given.runId }),
    );
  }
  return report;
}

/** Those that the person may add to: a link to somebody else's target brings no photometry. */
async function fillable(
  ctx: Context,
  placed: readonly { targetId: string; alertId: string; isPartial?: boolean }[],
): Promise<{ targetId: string; alertId: string; isPartial?: true }[]> {
  const rows = await ctx.database.read
    .select({ id: targets.id })
    .from(targets)
    .where(
      sql`${targets.id} IN (SELECT value FROM json_each(${JSON.stringify(placed.map((one) => one.targetId))})) AND ${changeableBy(ctx.scope)}`,
    );
  const may = new Set(rows.map((row) => row.id));
  return placed
    .filter((one) => may.has(one.targetId))
    .map(({ targetId, alertId, isPartial }) => ({ targetId, alertId, ...(isPartial ? { isPartial } : {}) }));
}

async function frozenAlerts(
  ctx: Context,
  runPk: number,
  { alertIds: wanted, among = {} }: Pick<Given, "alertIds" | "among">,
): Promise<{ alerts: FrozenAlert[]; missing: { alertId: string; message: string }[] }> {
  const columns = { alertId: brokerRunAlerts.alertId, raw: brokerRunAlerts.raw, url: brokerRunAlerts.url };
  if (wanted === "all") {
    return {
      alerts: await ctx.database.read
        .select(columns)
        .from(brokerRunAlerts)
        .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk))
        .where(alertsOfRun(ctx.scope, runPk, among))
        .orderBy(brokerRunAlerts.pk),
      missing: [],
    };
  }
  const ids = [...new Set(wanted)];
  const alerts = await ctx.database.read
    .select(columns)
    .from(brokerRunAlerts)
    .where(sql`${brokerRunAlerts.runPk} = ${runPk} AND ${inArray(brokerRunAlerts.alertId, ids)}`)
    .orderBy(brokerRunAlerts.pk);
  const found = new Set(alerts.map((alert) => alert.alertId));
  return {
    alerts,
    missing: ids.filter((id) => !found.has(id)).map((alertId) => ({ alertId, message: "This run has no such alert." })),
  };
}

async function place(
  tx: Tx,
  { ctx, looking }: { ctx: Context; looking: Context },
  brokerId: string,
  one: Drafted,
  given: Given,
  report: CreateTargetsReport,
): Promise<void> {
  const { alertId, url } = one.alert;
  const choice = typeof given.nearby === "object" ? given.nearby[alertId] : given.nearby;
  const decision = await decideTarget(tx, looking, brokerId, one, choice);
  if (decision.kind === "fail") return void report.failed.push({ alertId, message: decision.message });
  if (decision.kind === "ask") {
    const { targetId, name, separationArcsec } = decision;
    return void report.nearby.push({ alertId, targetId, name, separationArcsec });
  }
  const { draft } = decision;
  if (decision.kind === "link") {
    const { targetId, name } = decision;
    await addLink(tx, looking, { targetId, brokerId, alertId, url, name: draft.name });
    return void report.existing.push({ alertId, targetId, name });
  }
  try {
    const parsed = parseNewTarget(ctx, toCreateInput(draft, given.groups ?? [], given.visibility));
    const groups = await usableGroups(tx, ctx, parsed.groups);
    const [inserted] = await insertTargets(tx, ctx, [{ draft: parsed, groups }]);
    if (!inserted) throw new Error("The target was not stored.");
    await addLink(tx, ctx, { targetId: inserted.target.id, brokerId, alertId, url, name: draft.name });
    report.created.push({ alertId, targetId: inserted.target.id, name: inserted.target.name });
  } catch (error) {
    if (!isTomError(error) || error.code === "INTERNAL") throw error;
    report.failed.push({ alertId, message: error.message });
  }
}
