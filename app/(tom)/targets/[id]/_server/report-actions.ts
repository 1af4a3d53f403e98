"use server";

import * as z from "zod";
import { discardReport, reviewReport } from "@/lib/alerts/commands/review-report";
import { followReport, sendReport } from "@/lib/alerts/commands/send-report";
import { reportIdSchema } from "@/lib/alerts/report-schema";
import { parametersOf } from "@/lib/brokers/query-forms";
import { defineAction } from "@/lib/web/define-action";
import { services } from "@/lib/web/services";

const id = z.string().max(60);
const key = z.string().max(40);

export const reviewReportAction = defineAction({
  name: "report.review",
  authorize: "user",
  input: z.strictObject({
    targetId: id,
    observationRecordId: id.optional(),
    brokerId: key,
    kind: key,
    reportId: id.optional(),
    parameters: z.record(z.string().max(60), z.union([z.string().max(6_000), z.boolean()]).nullish()),
  }),
  run: async ({ ctx, input }) => {
    const { brokers } = services();
    const kind = brokers.get(input.brokerId).upstream?.kinds.find((one) => one.key === input.kind);
    const parameters = parametersOf(kind?.groups ?? [], input.parameters);
    const report = await reviewReport({ ctx, brokers, input: { ...input, parameters } });
    return { href: `/targets/${report.targetId}/reports/${report.id}` };
  },
});

export const sendReportAction = defineAction({
  name: "report.send",
  authorize: "user",
  input: reportIdSchema,
  run: ({ ctx, input }) => sendReport({ ctx, brokers: services().brokers, input }),
});

export const followReportAction = defineAction({
  name: "report.follow",
  authorize: "user",
  input: reportIdSchema,
  run: ({ ctx, input }) => followReport({ ctx, brokers: services().brokers, input }),
});

export const discardReportAction = defineAction({
  name: "report.discard",
  authorize: "user",
  input: reportIdSchema,
  run: ({ ctx, input }) => discardReport({ ctx, input }),
});
