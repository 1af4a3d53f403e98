import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { alertLinks, brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import { targetNames, targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { changeableBy, visibleTo } from "@/lib/access/scope";
import { draftToMeasurement } from "@/lib/alerts/draft-to-measurement";
import type { ReducedDatumDraft, TargetRef } from "@/lib/brokers/contract";
import type { BrokerRegistry, HeardWait, RegisteredBroker } from "@/lib/brokers/registry";
import { counted } from "@/lib/core/counted";
import { isTomError, TomError } from "@/lib/core/errors";
import { defineJob } from "@/lib/jobs/define-job";
import { savePhotometry } from "@/lib/reduced-data/commands/save-photometry";
import type { WriteReport } from "@/lib/reduced-data/types";
import { completeTarget } from "../commands/complete-target";
import { followName, followNewestName } from "../commands/follow-name";
import type { Fetched } from "../fetched-schema";

const payload = z.strictObject({
  brokerId: z.string().max(40),
  /** The run whose frozen alerts may spare a request; null for a refresh. */
  runId: z.string().max(60).nullable(),
  items: z
    .array(
      z.strictObject({
        targetId: z.string().max(60),
        alertId: z.string().max(200),
        /** The target was made of its frozen alert alone, because the broker was slow. */
        isPartial: z.literal(true).optional(),
      }),
    )
    .max(5000),
});

type Payload = z.output<typeof payload>;
type Item = Payload["items"][number];
type FetchedOne = Omit<Fetched, "targets" | "failed">;

const nothing: FetchedOne = { inserted: 0, unchanged: 0, revised: 0, unread: 0, ageMs: 0 };

/** As much of the job as is needed to ask for it. */
export const fetchPhotometry = {
  kind: "alerts.fetchPhotometry",
  payload,
  hostOf: ({ brokerId }: Pick<Payload, "brokerId">) => brokerId,
} as const;

/** Fetches the light curves of targets from a broker and stores them: idempotent, one target after the other. */
export const createFetchPhotometryJob = (registry: BrokerRegistry) =>
  defineJob({
    ...fetchPhotometry,
    concurrency: 8,
    async run({ ctx, payload: { brokerId, items, runId }, progress, signal }): Promise<Fetched> {
      let failure: TomError | null = null;
      const result: Fetched = { ...nothing, targets: 0, failed: [] };
      for (const [index, item] of items.entries()) {
        if (signal.aborted) break;
        const place = `Light curve ${index + 1} of ${items.length}`;
        progress(index, items.length, place);
        const hear = ({ sentence }: HeardWait): void => progress(index, items.length, `${place}. ${sentence}`);
        try {
          const work = () => fetchOne(ctx, registry, brokerId, runId, item);
          add(result, await registry.get(brokerId).hearing(hear, work));
        } catch (error) {
          if (!isTomError(error)) throw error;
          result.failed.push({ targetId: item.targetId, message: error.message });
          failure = error;
        }
      }
      // Nothing came at all: that is a failed job, which the engine tries again where that may help.
      if (failure !== null && result.failed.length === items.length) throw failure;
      progress(items.length, items.length, sentence(result, items.length));
      return result;
    },
  });

const ageText = (ms: number): string =>
  ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;

const sentence = (result: Fetched, asked: number): string =>
  `${counted(result.inserted, "point")} added, ${result.revised} revised, ${result.unchanged} known` +
  (result.ageMs > 0 ? `; from the answer of ${ageText(result.ageMs)} ago` : "") +
  (result.unread > 0 ? `; ${counted(result.unread, "row")} of the broker could not be read` : "") +
  (result.failed.length > 0
    ? `; ${result.failed.length} of ${counted(asked, "target")} failed: ${result.failed[0]?.message ?? ""}`
    : "");

function add(result: Fetched, report: FetchedOne): void {
  result.targets++;
  result.unread += report.unread;
  result.ageMs = Math.max(result.ageMs, report.ageMs);
  result.inserted += report.inserted;
  result.unchanged += report.unchanged;
  result.revised += report.revised;
}

async function fetchOne(
  ctx: Context,
  registry: BrokerRegistry,
  brokerId: string,
  runId: string | null,
  item: Item,
): Promise<FetchedOne> {
  const registered = registry.get(brokerId);
  const broker = registered.connect();
  const target = await targetRef(ctx, brokerId, item);
  const raw = runId === null ? null : await frozen(ctx, runId, item.alertId);
  if (item.isPartial && raw !== null)
    await completeTarget({ ctx, registered, input: { targetId: item.targetId, raw } });
  const alert = raw === null ? null : registered.parseAlert(raw);
  const fetched = await registered.withAge(() =>
    registered.countingUnread(async () => broker.processReducedData?.(target.ref, alert)),
  );
  const { ageMs } = fetched;
  const { value: drafts, unread } = fetched.value;
  const askedAt = new Date(ctx.clock.now().getTime() - ageMs).toISOString();
  const report = drafts === undefined ? nothing : await store(ctx, registered, runId, item, target.pk, drafts, askedAt);
  const named = { id: item.targetId, names: [target.ref.name, ...target.ref.aliases] };
  if (alert === null) await followNewestName(ctx, registered, named);
  else await followName(ctx, registered, named, broker.toGenericAlert(alert).name);
  return { ...report, unread, ageMs };
}

async function store(
  ctx: Context,
  { id: brokerId, manifest }: RegisteredBroker,
  runId: string | null,
  item: Item,
  targetPk: number,
  drafts: readonly ReducedDatumDraft[],
  askedAt: string,
): Promise<WriteReport> {
  const rows = drafts.flatMap(({ kind: _kind, ...draft }) => draftToMeasurement(draft) ?? []);
  const total: WriteReport = { inserted: 0, unchanged: 0, revised: 0 };
  // Transactions of their own, so that people's writes get their turn between them.
  for (let from = 0; from === 0 || from < rows.length; from += 1000) {
    const some = rows.slice(from, from + 1000);
    const part = await ctx.database.write(async (tx) => {
      // By id too: the key of a deleted target goes to the next one.
      const [still] = await tx
        .select({ pk: targets.pk })
        .from(targets)
        .where(and(eq(targets.pk, targetPk), eq(targets.id, item.targetId)));
      if (!still) throw new TomError("NOT_FOUND", "The target was deleted meanwhile.");
      const report = await savePhotometry(tx, ctx, { pk: targetPk, id: item.targetId }, some, {
        via: brokerId,
        provenance: runId === null ? "refresh" : `run:${runId}`,
        parserVersion: "1",
        told: `from ${manifest.name}`,
      });
      await tx
        .update(alertLinks)
        .set({ fetchedAt: askedAt })
        .where(
          and(
            eq(alertLinks.targetPk, targetPk),
            eq(alertLinks.brokerId, brokerId),
            eq(alertLinks.alertId, item.alertId),
          ),
        );
      return report;
    });
    for (const key of ["inserted", "unchanged", "revised"] as const) total[key] += part[key];
  }
  return total;
}

/** The target as the broker needs it, if the person behind the job may still change it (or linked it and sees it). */
async function targetRef(ctx: Context, brokerId: string, item: Item): Promise<{ pk: number; ref: TargetRef }> {
  const [row] = await ctx.database.read
    .select({
      pk: targets.pk,
      name: targets.name,
      raDeg: targets.raDeg,
      decDeg: targets.decDeg,
      may: sql<number>`${changeableBy(ctx.scope)}`,
    })
    .from(targets)
    .where(sql`${targets.id} = ${item.targetId} AND ${visibleTo(ctx.scope)}`);
  if (!row) throw new TomError("NOT_FOUND", "The target is gone, or no longer visible to whoever asked.");
  if (!row.may) throw new TomError("FORBIDDEN", "Whoever asked may see this target, but not add to it.");
  const names = await ctx.database.read
    .select({ name: targetNames.name, own: targetNames.isPrimary })
    .from(targetNames)
    .where(eq(targetNames.targetPk, row.pk));
  const links = await ctx.database.read
    .select({ alertId: alertLinks.alertId })
    .from(alertLinks)
    .where(and(eq(alertLinks.targetPk, row.pk), eq(alertLinks.brokerId, brokerId)));
  const alertIds = [item.alertId, ...links.map((link) => link.alertId).filter((id) => id !== item.alertId)].filter(
    (id) => id !== "",
  );
  return {
    pk: row.pk,
    ref: {
      name: row.name,
      aliases: names.filter((one) => !one.own).map((one) => one.name),
      raDeg: row.raDeg,
      decDeg: row.decDeg,
      alertIds,
    },
  };
}

async function frozen(ctx: Context, runId: string, alertId: string): Promise<unknown> {
  const [row] = await ctx.database.read
    .select({ raw: brokerRunAlerts.raw })
    .from(brokerRunAlerts)
    .where(
      and(
        inArray(
          brokerRunAlerts.runPk,
          sql`(SELECT ${brokerRuns.pk} FROM ${brokerRuns} WHERE ${brokerRuns.id} = ${runId})`,
        ),
        eq(brokerRunAlerts.alertId, alertId),
      ),
    );
  return row?.raw ?? null;
}
