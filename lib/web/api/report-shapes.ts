import * as z from "zod";

/** Reports to brokers, as the API tells of them. */
const summary = {
  id: z.string(),
  brokerId: z.string(),
  kind: z.string(),
  observationRecordId: z
    .string()
    .nullable()
    .meta({ description: "The observation record that it started from; null when it started from the target" }),
  status: z
    .enum(["draft", "queued", "sending", "unknown", "waiting", "accepted", "rejected", "failed"])
    .meta({ description: "unknown: perhaps it arrived, its answer is lost; failed: surely not arrived" }),
  destination: z.string().meta({ description: "Address that it was reviewed for; it goes nowhere else" }),
  message: z.string().nullable(),
  name: z.string().nullable().meta({ description: "The name that the object has there" }),
  url: z.string().nullable(),
  by: z.string().nullable(),
  sentAt: z.string().nullable(),
  updatedAt: z.string(),
};

export const reportSummaryShape = z.object(summary).meta({ id: "ReportSummary" });

export const reportShape = z
  .object({
    ...summary,
    targetId: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    body: z.unknown().meta({ description: "Exactly what is sent" }),
    reference: z.string().nullable(),
    answeredAt: z.string().nullable(),
    messages: z
      .array(z.object({ field: z.string().nullable(), code: z.string().nullable(), text: z.string() }))
      .meta({ description: "The broker's words, field by field" }),
    createdAt: z.string(),
  })
  .meta({ id: "Report" });
