import * as z from "zod";

/** What the doors of reports to brokers take. Isomorphic. */

const id = z.string("must be an id").min(1).max(60);
const key = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, "must be a lower-case word");

export const reviewReportSchema = z.strictObject({
  /** What it is about: a target, an observation record of it, or both; one is needed. */
  targetId: id.optional(),
  observationRecordId: id.optional(),
  brokerId: key,
  kind: key,
  /** Checked by the broker's own form. With `prefill`, what they do not say is taken from target and observation. */
  parameters: z.record(z.string().max(60), z.unknown()),
  prefill: z.boolean().default(false),
  /** The draft that is changed; left out for a new one. */
  reportId: id.optional(),
});

export const reportIdSchema = z.strictObject({ id });

export type ReportStatus = "draft" | "queued" | "sending" | "unknown" | "waiting" | "accepted" | "rejected" | "failed";

/** Of a report that goes on by itself: a page follows it. */
export const isUnderWay = (status: ReportStatus): boolean =>
  status === "queued" || status === "sending" || status === "waiting";
