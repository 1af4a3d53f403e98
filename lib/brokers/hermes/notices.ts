import { lenientText, readableRows } from "../contract-remote";
import type { EventAlert, Notice } from "./alert";
import * as remote from "./remote";
import { isoOf, ratePerYearOf, writtenPlaceOf } from "./values";

/** From events and their notices to alerts. Pure. */

export type Content = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string | null => lenientText.parse(value);

/** The id under which Hermes keeps the event of a notice: a superevent, a trigger, or an IceCube run and event. */
export function eventIdIn(data: Content | null): string | null {
  if (data === null) return null;
  const [run, number] = [textOf(data.run_num), textOf(data.event_num)];
  const iceCube = run !== null && number !== null ? `${run}_${number}` : null;
  return textOf(data.superevent_id) ?? textOf(data.event_trig_num) ?? iceCube;
}

const httpsOf = (value: unknown): string | null => {
  const url = textOf(value);
  return url !== null && /^https?:\/\//.test(url) && URL.canParse(url) ? url : null;
};

function classesOf(classification: Content | null): Notice["classes"] {
  return Object.entries(classification ?? {})
    .flatMap(([name, probability]) =>
      typeof probability === "number" && probability >= 0 && probability <= 1
        ? [{ name: name.slice(0, 200), probability }]
        : [],
    )
    .toSorted((one, other) => other.probability - one.probability)
    .slice(0, 50);
}

/** What a notice says. Content is with the notice, or with its message as before March 2026. */
export function noticeOf(
  data: Content | null,
  known: {
    type: string | null;
    number: number | null;
    /** By its message, where that tells. */
    published?: string | null;
    at: string | null;
    uuid: string | null;
  },
): Notice {
  const read = remote.waveAlert.safeParse(data ?? {});
  const alert = read.success ? read.data : null;
  const event = alert?.event ?? null;
  return {
    type: known.type ?? alert?.alert_type ?? "UNKNOWN",
    number: known.number ?? alert?.sequence_num ?? null,
    at: isoOf(known.published) ?? isoOf(alert?.time_created) ?? isoOf(textOf(data?.notice_date)) ?? isoOf(known.at),
    farHz: event?.far ?? ratePerYearOf(data?.far),
    isSignificant: event?.significant ?? null,
    group: event?.group ?? null,
    pipeline: event?.pipeline ?? null,
    search: event?.search ?? null,
    instruments: (event?.instruments ?? []).flatMap((one) => textOf(one) ?? []).slice(0, 50),
    eventAt: isoOf(event?.time),
    classes: classesOf(event?.classification ?? null),
    gracedbUrl: httpsOf(alert?.urls?.gracedb),
    hasCoincidence: (alert?.external_coinc ?? null) !== null,
    messageUuid: known.uuid,
  };
}

function sequenceNotice({ data, message, ...sequence }: remote.Sequence): Notice {
  return noticeOf(data ?? message?.data ?? null, {
    type: sequence.sequence_type,
    number: sequence.sequence_number,
    published: message?.published ?? null,
    at: message?.created ?? sequence.created,
    uuid: message?.uuid ?? null,
  });
}

/** Where a target of a list is; the keys of one of the two forms may be null. */
export const listedPlaceOf = (row: remote.NamedPlace): ReturnType<typeof writtenPlaceOf> =>
  writtenPlaceOf(
    [row.right_ascension, row.right_ascension_sexagesimal],
    [row.declination, row.declination_sexagesimal],
  );

export function candidatesOf(rows: readonly unknown[]): EventAlert["candidates"] {
  return readableRows(remote.namedPlace, rows).rows.map((one) => ({
    name: one.name,
    ...listedPlaceOf(one),
  }));
}

export function eventAlert({ event_id: eventId, sequences, references }: remote.Event): EventAlert {
  const candidates = readableRows(remote.reference, references).rows.flatMap((one) => candidatesOf(one.targets));
  const distinct = new Map(candidates.map((one) => [one.name, one]));
  return {
    kind: "event",
    eventId,
    notices: readableRows(remote.sequence, sequences).rows.slice(-500).map(sequenceNotice),
    candidates: [...distinct.values()].slice(0, 500),
  };
}

/** One row of the list of notices: the event with this notice alone. Null where nothing says which event it is. */
export function sequenceAlert(row: remote.Sequence, asked: string | undefined): EventAlert | null {
  const eventId = eventIdIn(row.data) ?? eventIdIn(row.message?.data ?? null) ?? asked ?? null;
  return eventId === null ? null : { kind: "event", eventId, notices: [sequenceNotice(row)], candidates: [] };
}

/** Notices of one event from several rows, the oldest first. */
export function mergeEvents(earlier: EventAlert, later: EventAlert): EventAlert {
  const keyOf = ({ type, number, messageUuid, at }: Notice): string =>
    JSON.stringify([type, number, messageUuid ?? at]);
  const notices = new Map([...earlier.notices, ...later.notices].map((notice) => [keyOf(notice), notice]));
  const candidates = new Map([...earlier.candidates, ...later.candidates].map((one) => [one.name, one]));
  return {
    ...earlier,
    notices: [...notices.values()]
      .toSorted((one, other) => (one.at ?? "").localeCompare(other.at ?? "") || (one.number ?? 0) - (other.number ?? 0))
      .slice(-500),
    candidates: [...candidates.values()].slice(0, 500),
  };
}

/** By their times; where those are not told by their numbers, which the service counts up; else by their place in the list. */
function isNewer(one: Notice, other: Notice): boolean {
  if (one.at !== null && other.at !== null && one.at !== other.at) return one.at > other.at;
  return one.number === null || other.number === null || one.number >= other.number;
}

/** The notice that stands, and whether it takes everything back. */
export function newestNotice({ notices }: EventAlert): { notice: Notice; isRetraction: boolean } | null {
  let newest: Notice | null = null;
  for (const notice of notices) {
    if (newest === null || isNewer(notice, newest)) newest = notice;
  }
  return newest === null ? null : { notice: newest, isRetraction: newest.type.toUpperCase() === "RETRACTION" };
}

/** The newest notice that says what happened: a retraction says nothing but that it did not. */
export function newestContent(event: EventAlert): Notice | null {
  const standing = newestNotice(event);
  if (standing === null || !standing.isRetraction) return standing?.notice ?? null;
  const notices = event.notices.filter(({ type }) => type.toUpperCase() !== "RETRACTION");
  return newestNotice({ ...event, notices })?.notice ?? null;
}

/** GraceDB's page, from whichever notice has it: a retraction often does not. */
export const gracedbUrlOf = ({ notices }: EventAlert): string | null =>
  notices.findLast(({ gracedbUrl }) => gracedbUrl !== null)?.gracedbUrl ?? null;
