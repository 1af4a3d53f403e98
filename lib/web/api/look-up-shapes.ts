import * as z from "zod";
import { classificationShape, solarSystemShape } from "./shapes";

/** What brokers answer when they are asked for one object. */
const sighting = z.object({
  alertId: z.string().meta({ description: "The broker's own id, as text" }),
  name: z.string(),
  foundBy: z.enum(["link", "name", "position"]).meta({ description: "Why it is taken for the object" }),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  separationArcsec: z.number().nullable().meta({ description: "From the place that was asked for" }),
  timestamp: z.string().nullable().meta({ description: "ISO 8601 UTC of the newest detection" }),
  mag: z.number().nullable(),
  band: z.string().nullable(),
  score: z.number().nullable().meta({ description: "Meaning: the broker's scoreMeaning; not comparable" }),
  detections: z.number().nullable(),
  moves: z.boolean().optional().meta({ description: "It moves: the position holds for a moment" }),
  solarSystem: solarSystemShape.optional(),
  url: z.string(),
  classifications: z.array(classificationShape),
});

const answer = {
  askedAt: z.string().meta({ description: "When the broker was asked; of kept answers the oldest. ISO 8601 UTC" }),
  status: z.enum(["found", "nothing", "failed", "unavailable"]),
  message: z.string().nullable(),
  sightings: z.array(sighting),
};

const place = z
  .object({
    raDeg: z.number(),
    decDeg: z.number(),
    from: z.enum(["target", "broker"]),
    id: z.string().meta({ description: "Of the target, or of the broker" }),
    source: z.string(),
    name: z.string().meta({ description: "How the source calls the object" }),
  })
  .meta({ description: "The place that a name stands for, where the broker was asked at it" });

export const lookUpShape = z.object({ ...answer, place: place.nullable() }).meta({ id: "LookUp" });
export const brokerViewShape = z.object({ brokerId: z.string(), ...answer }).meta({ id: "BrokerView" });

export const disagreementShape = z
  .object({
    about: z.enum(["class", "position", "brightness"]),
    text: z.string(),
    brokerIds: z.array(z.string()),
    marks: z
      .array(z.object({ brokerId: z.string(), alertId: z.string(), text: z.string() }))
      .meta({ description: "The sightings that contradict, and in a few words what" }),
  })
  .meta({ id: "Disagreement" });
