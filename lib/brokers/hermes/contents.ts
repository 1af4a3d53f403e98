import * as z from "zod";
import { lenientNumber, lenientSign, lenientText, readableRows, remoteRows } from "../contract-remote";
import type { Elements, MessageAlert, NamedTarget } from "./alert";
import { type Content, eventIdIn, noticeOf } from "./notices";
import { errorArcsecOf, gcnAngleOf, parsecsOf, placeOf } from "./values";

/** What is in a message: its events and targets, whichever program wrote it. Pure. */

/** A list, or the only one of it by itself. */
const list = z
  .union([remoteRows, z.looseObject({ name: z.unknown() }).transform((one) => [one])])
  .nullish()
  .catch(null)
  .transform((value) => value ?? []);

const orbit = z
  .object({
    epoch_of_elements: lenientNumber,
    orbital_inclination: lenientNumber,
    longitude_of_the_ascending_node: lenientNumber,
    argument_of_the_perihelion: lenientNumber,
    eccentricity: lenientNumber,
    semimajor_axis: lenientNumber,
    mean_anomaly: lenientNumber,
    perihelion_distance: lenientNumber,
    epoch_of_perihelion: lenientNumber,
  })
  .nullish()
  .catch(null);

const facts = z
  .record(z.string().max(100), z.unknown())
  .nullish()
  .catch(null)
  .transform((value) => value ?? {});

/** A target in the format of Hermes' own messages. Numbers come as text as well. */
const writtenTarget = z.object({
  name: lenientText.pipe(z.string()),
  ra: lenientNumber,
  dec: lenientNumber,
  orbital_elements: orbit,
  discovery_info: facts,
  redshift: lenientNumber,
  distance: lenientNumber,
  distance_units: lenientText,
  aliases: list,
  group_associations: list,
  host_name: lenientText,
  host_redshift: lenientNumber,
  epoch: lenientText,
  pm_ra: lenientNumber,
  pm_dec: lenientNumber,
  comments: lenientText,
  new_discovery: lenientSign,
});

/** Elements of an orbit that is whole: by mean anomaly, or by perihelion. */
function elementsOf(given: z.infer<typeof orbit>): Elements | null {
  if (!given) return null;
  const common = {
    epochOfElementsMjd: given.epoch_of_elements,
    inclinationDeg: given.orbital_inclination,
    longAscNodeDeg: given.longitude_of_the_ascending_node,
    argOfPerihelionDeg: given.argument_of_the_perihelion,
    eccentricity: given.eccentricity,
  };
  const { semimajor_axis: axis, mean_anomaly: anomaly, perihelion_distance: q, epoch_of_perihelion: tp } = given;
  if (Object.values(common).some((value) => value === null)) return null;
  const shared = common as { [Key in keyof typeof common]: number };
  if (axis !== null && anomaly !== null) {
    return { scheme: "MPC_MINOR_PLANET", ...shared, semimajorAxisAu: axis, meanAnomalyDeg: anomaly };
  }
  if (q === null || tp === null) return null;
  return { scheme: "MPC_COMET", ...shared, perihelionDistanceAu: q, epochOfPerihelionMjd: tp };
}

const textsIn = (values: readonly unknown[]): string[] => values.flatMap((one) => lenientText.parse(one) ?? []);

type Extras = NamedTarget["extras"];

/** What there is of it, under short names; lists and objects within are left to the message itself. */
function small(record: Readonly<Record<string, unknown>>, prefix = ""): Extras {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => {
      const isPlain = typeof value === "number" ? Number.isFinite(value) : typeof value === "boolean";
      const plain = isPlain ? (value as number | boolean) : typeof value === "string" ? lenientText.parse(value) : null;
      return plain === null ? [] : [[`${prefix}${key}`.slice(0, 100), plain] as const];
    }),
  );
}

/** Units of proper motion are mas/yr on one page of Hermes and arcsec/yr on another, so they stay what the sender wrote. */
function namedTarget(written: z.infer<typeof writtenTarget>): NamedTarget {
  return {
    name: written.name.slice(0, 100),
    ...placeOf(written.ra, written.dec),
    aliases: textsIn(written.aliases).slice(0, 100),
    redshift: written.redshift,
    distancePc: parsecsOf(written.distance, written.distance_units),
    elements: elementsOf(written.orbital_elements),
    extras: {
      ...small(written.discovery_info, "discovery_"),
      ...small({
        host_name: written.host_name,
        host_redshift: written.host_redshift,
        hermes_groups: textsIn(written.group_associations).join(", "),
        hermes_comments: written.comments,
        hermes_epoch: written.epoch,
        hermes_pm_ra: written.pm_ra,
        hermes_pm_dec: written.pm_dec,
        new_discovery: written.new_discovery,
      }),
    },
  };
}

/** The target of a GCN notice, under the name that Hermes gives it. */
function noticeTarget(content: Content): NamedTarget[] {
  const eventId = eventIdIn(content);
  const serial = lenientText.parse(content.source_sernum);
  const isCounterpart = serial !== null && content.cntrpart_ra !== undefined;
  if (eventId === null || (!isCounterpart && content.src_ra === undefined)) return [];
  const [ra, dec, error] = isCounterpart
    ? [content.cntrpart_ra, content.cntrpart_dec, content.cntrpart_error]
    : [content.src_ra, content.src_dec, content.src_error];
  return [
    {
      name: isCounterpart ? `${eventId}_X${serial}` : `icecube_${eventId}_src`,
      ...placeOf(gcnAngleOf(ra), gcnAngleOf(dec)),
      aliases: [],
      redshift: null,
      distancePc: null,
      elements: null,
      extras: small({
        position_error_arcsec: errorArcsecOf(error),
        event_id: eventId,
        telescope: content.telescope,
        notice_type: content.notice_type,
        signalness: content.signalness,
        rank: content.rank,
      }),
    },
  ];
}

const isRecord = (value: unknown): value is Content =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The content as one object: alerts of gravitational waves come as a list with one element. */
export function contentOf(message: unknown): Content | null {
  const one: unknown = Array.isArray(message) ? message[0] : message;
  return isRecord(one) ? one : null;
}

type Told = Pick<MessageAlert, "title" | "eventIds" | "farHz" | "targets">;

const nothingTold: Told = { title: null, eventIds: [], farHz: null, targets: [] };

export function toldBy(content: Content | null): Told {
  if (content === null) return nothingTold;
  const data = isRecord(content.data) ? content.data : content;
  const title = lenientText.parse(content.title) ?? lenientText.parse(content.subject);
  const eventId = lenientText.parse(data.event_id) ?? eventIdIn(data);
  const written = readableRows(writtenTarget, list.parse(data.targets)).rows.map(namedTarget);
  const isNotice = /gcn/i.test(title ?? "") && /notice/i.test(title ?? "");
  return {
    title,
    eventIds: eventId === null ? [] : [eventId],
    farHz: noticeOf(data, { type: null, number: null, at: null, uuid: null }).farHz,
    targets: [...written, ...(isNotice ? noticeTarget(data) : [])].slice(0, 200),
  };
}
