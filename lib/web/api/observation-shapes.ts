import * as z from "zod";
import { observationObject } from "@/lib/events/objects";

/** Observation records, as the API tells of them: as hooks get them, and when the facility was last asked. */
export const observationShape = observationObject
  .extend({
    polledAt: z.string().nullable().meta({ description: "When the facility was last asked after it; ISO 8601 UTC" }),
    pollError: z
      .string()
      .nullable()
      .meta({ description: "Why the facility told nothing then, in a sentence; null when it did" }),
  })
  .meta({ id: "Observation" });

export const stateChangeShape = z
  .object({
    at: z.string().meta({ description: "ISO 8601 UTC" }),
    status: z.string(),
    previousStatus: z.string().nullable().meta({ description: "Null: the record was made in this state." }),
    by: z.string().nullable().meta({ description: "Username; null when a part of the house did it" }),
    source: z
      .enum(["page", "api", "bulk", "poll", "house"])
      .meta({ description: "How it came about: a person here, a program, many at once, the facility, the house" }),
  })
  .meta({ id: "ObservationStateChange" });

export const facilityFileShape = z
  .object({
    id: z.string().meta({ description: "The facility's own" }),
    filename: z.string(),
    observedAt: z.string().nullable().meta({ description: "Of the exposure, ISO 8601 UTC; null: not told" }),
    reduced: z.boolean().nullable().meta({ description: "By the facility's pipeline; null: not told" }),
    url: z.string().nullable().meta({
      description: "At the facility; may hold a signature and end within hours. Null: it has none for this TOM",
    }),
    dataProductId: z.string().nullable().meta({ description: "The file as it is here; null: it was not fetched" }),
  })
  .meta({ id: "FacilityFile" });
