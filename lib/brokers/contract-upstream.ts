import { isTomError, TomError } from "@/lib/core/errors";
import type { FormGroup } from "./contract-query";
import type { ClassificationDraft, PhotometryDraft, TargetRef } from "./contract-rows";

/**
 * Reports to a broker: what a person is shown before she sends one, how it is sent, and how its answer is had. The core
 * keeps each report, sends it at most once and asks for its answer; a plug-in only knows the service's own words.
 */

/** A target as a report tells of it. */
export type UpstreamTarget = TargetRef & {
  redshift: number | null;
  /** Newest first. */
  classifications: readonly ClassificationDraft[];
};

/** A spectrum that a file of the observation gave. What is not known is null. */
export type UpstreamSpectrum = {
  /** Of the file, as it was uploaded. */
  filename: string;
  /** False for one that is no plain text (FITS). */
  isText: boolean;
  /** The bytes of the file; only where a report is sent. */
  read?: () => Promise<Uint8Array>;
  /** ISO 8601 UTC. */
  observedAt: string | null;
  telescope: string | null;
  instrument: string | null;
  exposureS: number | null;
  observer: string | null;
  reducer: string | null;
};

/** An observation as a report tells of it. What its record does not say is null. */
export type UpstreamObservation = {
  /** Our record's id. */
  id: string;
  /** The facility, as people call it. */
  facility: string;
  /** The facility's own id. */
  facilityObservationId: string | null;
  /** Begin of its window, ISO 8601 UTC. */
  observedAt: string | null;
  observedUntil: string | null;
  telescope: string | null;
  instrument: string | null;
  band: string | null;
  /** One exposure. */
  exposureS: number | null;
  /** What its files gave, in time order. */
  photometry: readonly PhotometryDraft[];
  /** Newest first. */
  spectra: readonly UpstreamSpectrum[];
};

/** What a report is about: a target, an observation of it, or both; one is needed. */
export type UpstreamSubject = {
  target: UpstreamTarget | null;
  observation: UpstreamObservation | null;
  /** In time order. */
  photometry: readonly PhotometryDraft[];
  /** Who writes the report, as people call her. */
  author: string;
};

/** The form of one kind of report, its choices loaded, with the values that the subject gives. */
export type UpstreamForm = {
  groups: readonly FormGroup[];
  parameters: Readonly<Record<string, string | number | boolean>>;
  /** What a person should know before she goes on: plain sentences. */
  notes: readonly string[];
};

export type UpstreamKind = {
  /** Lower case, in addresses and in the database. */
  key: string;
  title: string;
  /** One sentence: what it is for. */
  help: string;
  /** Its fields by name and kind, without the choices that only the service knows. */
  groups: readonly FormGroup[];
};

/** A report as it was reviewed: nothing of it changes afterwards. */
export type ReviewedReport = {
  kind: string;
  parameters: Readonly<Record<string, unknown>>;
  /** Exactly what is sent. */
  body: unknown;
};

/** One message of the service on a report, about one field where it says which. Plain text, short. */
export type UpstreamMessage = { field: string | null; code: string | null; text: string };

export type UpstreamReceipt = {
  /** pending: taken, not answered yet. */
  state: "pending" | "accepted" | "rejected";
  /** Under which its answer is asked for; null where none is needed. */
  reference: string | null;
  /** Page of the object there. */
  url: string | null;
  /** The name that the object has there now. */
  name: string | null;
  /** One plain sentence. */
  message: string;
  messages: readonly UpstreamMessage[];
};

export type UpstreamReports = {
  readonly kinds: readonly UpstreamKind[];
  /** Where reports go, as people should read it before they send one. */
  readonly destination: { name: string; url: string; isProduction: boolean };
  /** May ask the service for its lists. */
  openForm(kind: string, subject: UpstreamSubject): Promise<UpstreamForm>;
  /** Pure. @throws TomError INVALID_INPUT with field errors, by the names of the form's fields */
  review(kind: string, parameters: unknown): ReviewedReport;
  /** The answer to a report, by its reference; "pending" while there is none. */
  poll(reference: string): Promise<UpstreamReceipt>;
  /** Whether a report whose own answer was lost has arrived, from what the service shows; null when it does not show it. */
  findReported(report: ReviewedReport): Promise<UpstreamReceipt | null>;
};

const unreachedCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_REFUSED_ADDRESS",
]);

/** Refused by ourselves, before anything left the house. */
const ownCodes: ReadonlySet<string> = new Set([
  "INVALID_INPUT",
  "LIMIT_EXCEEDED",
  "MISCONFIGURED",
  "NOT_FOUND",
  "FORBIDDEN",
]);

/** Work that comes before a report is sent, such as giving the service a file: its failure leaves the report unsent. */
export async function beforeSending<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!isTomError(error)) throw error;
    throw new TomError(error.code, error.message, {
      cause: error,
      detail: { ...error.detail, isBeforeSending: true },
      ...(error.retryAfterS === undefined ? {} : { retryAfterS: error.retryAfterS }),
    });
  }
}

/** True when a failed request has surely changed nothing at the service: it may be sent again. In doubt false. */
export function wasSurelyNotTaken(error: unknown): boolean {
  if (!isTomError(error)) return false;
  if (error.detail?.isBeforeSending === true) return true;
  if (error.code !== "UPSTREAM_FAILED") return ownCodes.has(error.code);
  const { kind, status, transportCode } = error.detail ?? {};
  if (kind === "circuit-open") return true;
  if (typeof status === "number") return status >= 400 && status < 500 && status !== 408;
  return kind === "transport" && unreachedCodes.has(String(transportCode));
}
