import * as z from "zod";
import { lenientId, lenientNumber, lenientSign, lenientText, remoteRows } from "../contract-remote";

/**
 * What Hermes really sends, before and after its rewrite of March 2026: content that a message once carried in the list
 * is now with the notice (`data`), or in the archive alone.
 */

const neededText = lenientText.pipe(z.string());
const neededId = lenientId.pipe(z.string());
const rowsOrNone = remoteRows
  .nullish()
  .catch(null)
  .transform((value) => value ?? []);

/** Any object, read later, also as the one element of a list (alerts of gravitational waves); null for everything else. */
const object = z.record(z.string(), z.unknown());
const record = z
  .union([object, z.tuple([object]).transform(([only]) => only)])
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** A page of any list; `next` is an address of which only the presence counts, undefined where it is none of the two. */
export const page = z.object({
  results: remoteRows,
  next: z.string().nullish().catch(undefined),
  count: lenientNumber,
});

const sequenceMessage = z.object({ uuid: lenientText, published: lenientText, created: lenientText, data: record });

export const sequence = z.object({
  id: lenientId,
  sequence_number: lenientNumber,
  sequence_type: lenientText,
  message: sequenceMessage.nullish().catch(null),
  data: record,
  created: lenientText,
});

export const target = z.object({
  id: neededId,
  name: neededText,
  right_ascension: lenientNumber,
  declination: lenientNumber,
  right_ascension_sexagesimal: lenientText,
  declination_sexagesimal: lenientText,
  messages: rowsOrNone,
});

/** A target where only its name and place count. */
export const namedPlace = target.omit({ id: true, messages: true });

const targets = rowsOrNone;

export const event = z.object({
  event_id: neededText,
  sequences: rowsOrNone,
  references: rowsOrNone,
});

export const reference = z.object({ uuid: lenientText, targets });

export const uuidOf = z.object({ uuid: neededText });

export const message = z.object({
  id: lenientId,
  uuid: neededText,
  topic: lenientText,
  title: lenientText,
  submitter: lenientText,
  published: lenientText,
  created: lenientText,
  retracted: lenientSign,
  data: record,
  nonlocalizedevents: rowsOrNone,
  targets,
});

export const eventName = z.object({ event_id: neededText });

/** The message has its own id in its headers. */
const noAnnotations = { con_text_uuid: null, title: null, sender: null, file_name: null, retracted: null };

/** A message of the archive. A list carries it without content; content comes in the shape of its media type. */
export const archived = z.object({
  metadata: z.object({
    topic: lenientText,
    timestamp: lenientNumber,
    headers: record,
  }),
  annotations: z
    .object({
      con_text_uuid: lenientText,
      title: lenientText,
      sender: lenientText,
      file_name: lenientText,
      retracted: lenientSign,
    })
    .nullish()
    .catch(null)
    .transform((value) => value ?? noAnnotations),
  message: z.unknown().optional(),
});

/** `next` is a bookmark for the next page, null at the end; a service that does not send it counts pages. */
export const archivePage = z.object({
  messages: remoteRows,
  next: z.union([z.string().max(2_000), z.number()]).nullish(),
});

export const topics = z.union([
  z.object({ topics: remoteRows }).transform((found) => found.topics),
  z.object({ results: remoteRows }).transform((found) => found.results),
  remoteRows,
]);
export const topic = z.union([
  z.string().min(1).max(300),
  z.object({ name: z.string().min(1).max(300) }).transform(({ name }) => name),
]);

/** What a gravitational-wave alert says; every part may be missing, the whole event is null in a retraction. */
export const waveAlert = z.object({
  alert_type: lenientText,
  superevent_id: lenientText,
  time_created: lenientText,
  sequence_num: lenientNumber,
  urls: record,
  external_coinc: record,
  event: z
    .object({
      far: lenientNumber,
      significant: lenientSign,
      time: lenientText,
      group: lenientText,
      pipeline: lenientText,
      search: lenientText,
      instruments: rowsOrNone,
      classification: record,
      properties: record,
    })
    .nullish()
    .catch(null),
});

export type Sequence = z.infer<typeof sequence>;
export type NamedPlace = z.infer<typeof namedPlace>;
export type Target = z.infer<typeof target>;
export type Event = z.infer<typeof event>;
export type Message = z.infer<typeof message>;
export type Archived = z.infer<typeof archived>;
