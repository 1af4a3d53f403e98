import * as z from "zod";
import { deleteObservation } from "@/lib/observations/commands/delete-observation";
import { updateObservation } from "@/lib/observations/commands/update-observation";
import { getObservation } from "@/lib/observations/queries/read-observations";
import { patchObservationInput } from "@/lib/observations/schema";
import { observationShape } from "@/lib/web/api/observation-shapes";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "observations.get",
  summary: "One observation record",
  authorize: "anyone",
  params: idParams,
  response: observationShape,
  etag: (observation) => observation.version,
  run: ({ ctx, params }) => getObservation(ctx.database.read, ctx.scope, services().facilities, params.id),
});

export const PATCH = defineRoute({
  name: "observations.update",
  summary: "Change the named fields of an observation record",
  description:
    "Any state of the facility may follow any. Parameters replace those that were there; null clears a time or the facility's id.",
  authorize: "user",
  versioned: true,
  params: idParams,
  body: patchObservationInput,
  response: observationShape,
  etag: (observation) => observation.version,
  run: ({ ctx, params, body, ifMatch }) =>
    updateObservation({
      ctx,
      facilities: services().facilities,
      input: { ...body, id: params.id, version: ifMatch ?? body.version },
    }),
});

export const DELETE = defineRoute({
  name: "observations.delete",
  summary: "Delete an observation record and its history; at the facility nothing changes",
  authorize: "user",
  versioned: true,
  params: idParams,
  response: z.null(),
  status: 204,
  run: async ({ ctx, params, ifMatch }) => {
    await deleteObservation({
      ctx,
      facilities: services().facilities,
      input: { id: params.id, version: ifMatch ?? undefined },
    });
    return null;
  },
});
