import * as z from "zod";
import type { Context } from "@/lib/access/context";
import {
  type ReviewedReport,
  type UpstreamReceipt,
  type UpstreamSubject,
  wasSurelyNotTaken,
} from "@/lib/brokers/contract-upstream";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import { isTomError, TomError } from "@/lib/core/errors";
import { attemptsMax } from "@/lib/jobs/backoff";
import { defineJob, type JobCall } from "@/lib/jobs/define-job";
import { reportPlace, upstreamSubject } from "../queries/upstream-subject";
import { keepReceipt, note, type OpenReport, readReport, takeForSending } from "./report-states";

const payload = z.strictObject({ reportId: z.string().max(60) });

/** As much of the job as is needed to ask for it. */
export const sendReportSpec = { kind: "alerts.sendReport", payload } as const;

/** The bytes of a file that goes with a report. */
type ReadAnyFile = (ctx: Context, productId: string) => Promise<Uint8Array>;

export type Patience = {
  /** How long to wait before the n-th look for an answer (from 0), in milliseconds; null: no more in this attempt. */
  waitMs(look: number): number | null;
};

// Answers come within seconds mostly; then ever less often, for about five minutes an attempt.
const waitsMs = [1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 30_000, 30_000, 60_000, 60_000, 60_000];
const usual: Patience = { waitMs: (look) => waitsMs[look] ?? null };
/** When the engine tries again after an attempt without an answer. */
const laterS = 600;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const end = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}

const isOpen = (status: OpenReport["status"]): boolean =>
  status === "sending" || status === "unknown" || status === "waiting";

type Work = {
  ctx: Context;
  registered: RegisteredBroker;
  report: OpenReport;
  call: JobCall;
  patience: Patience;
  readFile: ReadAnyFile;
};

const reviewedOf = ({ kind, parameters, body }: OpenReport): ReviewedReport => ({
  kind,
  parameters: (parameters ?? {}) as Record<string, unknown>,
  body,
});

/**
 * Sends a report and follows it to its answer. Sent at most once, whatever happens: its state is written before it leaves
 * the house, and a report that is found on its way afterwards is looked for at the broker, never sent again.
 */
export const createSendReportJob = (
  registry: BrokerRegistry,
  { readFile, patience = usual }: { readFile: ReadAnyFile; patience?: Patience },
) =>
  defineJob({
    ...sendReportSpec,
    concurrency: 4,
    async run({ payload: { reportId }, ...call }) {
      const { ctx } = call;
      const isMine = await takeForSending(ctx, reportId);
      const report = await readReport(ctx, reportId);
      const work: Work = { ctx, registered: registry.get(report.brokerId), report, call, patience, readFile };
      if (isMine) return send(work);
      if (!isOpen(report.status)) return { status: report.status };
      // Whoever has its number needs no search.
      return report.reference === null ? search(work) : follow(work, report.reference);
    },
  });

async function subjectOf({ ctx, report, readFile }: Work): Promise<UpstreamSubject> {
  const { targetId, observationRecordId, brokerId } = report;
  const place = await reportPlace(ctx, { targetId, observationRecordId: observationRecordId ?? undefined });
  return upstreamSubject(ctx, place, { brokerId, author: "", readFile: (id) => readFile(ctx, id) });
}

async function send(work: Work): Promise<unknown> {
  const { ctx, registered, report, call } = work;
  call.progress(0, 2, `Sending to ${registered.manifest.name}`);
  let receipt: UpstreamReceipt;
  try {
    const broker = registered.connect();
    if (!broker.submitUpstreamAlert || broker.upstream?.destination.url !== report.destination) {
      throw new TomError("MISCONFIGURED", "Its destination is not what it was reviewed for. Review it again.");
    }
    const subject = await subjectOf(work);
    receipt = await broker.submitUpstreamAlert(subject, reviewedOf(report));
  } catch (error) {
    return unsent(work, error);
  }
  await keepReceipt(ctx, report, receipt);
  if (receipt.state !== "pending") return { status: receipt.state, name: receipt.name };
  if (receipt.reference === null) return search(work);
  return follow(work, receipt.reference);
}

/** A report that did not arrive goes back into the queue where that may help; in doubt it counts as sent. */
async function unsent(work: Work, error: unknown): Promise<unknown> {
  const { ctx, report, call } = work;
  if (!wasSurelyNotTaken(error)) {
    await note(
      ctx,
      report,
      "unknown",
      "Perhaps it arrived: the answer to it was lost. It is looked for, and not sent again.",
    );
    if (!isTomError(error)) throw error;
    return search(work);
  }
  const known = isTomError(error) ? error : null;
  const status = known?.detail?.status;
  const isRefused = known?.code !== "UPSTREAM_FAILED" || (typeof status === "number" && status !== 429);
  if (isRefused || call.attempt >= attemptsMax) {
    await note(ctx, report, "failed", known?.message ?? "It could not be sent.");
    return { status: "failed" };
  }
  await note(ctx, report, "queued", known?.message ?? null);
  throw error;
}

async function follow(work: Work, reference: string): Promise<unknown> {
  const { ctx, registered, report, call, patience } = work;
  const { upstream } = registered.connect();
  for (let look = 0; upstream; look += 1) {
    call.progress(1, 2, `Waiting for the answer of ${registered.manifest.name}`);
    const waitMs = patience.waitMs(look);
    if (waitMs === null) break;
    await pause(waitMs, call.signal);
    const receipt = await registered.hearing(
      ({ sentence }) => call.progress(1, 2, sentence),
      () => upstream.poll(reference),
    );
    if (receipt.state === "pending") continue;
    await keepReceipt(ctx, report, receipt);
    return { status: receipt.state, name: receipt.name };
  }
  throw new TomError("UPSTREAM_FAILED", `${registered.manifest.name} has not answered the report yet.`, {
    retryAfterS: laterS,
  });
}

/** Whether a report whose answer was lost is there. It may take the broker a while to show it. */
async function search(work: Work): Promise<unknown> {
  const { ctx, registered, report, call, patience } = work;
  const { upstream } = registered.connect();
  if (report.status !== "unknown") {
    await note(
      ctx,
      report,
      "unknown",
      "Perhaps it arrived: the answer to it was lost. It is looked for, and not sent again.",
    );
  }
  for (let look = 0; upstream; look += 2) {
    call.progress(1, 2, `Looking for the report at ${registered.manifest.name}`);
    const receipt = await upstream.findReported(reviewedOf(report));
    if (receipt !== null) {
      await keepReceipt(ctx, report, receipt);
      return { status: receipt.state, name: receipt.name };
    }
    const waitMs = patience.waitMs(look);
    if (waitMs === null) break;
    await pause(waitMs, call.signal);
  }
  const text = `Perhaps it arrived: ${registered.manifest.name} does not show it. Look there before you send it again.`;
  await note(ctx, report, "unknown", text);
  throw new TomError("UPSTREAM_FAILED", text, { retryAfterS: laterS });
}
