import * as z from "zod";

/**
 * Replies of an Observatory Control System portal and its archive, as far as they are read here. Times are ISO 8601,
 * with Z or without a zone (then UTC); ids are numbers; unknown keys are ignored.
 */

const id = z.union([z.number().int(), z.string().min(1).max(40)]).transform(String);
const time = z.string().max(60);
const word = z.string().max(200);
const quantity = z.number().nullish();

const instrumentConfig = z.object({
  exposure_time: quantity,
  exposure_count: quantity,
  optical_elements: z.record(word, z.union([word, z.number(), z.null()])).nullish(),
});

const configuration = z.object({
  type: word.nullish(),
  instrument_type: word.nullish(),
  target: z.object({ name: word.nullish(), ra: quantity, dec: quantity }).nullish(),
  instrument_configs: z.array(instrumentConfig).max(1_000).nullish(),
});

/** `GET /api/requests/{id}/`: one schedulable part of a request group. */
export const remoteRequest = z.object({
  id,
  state: word,
  observation_note: z.string().max(1_000).nullish(),
  windows: z
    .array(z.object({ start: time, end: time }))
    .max(1_000)
    .nullish(),
  configurations: z.array(configuration).max(1_000).nullish(),
});
export type RemoteRequest = z.infer<typeof remoteRequest>;

/** `GET /api/requests/{id}/observations/`: when the scheduler put it where, oldest first. */
export const remoteBlocks = z
  .array(z.object({ id, state: word, start: time, end: time, site: word.nullish(), telescope: word.nullish() }))
  .max(10_000);
export type RemoteBlock = z.infer<typeof remoteBlocks>[number];

/** `GET /api/requestgroups/{id}/` */
export const remoteGroup = z.object({ id, requests: z.array(z.object({ id })).max(10_000) });

/** `GET /frames/?REQNUM={id}` of the archive, a page. */
export const remoteFrames = z.object({
  next: z.string().max(2_000).nullish(),
  results: z
    .array(
      z.object({
        id,
        filename: z.string().min(1).max(300),
        DATE_OBS: time.nullish(),
        observation_date: time.nullish(),
        /** 0 raw, above that reduced. Older archives call it RLEVEL. */
        reduction_level: z.number().nullish(),
        RLEVEL: z.number().nullish(),
        url: z.string().max(8_000).nullish(),
      }),
    )
    .max(10_000),
});
export type RemoteFrame = z.infer<typeof remoteFrames>["results"][number];
