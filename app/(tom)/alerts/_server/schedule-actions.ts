"use server";

import * as z from "zod";
import { updateQuery } from "@/lib/alerts/commands/save-query";
import { tryRule } from "@/lib/alerts/queries/try-rule";
import { queryRuleSchema, tryRuleSchema } from "@/lib/alerts/schema";
import { defineAction } from "@/lib/web/define-action";
import { services } from "@/lib/web/services";

const id = z.string().max(60);
const version = z.number().int();

export const setScheduleAction = defineAction({
  name: "queries.setSchedule",
  authorize: "user",
  input: z.strictObject({ id, version, schedule: z.string().max(1000), schedulePaused: z.boolean() }),
  run: ({ ctx, input }) =>
    updateQuery({ ctx, brokers: services().brokers, input: { ...input, schedule: input.schedule.trim() || null } }),
});

export const setRuleAction = defineAction({
  name: "queries.setRule",
  authorize: "user",
  input: z.strictObject({ id, version, rule: queryRuleSchema.nullable() }),
  run: ({ ctx, input }) => updateQuery({ ctx, brokers: services().brokers, input }),
});

export const tryRuleAction = defineAction({
  name: "queries.tryRule",
  authorize: "user",
  input: tryRuleSchema,
  run: ({ ctx, input }) => tryRule({ ctx, brokers: services().brokers, input }),
});
