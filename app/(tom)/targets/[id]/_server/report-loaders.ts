import { notFound } from "next/navigation";
import { draftReport } from "@/lib/alerts/queries/draft-report";
import { getReport } from "@/lib/alerts/queries/list-reports";
import type { ReportDto } from "@/lib/alerts/types";
import type { UpstreamForm } from "@/lib/brokers/contract-upstream";
import { textsOf } from "@/lib/brokers/query-forms";
import { isTomError } from "@/lib/core/errors";
import { getObservation } from "@/lib/observations/queries/read-observations";
import { getTargetPage } from "@/lib/targets/queries/get-target";
import { orNotFound } from "@/lib/web/or-not-found";
import { services } from "@/lib/web/services";
import { requirePageUser, type UserContext } from "@/lib/web/session";

async function loadChangeable(id: string) {
  const ctx = await requirePageUser();
  const target = await orNotFound(getTargetPage(ctx.database.read, ctx.scope, { id }));
  if (!target.rights.canChange) notFound();
  return { ctx, target };
}

/** The brokers that take reports, as a page offers them. */
function reportBrokers() {
  return services()
    .brokers.list()
    .flatMap(({ id, manifest, upstream, state }) =>
      upstream === null
        ? []
        : [{ id, name: manifest.name, kinds: upstream.kinds, destination: upstream.destination, state }],
    );
}

type Asked = Record<"broker" | "kind" | "report" | "observation", string | undefined>;

/** The observation that a report starts from, as its page says it; null for one that starts from the target. */
async function loadStart({ database, scope }: UserContext, targetId: string, recordId: string | null | undefined) {
  if (recordId === null || recordId === undefined) return null;
  const record = await orNotFound(getObservation(database.read, scope, services().facilities, recordId));
  if (record.targetId !== targetId) notFound();
  const { id, facilityName, observationId } = record;
  return { id, words: observationId === null ? facilityName : `${facilityName} (${observationId})` };
}

/** The form of a report, filled in from the target, an observation of it or an earlier report. What cannot be had is a sentence. */
export async function loadReportForm(targetId: string, asked: Asked) {
  const { ctx, target } = await loadChangeable(targetId);
  const earlier =
    asked.report === undefined ? null : await orNotFound(getReport(ctx.database.read, ctx.scope, asked.report));
  if (earlier !== null && earlier.targetId !== targetId) notFound();
  const start = await loadStart(ctx, targetId, earlier === null ? asked.observation : earlier.observationRecordId);
  const { brokers } = services();
  const wanted = earlier?.brokerId ?? asked.broker;
  const offered = reportBrokers();
  const broker = wanted === undefined ? offered[0] : offered.find(({ id }) => id === wanted);
  const named = wanted === undefined ? null : (brokers.find(wanted)?.manifest.name ?? null);
  if (broker === undefined) {
    const why = named === null ? "No broker of this TOM takes reports." : `${named} takes no reports.`;
    return { target, start, broker: null, kind: null, form: null, why };
  }
  const kind = broker.kinds.find(({ key }) => key === (earlier?.kind ?? asked.kind)) ?? broker.kinds[0];
  if (kind === undefined) notFound();
  const about = { target, start, broker, kind };
  try {
    const form = await draftReport(ctx, brokers, {
      targetId,
      observationRecordId: start?.id,
      brokerId: broker.id,
      kind: kind.key,
    });
    // A sent report is corrected in a new one.
    const reportId = earlier?.status === "draft" || earlier?.status === "failed" ? earlier.id : null;
    const given = textsOf(earlier?.parameters ?? form.parameters);
    return { ...about, form: { ...form, given, reportId }, why: null };
  } catch (error) {
    if (!isTomError(error)) throw error;
    return { ...about, form: null, why: error.message };
  }
}

type Groups = UpstreamForm["groups"];

/** Each thing that a report says under the label of its field; a number of one of the broker's lists with its name. */
function inWords(groups: Groups, parameters: Readonly<Record<string, unknown>>) {
  return groups.map(({ title, fields }) => ({
    title,
    facts: fields.flatMap((field) => {
      const value = parameters[field.name];
      if (value === undefined || value === null || value === "") return [];
      const choice = field.kind === "select" ? field.choices.find((one) => one.value === String(value)) : undefined;
      const text = choice === undefined ? String(value) : `${choice.label} (${choice.value})`;
      return [{ label: field.label, value: text, ...(field.unit === undefined ? {} : { unit: field.unit }) }];
    }),
  }));
}

/** What the page waits for the names of a broker's numbers, in milliseconds. */
const namesPatienceMs = 2_000;

/** The fields with the broker's lists, where they can be had soon; a slow or dead broker leaves its numbers. */
async function namedGroups(ctx: UserContext, report: ReportDto, groups: Groups): Promise<Groups> {
  const { targetId, brokerId, kind } = report;
  const observationRecordId = report.observationRecordId ?? undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Groups>((resolve) => {
    timer = setTimeout(() => resolve(groups), namesPatienceMs);
  });
  const named = draftReport(ctx, services().brokers, { targetId, observationRecordId, brokerId, kind })
    .then((form) => form.groups)
    .catch((error: unknown) => {
      if (!isTomError(error)) throw error;
      return groups;
    });
  try {
    return await Promise.race([named, late]);
  } finally {
    clearTimeout(timer);
  }
}

export async function loadReport(targetId: string, reportId: string) {
  const { ctx, target } = await loadChangeable(targetId);
  const report = await orNotFound(getReport(ctx.database.read, ctx.scope, reportId));
  if (report.targetId !== targetId) notFound();
  const { brokers } = services();
  const broker = brokers.find(report.brokerId);
  const kind = broker?.upstream?.kinds.find(({ key }) => key === report.kind);
  const groups = await namedGroups(ctx, report, kind?.groups ?? []);
  return {
    target,
    report,
    start: await loadStart(ctx, targetId, report.observationRecordId),
    brokerName: brokers.nameOf(report.brokerId),
    kindTitle: kind?.title ?? report.kind,
    destination: broker?.upstream?.destination ?? null,
    words: inWords(groups, report.parameters),
    now: ctx.clock.now(),
  };
}
