import * as z from "zod";
import {
  brokerQueryObject,
  brokerRunObject,
  commentObject,
  dataProductObject,
  observationObject,
  photometryRow,
  spectrumSummary,
  targetObject,
  userObject,
} from "./objects";

/** So many measurements, or spectra, travel with one event; the rest is counted. */
export const rowsPerEvent = 100;

/**
 * Every event of the house, with the payload that its hook gets: the committed object whole, as it was, written to the
 * outbox in the transaction that changed it. Every event fires once per committed change, whatever the path (page,
 * API, command line, import, broker, bulk action, another handler), and never for a change that was taken back, or that
 * changed nothing. No event is fired by the making of synthetic targets (`seed`).
 */
export const eventPayloads = {
  /**
   * A target was created, or its fields, names, tags, extras, groups, grants, redshift or classifications changed.
   * Not fired by deleting it, by new photometry, comments, observations and files (they have hooks of their own), by
   * possible duplicates noted or dismissed, by links to a broker's alerts, or by renaming or deleting a group.
   *
   * `previous`: the values before, of the fields that differ; empty where only what the object does not show changed
   * (a grant to a person, an older redshift); null when it was created.
   */
  target_post_save: z.object({
    target: targetObject,
    created: z.boolean(),
    previous: targetObject.partial().nullable().default(null),
  }),

  /**
   * The state of an observation record is another than before, by a person or by polling its facility. Also fired when
   * the record is made: then `previousStatus` is null. Not fired by a change of window or parameters alone, a poll that
   * finds the same state, or deleting the record.
   */
  observation_change_state: z.object({ observation: observationObject, previousStatus: z.string().nullable() }),

  /**
   * A file was uploaded by a person or a program and stored, before it is processed. Not fired by files that are
   * fetched from a facility, by processing it (again), or by deleting it.
   */
  data_product_post_upload: z.object({ dataProduct: dataProductObject }),

  /** A file of a facility was fetched and stored: once for each. Not fired by uploads, or for a file that is here already. */
  data_product_post_save: z.object({ dataProduct: dataProductObject }),

  /**
   * Files of a facility were fetched and stored by one act: once, after `data_product_post_save` of each, also for a
   * single file. Not fired where none was new.
   */
  multiple_data_products_post_save: z.object({ dataProducts: z.array(dataProductObject).min(1) }),

  /**
   * Measurements of one target were stored: once per transaction, so a long light curve may come in several. Fired
   * where at least one is new or has another value; not by flags, by the same values again, or by deleting.
   *
   * The counts are of all measurements of the transaction; `rows` (photometry) and `spectra` hold at most 100 that are
   * new or revised, newest observation first, and `leftOut` counts the others. `firstObservedAt` and `lastObservedAt`
   * (ISO 8601 UTC) span all that are new or revised; null for spectra whose files say no time. `via`: who delivered them
   * (a broker's id, api, form, paste, file); `provenance`: `run:<id>`, `file:<id>`, `refresh`, `api`, ...
   */
  reduced_datum_post_save: z.object({
    target: targetObject,
    dataType: z.enum(["photometry", "spectroscopy", "astrometry"]),
    via: z.string(),
    provenance: z.string(),
    inserted: z.number().int(),
    revised: z.number().int(),
    unchanged: z.number().int(),
    firstObservedAt: z.string().nullable(),
    lastObservedAt: z.string().nullable(),
    rows: z.array(photometryRow).max(rowsPerEvent),
    spectra: z.array(spectrumSummary).max(rowsPerEvent).default([]),
    leftOut: z.number().int(),
  }),

  /**
   * A run of a saved query ended, well or not (`run.status`), whoever asked for it: a person, a program, its schedule.
   * Not fired by a run that was cut off by a stop of the process, or by asking all brokers for one object.
   */
  broker_query_post_run: z.object({ query: brokerQueryObject, run: brokerRunObject }),

  /**
   * A comment was written, or its author changed its text. Not fired by deleting it, or by saving the same text again.
   * `previous`: the text before, null when it is new.
   */
  comment_post_save: z.object({
    comment: commentObject,
    target: targetObject,
    created: z.boolean(),
    previous: z.object({ body: z.string() }).nullable(),
  }),

  /**
   * An administrator let somebody in: made an account (`created`), or enabled one again that was disabled (`enabled`).
   * Not fired by the first administrator, who comes from the environment, or by changes of role, groups or password.
   */
  user_post_approve: z.object({ user: userObject, approval: z.enum(["created", "enabled"]) }),
} as const;

export type HookPayloads = { [Name in keyof typeof eventPayloads]: z.infer<(typeof eventPayloads)[Name]> };
export type EventName = keyof typeof eventPayloads;

/** The names of all hooks, in the order in which they are shown. */
export const eventNames = Object.keys(eventPayloads) as EventName[];

/** When each fires and when it does not, for people. */
export const eventSummaries: Record<EventName, { fires: string; not: string }> = {
  target_post_save: {
    fires: "A target was created or changed, once per change, by whatever path",
    not: "deleting, photometry, comments, noted duplicates, links to alerts, renaming or deleting a group, `seed`",
  },
  observation_change_state: {
    fires: "An observation record was made, or its state changed, by a person or by its facility",
    not: "a new window or parameters, the same state again, deleting",
  },
  data_product_post_upload: {
    fires: "A file was uploaded and stored, before it is processed",
    not: "files of a facility, processing again, deleting",
  },
  data_product_post_save: {
    fires: "A file of a facility was fetched and stored, once for each",
    not: "uploads, files that are here already",
  },
  multiple_data_products_post_save: {
    fires: "Files of a facility were fetched and stored by one act, once for all of them",
    not: "uploads, an act that brought nothing new",
  },
  reduced_datum_post_save: {
    fires: "Measurements of a target were stored, once per transaction",
    not: "flags, the same values again, deleting",
  },
  broker_query_post_run: {
    fires: "A run of a saved query ended, well or not",
    not: "looking one object up everywhere, a run that was cut off",
  },
  comment_post_save: {
    fires: "A comment was written, or its text changed",
    not: "deleting, the same text again",
  },
  user_post_approve: {
    fires: "An administrator made an account, or enabled one again",
    not: "the first administrator, changes of role, groups or password",
  },
};
