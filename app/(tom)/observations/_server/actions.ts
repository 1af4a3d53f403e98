"use server";

import * as z from "zod";
import { parametersFromText } from "@/lib/facilities/contract-form";
import { refreshObservation } from "@/lib/observations/commands/ask-facility";
import { bulkChangeState } from "@/lib/observations/commands/bulk-state";
import { createObservation } from "@/lib/observations/commands/create-observation";
import { deleteObservation } from "@/lib/observations/commands/delete-observation";
import { saveFiles } from "@/lib/observations/commands/save-files";
import { cancelObservation, updateObservation } from "@/lib/observations/commands/update-observation";
import { listFiles } from "@/lib/observations/queries/list-files";
import { getObservation } from "@/lib/observations/queries/read-observations";
import { bulkStateInput, saveFilesInput } from "@/lib/observations/schema";
import { defineAction } from "@/lib/web/define-action";
import { services } from "@/lib/web/services";

const id = z.string().min(1).max(60);
const text = z.string().max(10_000);
/** Forms send text. */
const version = z.coerce.number().int().positive();
const texts = z.record(z.string().max(60), z.union([text, z.boolean()]).nullish());

const fieldsOf = (facilityId: string) => services().facilities.find(facilityId)?.form.fields ?? [];

export const createObservationAction = defineAction({
  name: "observation.create",
  authorize: "user",
  input: z.strictObject({
    targetId: id,
    facilityId: id,
    observationId: text,
    status: z.string().max(100),
    scheduledStart: text,
    scheduledEnd: text,
    parameters: texts,
  }),
  run: async ({ ctx, input: { status, observationId, parameters, ...input } }) => {
    const { id: recordId } = await createObservation({
      ctx,
      facilities: services().facilities,
      input: {
        ...input,
        observationId,
        parameters: parametersFromText(fieldsOf(input.facilityId), parameters),
        ...(status === "" ? {} : { status }),
      },
    });
    return { href: `/observations/${recordId}` };
  },
});

export const updateObservationAction = defineAction({
  name: "observation.update",
  authorize: "user",
  input: z.strictObject({
    id,
    version,
    observationId: text.optional(),
    scheduledStart: text,
    scheduledEnd: text,
    parameters: texts,
  }),
  run: async ({ ctx, input: { parameters, observationId, ...input } }) => {
    const { facilities } = services();
    const before = await getObservation(ctx.database.read, ctx.scope, facilities, input.id);
    // What the form has no field for stays as it is.
    const named = new Set(Object.keys(parameters));
    const kept = Object.fromEntries(Object.entries(before.parameters).filter(([name]) => !named.has(name)));
    const given = parametersFromText(fieldsOf(before.facilityId), parameters);
    const after = await updateObservation({
      ctx,
      facilities,
      input: {
        ...input,
        parameters: { ...kept, ...given },
        ...(observationId === undefined ? {} : { observationId: observationId || null }),
      },
    });
    return { href: `/observations/${after.id}` };
  },
});

export const setObservationStateAction = defineAction({
  name: "observation.setState",
  authorize: "user",
  input: z.strictObject({ id, version: version.optional(), status: z.string().max(100) }),
  run: async ({ ctx, input }) => {
    const { status } = await updateObservation({ ctx, facilities: services().facilities, input });
    return { status };
  },
});

export const bulkObservationStateAction = defineAction({
  name: "observations.bulkState",
  authorize: "user",
  input: bulkStateInput,
  run: ({ ctx, input }) => bulkChangeState({ ctx, facilities: services().facilities, input }),
});

export const cancelObservationAction = defineAction({
  name: "observation.cancel",
  authorize: "user",
  input: z.strictObject({ id, version: version.optional() }),
  run: ({ ctx, input }) => cancelObservation({ ctx, facilities: services().facilities, input }),
});

export const refreshObservationAction = defineAction({
  name: "observation.refresh",
  authorize: "user",
  input: z.strictObject({ id }),
  run: ({ ctx, input }) => refreshObservation({ ctx, facilities: services().facilities, input }),
});

export const deleteObservationAction = defineAction({
  name: "observation.delete",
  authorize: "user",
  input: z.strictObject({ id, version: version.optional() }),
  run: ({ ctx, input }) => deleteObservation({ ctx, facilities: services().facilities, input }),
});

export const listObservationFilesAction = defineAction({
  name: "observation.files",
  authorize: "user",
  input: z.strictObject({ id }),
  run: async ({ ctx, input }) => {
    const { files } = await listFiles(ctx, services().facilities, input.id);
    return { files };
  },
});

export const saveObservationFilesAction = defineAction({
  name: "observation.saveFiles",
  authorize: "user",
  input: saveFilesInput.extend({ id }),
  run: ({ ctx, input }) => saveFiles({ ctx, facilities: services().facilities, input }),
});
