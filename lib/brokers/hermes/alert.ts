import * as z from "zod";

/** What Hermes has as this TOM keeps it; what a run freezes. Positions ICRS degrees, times ISO 8601 UTC. */

const text = z.string().max(1_000);
const optionalText = text.nullable();
const number = z.number().nullable();

/** One notice of an event. */
const noticeSchema = z.object({
  type: text,
  number,
  at: optionalText,
  farHz: number,
  isSignificant: z.boolean().nullable(),
  group: optionalText,
  pipeline: optionalText,
  search: optionalText,
  instruments: z.array(text).max(50),
  /** When it happened. */
  eventAt: optionalText,
  classes: z.array(z.object({ name: text, probability: z.number() })).max(50),
  gracedbUrl: optionalText,
  hasCoincidence: z.boolean(),
  messageUuid: optionalText,
});

const elementsSchema = z.object({
  scheme: z.enum(["MPC_MINOR_PLANET", "MPC_COMET"]),
  epochOfElementsMjd: z.number(),
  inclinationDeg: z.number(),
  longAscNodeDeg: z.number(),
  argOfPerihelionDeg: z.number(),
  eccentricity: z.number(),
  semimajorAxisAu: z.number().exactOptional(),
  meanAnomalyDeg: z.number().exactOptional(),
  perihelionDistanceAu: z.number().exactOptional(),
  epochOfPerihelionMjd: z.number().exactOptional(),
});

/** A target as a message tells of it. */
const namedTargetSchema = z.object({
  name: text,
  raDeg: number,
  decDeg: number,
  aliases: z.array(text).max(100),
  redshift: number,
  distancePc: number,
  elements: elementsSchema.nullable(),
  extras: z.record(z.string().max(100), z.union([text, z.number(), z.boolean()])),
});

const eventSchema = z.object({
  kind: z.literal("event"),
  eventId: text.min(1),
  notices: z.array(noticeSchema).max(500),
  /** Targets that messages about the event name. */
  candidates: z.array(z.object({ name: text, raDeg: number, decDeg: number })).max(500),
});

const targetSchema = z.object({
  kind: z.literal("target"),
  id: text.min(1),
  name: text.min(1),
  raDeg: number,
  decDeg: number,
  /** Newest first. */
  messageUuids: z.array(text).max(500),
});

const messageSchema = z.object({
  kind: z.literal("message"),
  uuid: text.min(1),
  title: optionalText,
  topic: optionalText,
  sender: optionalText,
  at: optionalText,
  isRetracted: z.boolean(),
  eventIds: z.array(text).max(100),
  farHz: number,
  targets: z.array(namedTargetSchema).max(200),
  /** False while only the list's line of it is known. */
  isWhole: z.boolean(),
});

export const hermesAlertSchema = z.discriminatedUnion("kind", [eventSchema, targetSchema, messageSchema]);

export type HermesAlert = z.infer<typeof hermesAlertSchema>;
export type EventAlert = z.infer<typeof eventSchema>;
export type TargetAlert = z.infer<typeof targetSchema>;
export type MessageAlert = z.infer<typeof messageSchema>;
export type Notice = z.infer<typeof noticeSchema>;
export type NamedTarget = z.infer<typeof namedTargetSchema>;
export type Elements = z.infer<typeof elementsSchema>;
