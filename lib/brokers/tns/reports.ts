import * as z from "zod";
import { isTomError, TomError } from "@/lib/core/errors";
import { badStatus } from "@/lib/http/failures";
import { readJson } from "@/lib/http/get-json";
import { parseParameters } from "../contract-parse";
import {
  beforeSending,
  type ReviewedReport,
  type UpstreamKind,
  type UpstreamReceipt,
  type UpstreamReports,
  type UpstreamSubject,
} from "../contract-upstream";
import { type Account, findObject, formPost, searchFresh } from "./client";
import { fullName, objnameOf } from "./mapping";
import { manifest } from "./query";
import { envelope } from "./remote";
import { acceptedReceipt, pendingReceipt, receiptOf } from "./report-answer";
import { atReportBody, classificationReportBody, withFileName } from "./report-body";
import { atReportForm, classificationReportForm } from "./report-draft";
import { atReportGroups, classificationReportGroups } from "./report-forms";
import { atReportSchema, classificationReportSchema } from "./report-parameters";
import { uploadFile } from "./upload";
import { loadValues, noValues } from "./values";

/** Reports to the TNS: discoveries (AT reports) and classifications. */

const kinds: readonly UpstreamKind[] = [
  {
    key: "at",
    title: "Discovery",
    help: "An AT report: a new transient, with its position and first photometry.",
    groups: atReportGroups(noValues),
  },
  {
    key: "classification",
    title: "Classification",
    help: "The type of an object that the TNS knows, from a spectrum.",
    groups: classificationReportGroups(noValues, null),
  },
];

const noSuchKind = (kind: string): TomError =>
  new TomError("INVALID_INPUT", `The TNS takes no report of the kind '${kind.slice(0, 40)}'.`);

function review(kind: string, parameters: unknown): ReviewedReport {
  if (kind === "at") {
    const report = parseParameters({ schema: atReportSchema }, parameters);
    return { kind, parameters: report, body: atReportBody(report) };
  }
  if (kind !== "classification") throw noSuchKind(kind);
  const report = parseParameters({ schema: classificationReportSchema }, parameters);
  return { kind, parameters: report, body: classificationReportBody(report) };
}

const taken = z.object({ report_id: z.union([z.string().min(1).max(60), z.number()]).transform(String) });

/** Sends the text of the review, once. A refusal by status is an answer: it names the fields. */
async function send(account: Account, report: ReviewedReport): Promise<UpstreamReceipt> {
  const reply = await formPost(account, {
    route: "set/bulk-report",
    fields: { data: JSON.stringify(report.body) },
    idempotent: false,
    cacheS: 0,
    accept: [400],
  });
  const { id_code: code, data } = readJson(reply, manifest.name, envelope);
  const status = reply.status === 400 ? 400 : (code ?? reply.status);
  if (status === 400) return receiptOf(data, true, { reference: null, site: account.baseUrl });
  if (status !== 200) throw failure(account, status);
  const { report_id: reference } = readJson({ ...reply, json: () => data }, manifest.name, taken);
  return pendingReceipt({ reference });
}

const failure = ({ baseUrl, bot }: Account, status: number): TomError =>
  badStatus({ service: manifest.name, host: new URL(baseUrl).hostname, secrets: [bot.apiKey] }, status);

/** 404 is "not processed yet"; 400 is a rejection that names the fields. */
async function poll(account: Account, reference: string): Promise<UpstreamReceipt> {
  const reply = await formPost(account, {
    route: "get/bulk-report-reply",
    fields: { report_id: reference },
    idempotent: true,
    cacheS: 0,
    accept: [400, 404],
  });
  if (reply.status === 404) return pendingReceipt({ reference });
  const { id_code: code, data } = readJson(reply, manifest.name, envelope);
  const status = reply.status === 400 ? 400 : (code ?? reply.status);
  if (status === 404) return pendingReceipt({ reference });
  if (status !== 200 && status !== 400) throw failure(account, status);
  return receiptOf(data, status === 400, { reference, site: account.baseUrl });
}

// Two reports this near to each other are of one object for the TNS too.
const sameObjectArcsec = 3;

/** A discovery whose answer was lost shows itself under its internal name, or at its place. */
async function findDiscovery(account: Account, report: ReviewedReport): Promise<UpstreamReceipt | null> {
  const { internalName, raDeg, decDeg } = atReportSchema.parse(report.parameters);
  const rows =
    internalName === undefined
      ? await searchFresh(account, { raDeg, decDeg, radiusArcsec: sameObjectArcsec })
      : await searchFresh(account, { internalName, internalNameExactMatch: true });
  const [first] = rows;
  return first === undefined
    ? null
    : acceptedReceipt(fullName({ prefix: first.prefix, objname: first.objname }), null, {
        reference: null,
        site: account.baseUrl,
      });
}

async function findClassification(account: Account, report: ReviewedReport): Promise<UpstreamReceipt | null> {
  const { name, objectType } = classificationReportSchema.parse(report.parameters);
  const object = await findObject(account, objnameOf(name), { cacheS: 0 });
  if (object === null || object.object_type?.id !== objectType) return null;
  const now = fullName({ prefix: object.name_prefix, objname: object.objname });
  return acceptedReceipt(now, null, { reference: null, site: account.baseUrl });
}

export function createReports(account: Account, site: { groupName: string | null }): UpstreamReports {
  const { hostname } = new URL(account.baseUrl);
  const isProduction = hostname === "www.wis-tns.org" || hostname === "wis-tns.org";
  return {
    kinds,
    destination: {
      name: isProduction ? "the TNS" : /^sandbox\./.test(hostname) ? "the TNS sandbox" : `the TNS at ${hostname}`,
      url: account.baseUrl,
      isProduction,
    },
    async openForm(kind, subject) {
      if (!kinds.some(({ key }) => key === kind)) throw noSuchKind(kind);
      const formOf = kind === "at" ? atReportForm : classificationReportForm;
      try {
        return formOf(subject, await loadValues(account), site);
      } catch (error) {
        if (!isTomError(error)) throw error;
        const form = formOf(subject, noValues, site);
        const note = `${error.message} Its lists are missing here, so its numbers are typed.`;
        return { ...form, notes: [note, ...form.notes] };
      }
    },
    review,
    poll: (reference) => poll(account, reference),
    findReported: (report) =>
      report.kind === "at" ? findDiscovery(account, report) : findClassification(account, report),
  };
}

/** The report with its file given to the TNS, where it has one. */
async function withFile(
  account: Account,
  observation: UpstreamSubject["observation"],
  report: ReviewedReport,
): Promise<ReviewedReport> {
  const { spectrumFile: filename } = report.parameters;
  if (report.kind !== "classification" || typeof filename !== "string") return report;
  const file = observation?.spectra.find((one) => one.isText && one.filename === filename);
  if (file?.read === undefined) {
    throw new TomError("INVALID_INPUT", `${filename} is no file of the observation any more. Review the report again.`);
  }
  const name = await uploadFile(account, { filename, bytes: await file.read() });
  return { ...report, body: withFileName(report.body, name) };
}

export async function submitReport(
  account: Account,
  { target, observation }: Pick<UpstreamSubject, "target" | "observation">,
  report: ReviewedReport,
): Promise<UpstreamReceipt> {
  if (target === null && observation === null) {
    throw new TomError(
      "INVALID_INPUT",
      "A report to the TNS is about a target or an observation; this one has neither.",
    );
  }
  return send(account, await beforeSending(() => withFile(account, observation, report)));
}
