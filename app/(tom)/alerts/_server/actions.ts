"use server";

import * as z from "zod";
import { createTargetsFromAlerts } from "@/lib/alerts/commands/create-targets";
import { runQuery } from "@/lib/alerts/commands/run-query";
import { createQuery, deleteQuery, duplicateQuery, updateQuery } from "@/lib/alerts/commands/save-query";
import { getQuery } from "@/lib/alerts/queries/list-queries";
import { createTargetsSchema, runQuerySchema } from "@/lib/alerts/schema";
import { parametersOf } from "@/lib/brokers/query-forms";
import { defineAction } from "@/lib/web/define-action";
import { services } from "@/lib/web/services";
import { parameterText } from "../_components/query-schema";

const texts = z.record(z.string().max(60), parameterText.nullish());
const name = z.string().max(1000);
const groupId = z.string().max(60);
const schedule = z.string().max(1000).default("");

export const saveQueryAction = defineAction({
  name: "queries.create",
  authorize: "user",
  input: z.strictObject({
    brokerId: z.string().max(40),
    name,
    groupId,
    schedule,
    parameters: texts,
    run: z.boolean().default(false),
  }),
  run: async ({ ctx, input }) => {
    const { brokers } = services();
    const parameters = parametersOf(brokers.get(input.brokerId).queryForm.groups, input.parameters);
    const { id } = await createQuery({
      ctx,
      brokers,
      input: {
        name: input.name,
        brokerId: input.brokerId,
        groupId: input.groupId || null,
        schedule: input.schedule.trim() || null,
        parameters,
      },
    });
    if (!input.run) return { href: `/alerts/queries/${id}` };
    const { runId } = await runQuery({ ctx, brokers, input: { id } });
    return { href: `/alerts/runs/${runId}` };
  },
});

export const updateQueryAction = defineAction({
  name: "queries.update",
  authorize: "user",
  input: z.strictObject({
    id: z.string().max(60),
    version: z.number().int(),
    name,
    groupId,
    schedule,
    parameters: texts,
  }),
  run: async ({ ctx, input }) => {
    const { brokers } = services();
    const query = await getQuery(ctx.database.read, ctx.scope, brokers, input.id);
    const parameters = parametersOf(brokers.get(query.brokerId).queryForm.groups, input.parameters);
    await updateQuery({
      ctx,
      brokers,
      input: {
        id: input.id,
        version: input.version,
        name: input.name,
        groupId: input.groupId || null,
        schedule: input.schedule.trim() || null,
        parameters,
      },
    });
    return { href: `/alerts/queries/${input.id}` };
  },
});

export const deleteQueryAction = defineAction({
  name: "queries.delete",
  authorize: "user",
  input: z.strictObject({ id: z.string().max(60) }),
  run: ({ ctx, input }) => deleteQuery({ ctx, input }),
});

export const duplicateQueryAction = defineAction({
  name: "queries.duplicate",
  authorize: "user",
  input: z.strictObject({ id: z.string().max(60) }),
  run: ({ ctx, input }) => duplicateQuery({ ctx, input }),
  redirectTo: ({ id }) => `/alerts/queries/${id}/edit`,
});

export const runQueryAction = defineAction({
  name: "queries.run",
  authorize: "user",
  input: runQuerySchema,
  run: ({ ctx, input }) => runQuery({ ctx, brokers: services().brokers, input }),
  redirectTo: ({ runId }) => `/alerts/runs/${runId}`,
});

export const createTargetsAction = defineAction({
  name: "runs.targets",
  authorize: "user",
  input: createTargetsSchema,
  run: ({ ctx, input }) => createTargetsFromAlerts({ ctx, brokers: services().brokers, input }),
});
