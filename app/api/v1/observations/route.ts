import * as z from "zod";
import { createObservation } from "@/lib/observations/commands/create-observation";
import { observationFilterShape, observationSort } from "@/lib/observations/list-schema";
import { countObservations, listObservations } from "@/lib/observations/queries/list-observations";
import { createObservationInput } from "@/lib/observations/schema";
import { observationShape } from "@/lib/web/api/observation-shapes";
import { cursorParam, limitParam, pageOf, yesNoParam } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";
import { services } from "@/lib/web/services";

export const GET = defineRoute({
  name: "observations.list",
  summary: "Observation records of targets that you may see, newest first unless sorted otherwise",
  authorize: "anyone",
  query: z.strictObject({
    ...observationFilterShape,
    sort: observationSort,
    limit: limitParam,
    cursor: cursorParam,
    count: yesNoParam.optional(),
  }),
  response: pageOf(observationShape),
  run: async ({ ctx, query: { sort, limit, cursor, count, ...filter } }) => {
    const { read } = ctx.database;
    const page = await listObservations(read, ctx.scope, services().facilities, { filter, sort, limit, cursor });
    return count ? { ...page, total: await countObservations(read, ctx.scope, filter) } : page;
  },
});

export const POST = defineRoute({
  name: "observations.create",
  summary: "Add an observation record",
  description:
    "With an `observationId` of a facility that can be asked, the observation is looked up there and taken over as it stands. " +
    "The same `facilityId`, `observationId` and `targetId` again answer the record that is there.",
  authorize: "user",
  body: createObservationInput,
  response: observationShape,
  status: 201,
  etag: (observation) => observation.version,
  run: ({ ctx, body }) => createObservation({ ctx, facilities: services().facilities, input: body }),
});
