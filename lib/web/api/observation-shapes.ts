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
