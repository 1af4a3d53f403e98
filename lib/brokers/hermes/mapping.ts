import { TomError } from "@/lib/core/errors";
import type { ClassificationDraft, GenericAlert, TargetDraft } from "../contract";
import { readableRows } from "../contract-remote";
import type { EventAlert, HermesAlert, MessageAlert, NamedTarget, TargetAlert } from "./alert";
import { contentOf, toldBy } from "./contents";
import { candidatesOf, listedPlaceOf, newestContent, newestNotice } from "./notices";
import { manifest } from "./query";
import * as remote from "./remote";
import { isoOf, isoOfMs } from "./values";

/** From what Hermes has to alerts and targets. Pure. */

const site = manifest.homepage;

export const targetAlert = (row: remote.Target): TargetAlert => ({
  kind: "target",
  id: row.id,
  name: row.name.slice(0, 100),
  ...listedPlaceOf(row),
  messageUuids: readableRows(remote.uuidOf, row.messages)
    .rows.map(({ uuid }) => uuid)
    .slice(0, 500),
});

const bareTarget = (name: string, raDeg: number | null, decDeg: number | null): NamedTarget => ({
  ...{ name: name.slice(0, 100), raDeg, decDeg, aliases: [], redshift: null, distancePc: null, elements: null },
  extras: {},
});

/** A message of the list. Before March 2026 it carried its content; now it names events and targets only. */
export function messageAlert(row: remote.Message): MessageAlert {
  const told = toldBy(row.data === null ? null : { title: row.title, data: row.data });
  const named = candidatesOf(row.targets).map(({ name, raDeg, decDeg }) => bareTarget(name, raDeg, decDeg));
  const eventIds = readableRows(remote.eventName, row.nonlocalizedevents).rows.map(({ event_id: id }) => id);
  return {
    kind: "message",
    uuid: row.uuid,
    title: row.title,
    topic: row.topic,
    sender: row.submitter,
    at: isoOf(row.published) ?? isoOf(row.created),
    isRetracted: row.retracted === true,
    eventIds: [...new Set([...eventIds, ...told.eventIds])].slice(0, 100),
    farHz: told.farHz,
    targets: mergeTargets(told.targets, named),
    isWhole: row.data !== null,
  };
}

/** Targets by their names; what the message says of one comes before the list's bare place of it. */
function mergeTargets(told: readonly NamedTarget[], listed: readonly NamedTarget[]): NamedTarget[] {
  const byName = new Map(told.map((one) => [one.name, one]));
  for (const one of listed) {
    const known = byName.get(one.name);
    const placed = known && known.raDeg === null ? { ...known, raDeg: one.raDeg, decDeg: one.decDeg } : known;
    byName.set(one.name, placed ?? one);
  }
  return [...byName.values()].slice(0, 200);
}

/** A message of the archive; null without an id of its own. */
export function archivedAlert({ metadata, annotations, message }: remote.Archived): MessageAlert | null {
  const id = annotations.con_text_uuid ?? metadata.headers?._id;
  if (typeof id !== "string" || id === "") return null;
  const told = toldBy(contentOf(message));
  return {
    kind: "message",
    uuid: id.slice(0, 100),
    title: annotations.title ?? told.title ?? annotations.file_name,
    topic: metadata.topic,
    sender: annotations.sender,
    at: isoOfMs(metadata.timestamp),
    isRetracted: annotations.retracted === true,
    eventIds: told.eventIds,
    farHz: told.farHz,
    targets: told.targets,
    isWhole: message !== undefined && message !== null,
  };
}

/** What the list and the archive say of one message. */
export const wholeMessage = (listed: MessageAlert, whole: MessageAlert): MessageAlert => ({
  ...whole,
  at: whole.at ?? listed.at,
  title: whole.title ?? listed.title,
  eventIds: [...new Set([...listed.eventIds, ...whole.eventIds])].slice(0, 100),
  targets: mergeTargets(whole.targets, listed.targets),
  isRetracted: whole.isRetracted || listed.isRetracted,
});

const messagePage = (uuid: string): string => `${site}/message/${encodeURIComponent(uuid)}`;

/** 1 stands for a retraction, which has no rate of its own. */
function scoreOf(event: EventAlert): number | null {
  const newest = newestNotice(event);
  if (newest === null) return null;
  return newest.isRetraction ? 1 : newest.notice.farHz;
}

/** The only target of a message: several are no single place. */
const onlyTarget = ({ targets }: MessageAlert): NamedTarget | null =>
  targets.length === 1 ? (targets[0] ?? null) : null;

const nothing = { ra: null, dec: null, mag: null, band: null, score: null } as const;

