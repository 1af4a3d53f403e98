import { eq, inArray, sql } from "drizzle-orm";
import type * as z from "zod";
import { alertLinks, brokerRunAlerts } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { changeableBy, visibleTo } from "@/lib/access/scope";
import type { TargetDraft } from "@/lib/brokers/contract";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { parseNewTarget } from "@/lib/targets/commands/create-target";
import { usableGroups } from "@/lib/targets/commands/group-grants";
import { insertTargets } from "@/lib/targets/commands/insert-targets";
import { findNameClashes, type NameClash } from "@/lib/targets/queries/find-name-clashes";
import { findNearTargets } from "@/lib/targets/queries/find-near-targets";
import { fetchPhotometry } from "../jobs/fetch-photometry";
import { getRunRow } from "../queries/get-run";
import { createTargetsSchema } from "../schema";
import type { CreateTargetsReport } from "../types";
import { addLink } from "./add-link";
import { type Drafted, draftsOf, type FrozenAlert, toCreateInput } from "./drafts-of";
import { requireUser } from "./save-query";

type Call = { ctx: Context; brokers: BrokerRegistry; input: z.input<typeof createTargetsSchema> };
type Given = z.output<typeof createTargetsSchema>;

const alertsATransaction = 40;

/**
 * Turns alerts of a frozen run into targets: a shared id, name or alias links to the target that is there, a position
 * alone proposes it, everything else becomes a target. One failing alert does not stop the others. A job then stores
 * the light curves.
 */
export async function createTargetsFromAlerts({ ctx, brokers, input }: Call): Promise<CreateTargetsReport> {
  requireUser(ctx);
  const given = createTargetsSchema.parse(input);
  const run = await getRunRow(ctx.database.read, ctx.scope, given.runId);
  const { alerts, missing } = await frozenAlerts(ctx, run.pk, given.alertIds);
  const report: CreateTargetsReport = { created: [], existing: [], nearby: [], failed: missing, jobId: null };
  // Groups are checked before anything is asked of the broker, so that a mistake is told at once.
  await usableGroups(ctx.database.read, ctx, given.groups ?? []);
  const drafted = await draftsOf(brokers.get(run.brokerId), alerts);
  for (let from = 0; from < drafted.length; from += alertsATransaction) {
    const some = drafted.slice(from, from + alertsATransaction);
    const part = await ctx.database.write(async (tx) => {
      const done: CreateTargetsReport = { created: [], existing: [], nearby: [], failed: [], jobId: null };
      for (const one of some) await place(tx, ctx, run.brokerId, one, given, done);
      return done;
    });
    for (const key of ["created", "existing", "nearby", "failed"] as const)
      (report[key] as unknown[]).push(...part[key]);
  }
  const fetch = await fillable(ctx, [...report.created, ...report.existing]);
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
  placed: readonly { targetId: string; alertId: string }[],
): Promise<{ targetId: string; alertId: string }[]> {
  const rows = await ctx.database.read
    .select({ id: targets.id })
    .from(targets)
    .where(
      sql`${targets.id} IN (SELECT value FROM json_each(${JSON.stringify(placed.map((one) => one.targetId))})) AND ${changeableBy(ctx.scope)}`,
    );
  const may = new Set(rows.map((row) => row.id));
  return placed.filter((one) => may.has(one.targetId)).map(({ targetId, alertId }) => ({ targetId, alertId }));
}

async function frozenAlerts(
  ctx: Context,
  runPk: number,
  wanted: "all" | readonly string[],
): Promise<{ alerts: FrozenAlert[]; missing: { alertId: string; message: string }[] }> {
  const columns = { alertId: brokerRunAlerts.alertId, raw: brokerRunAlerts.raw, url: brokerRunAlerts.url };
  if (wanted === "all") {
    return {
      alerts: await ctx.database.read
        .select(columns)
        .from(brokerRunAlerts)
        .where(eq(brokerRunAlerts.runPk, runPk))
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
  ctx: Context,
  brokerId: string,
  one: Drafted,
  given: Given,
  report: CreateTargetsReport,
): Promise<void> {
  const { alertId, url } = one.alert;
  if ("message" in one) return void report.failed.push({ alertId, message: one.message });
  const { draft } = one;
  const linkTo = async (targetId: string, name: string): Promise<void> => {
    await addLink(tx, ctx, { targetId, brokerId, alertId, url, name: draft.name });
    report.existing.push({ alertId, targetId, name });
  };
  const linked = await findLinked(tx, ctx, brokerId, alertId);
  if (linked) return linkTo(linked.id, linked.name);
  const clashes = await findNameClashes(tx, ctx.scope, { names: [draft.name, ...draft.aliases], anyPrefix: true });
  const clash = clashes.find((one) => isSameName(draft, one));
  if (clash) return linkTo(clash.targetId, clash.targetName);
  if (clashes[0]) return void report.failed.push({ alertId, message: twinText(draft.name, clashes[0].heldName) });
  const choice = typeof given.nearby === "object" ? given.nearby[alertId] : given.nearby;
  if (choice !== "create" && draft.type === "SIDEREAL" && draft.raDeg !== null && draft.decDeg !== null) {
    const [near] = await findNearTargets(
      tx,
      ctx.scope,
      {
        raDeg: draft.raDeg,
        decDeg: draft.decDeg,
        radiusArcsec: ctx.config.targets.match.radiusArcsec,
      },
      ctx.clock.now(),
    );
    if (near && choice === "link") {
      if (await mayAddTo(tx, ctx, near.id)) return linkTo(near.id, near.name);
      return void report.failed.push({ alertId, message: `You may see ${near.name}, but not add to it.` });
    }
    if (near)
      return void report.nearby.push({
        alertId,
        targetId: near.id,
        name: near.name,
        separationArcsec: near.separationArcsec,
      });
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

/** Designations of what moves tell capitals apart: P12o4vK and P12o4vk are two objects of one night. */
const isSameName = (draft: TargetDraft, { name, heldName }: NameClash): boolean =>
  draft.type === "SIDEREAL" || heldName === name;

const twinText = (name: string, heldName: string): string =>
  `There is a target ${heldName}, which is another object than ${name}. Names that are spelled so alike cannot stand side by side: rename that one first.`;

async function findLinked(
  tx: Tx,
  ctx: Context,
  brokerId: string,
  alertId: string,
): Promise<{ id: string; name: string } | undefined> {
  const [row] = await tx
    .select({ id: targets.id, name: targets.name })
    .from(alertLinks)
    .innerJoin(targets, eq(targets.pk, alertLinks.targetPk))
    .where(sql`${alertLinks.brokerId} = ${brokerId} AND ${alertLinks.alertId} = ${alertId} AND ${visibleTo(ctx.scope)}`)
    .limit(1);
  return row;
}

async function mayAddTo(tx: Tx, ctx: Context, targetId: string): Promise<boolean> {
  const [row] = await tx
    .select({ pk: targets.pk })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${changeableBy(ctx.scope)}`);
  return row !== undefined;
}