export function toGenericAlert(alert: HermesAlert): GenericAlert {
  switch (alert.kind) {
    case "event":
      return {
        ...nothing,
        id: alert.eventId,
        name: alert.eventId,
        timestamp: newestNotice(alert)?.notice.at ?? null,
        score: scoreOf(alert),
        url: `${site}/nonlocalizedevent/${encodeURIComponent(alert.eventId)}`,
      };
    case "target": {
      const [newest] = alert.messageUuids;
      const { id, name, raDeg: ra, decDeg: dec } = alert;
      return { ...nothing, id, name, timestamp: null, ra, dec, url: newest === undefined ? site : messagePage(newest) };
    }
    default: {
      const target = onlyTarget(alert);
      return {
        ...nothing,
        id: alert.uuid,
        name: alert.title ?? alert.eventIds[0] ?? alert.topic ?? alert.uuid,
        timestamp: alert.at,
        ra: target?.raDeg ?? null,
        dec: target?.decDeg ?? null,
        score: alert.farHz,
        url: messagePage(alert.uuid),
      };
    }
  }
}

/** What the standing notice of an event says it is; a retracted one is nothing but that. */
export function toClassifications(alert: HermesAlert): ClassificationDraft[] {
  if (alert.kind !== "event") return [];
  const newest = newestNotice(alert);
  const content = newestContent(alert);
  if (newest === null) return [];
  const { notice, isRetraction } = newest;
  const common = {
    source: "Hermes",
    classifier: content?.pipeline ?? null,
    version: [notice.type, notice.number].filter((part) => part !== null).join(" "),
    date: notice.at,
  };
  if (isRetraction) return [{ ...common, name: "retracted", probability: null }];
  return notice.classes.map(({ name, probability }) => ({ ...common, name, probability }));
}

/** A target that a message tells of, moving where it has an orbit. */
function draftOf(named: NamedTarget, extras: TargetDraft["extras"]): TargetDraft {
  const isMoving = named.elements !== null;
  if (!isMoving && named.raDeg === null) {
    throw new TomError("INVALID_INPUT", `${named.name} has no position, so it cannot become a target.`);
  }
  return {
    name: named.name,
    type: isMoving ? "NON_SIDEREAL" : "SIDEREAL",
    raDeg: named.raDeg,
    decDeg: named.decDeg,
    distancePc: named.distancePc,
    aliases: [...new Set(named.aliases)].filter((alias) => alias !== named.name).map((alias) => alias.slice(0, 100)),
    extras: { ...extras, ...named.extras },
    classifications: [],
    redshift: named.redshift === null ? null : { value: named.redshift, error: null, frame: null, source: "Hermes" },
    elements: named.elements,
  };
}

const present = (record: Readonly<Record<string, string | boolean | null>>): TargetDraft["extras"] =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === null || value === "" ? [] : [[key, value] as const])),
  );

const messageExtras = (message: MessageAlert): TargetDraft["extras"] =>
  present({
    hermes_message: messagePage(message.uuid),
    hermes_title: message.title,
    hermes_topic: message.topic,
    hermes_event: message.eventIds.join(", "),
    hermes_retracted: message.isRetracted ? true : null,
  });

/** What a target of the list becomes, with what its newest message says of it. */
function listedTarget(alert: TargetAlert, message: MessageAlert | null): TargetDraft {
  const told = message?.targets.find(({ name }) => name === alert.name);
  const extras = { ...present({ hermes_target_id: alert.id }), ...(message ? messageExtras(message) : {}) };
  const named = told ?? bareTarget(alert.name, null, null);
  // The list's place is in degrees for certain; a message may have written it in another way.
  const place = alert.raDeg === null ? {} : { raDeg: alert.raDeg, decDeg: alert.decDeg };
  return draftOf({ ...named, ...place }, extras);
}

/** @throws TomError INVALID_INPUT for what is no single place on the sky */
export function toTarget(alert: HermesAlert, message: MessageAlert | null): TargetDraft {
  switch (alert.kind) {
    case "event":
      throw new TomError(
        "INVALID_INPUT",
        `${alert.eventId} is an event without a position, so it cannot become a target; search for the targets named in messages about it.`,
      );
    case "target":
      return listedTarget(alert, message);
    default: {
      const whole = message ?? alert;
      const target = onlyTarget(whole);
      if (target) return draftOf(target, messageExtras(whole));
      const name = toGenericAlert(whole).name.slice(0, 100);
      const why =
        whole.targets.length === 0
          ? "names no target"
          : `names ${whole.targets.length} targets, search for them by name`;
      throw new TomError("INVALID_INPUT", `The message “${name}” ${why}, so it cannot become a target.`);
    }
  }
}
