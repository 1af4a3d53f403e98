import type { Position } from "@/lib/astro/coordinates";
import { separationArcsec } from "@/lib/astro/sphere";
import { surveySpelling } from "@/lib/astro/survey-names";
import { type CollectedAlert, collectAlerts } from "@/lib/brokers/collect";
import type { Broker } from "@/lib/brokers/contract";
import { missingFor } from "@/lib/brokers/contract-credentials";
import type { QueryForm } from "@/lib/brokers/contract-query";
import type { HeardWait, RegisteredBroker } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";
import { withinLimit } from "@/lib/jobs/time-limit";
import type { LookUpAnswer, Sighting } from "../types";
import { unavailableTextOf } from "./list-brokers";

/** What is looked for: one object, by what is known of it. */
export type LookUpSubject = {
  names: readonly string[];
  /** Ids under which this broker's object is linked already. */
  alertIds: readonly string[];
  /** Degrees, ICRS; null for what moves: it is never looked for at a fixed place. */
  position: Position | null;
  radiusArcsec: number;
};

type Attempt = { by: Sighting["foundBy"]; parameters: Readonly<Record<string, unknown>> } | { by: "link"; id: string };
type Found = { by: Sighting["foundBy"]; alerts: readonly CollectedAlert[]; failure: string | null };

/** One object must not cost a broker more than this, however many names it has. */
const attemptsMost = 6;
const sightingsMost = 10;
const limitMs = 20_000;

const coneFields = ["raDeg", "decDeg", "radiusArcsec"];

/** The searches of a form around a place: one for each survey that it offers; none where it has no cone. */
function searchesByPosition(form: QueryForm<unknown>, position: Position, radiusArcsec: number): Attempt[] {
  const fields = form.groups.flatMap((group) => group.fields);
  const names = new Set(fields.map(({ name }) => name));
  if (!coneFields.every((name) => names.has(name))) return [];
  // Where only some kinds of search have a cone, the first of them is meant.
  const kind = Object.entries(fields.find(({ name }) => name === "raDeg")?.onlyWith ?? {}).map(([name, values]) => [
    name,
    [values].flat()[0],
  ]);
  const cone = {
    ...Object.fromEntries(kind),
    ...position,
    radiusArcsec,
    ...(names.has("maxAlerts") ? { maxAlerts: sightingsMost } : {}),
  };
  const survey = fields.find((field) => field.name === "survey");
  const surveys = survey?.kind === "select" ? survey.choices.map(({ value }) => ({ survey: value })) : [{}];
  return surveys.map((one) => ({ by: "position", parameters: { ...one, ...cone } }));
}

/** The searches for one object under a name, which is asked for in the spelling of whoever gave it. */
const searchesByName = (form: QueryForm<unknown>, name: string) => [
  ...(form.searchesByName?.(surveySpelling(name)) ?? []),
];

/** How a broker can be asked for one object: under this name, and at a place. */
export const waysOf = ({ queryForm }: RegisteredBroker, name: string): { byName: boolean; byPosition: boolean } => ({
  byName: searchesByName(queryForm, name).length > 0,
  byPosition: searchesByPosition(queryForm, { raDeg: 0, decDeg: 0 }, 1).length > 0,
});

function attemptsOf(form: QueryForm<unknown>, subject: LookUpSubject): Attempt[] {
  const byName = subject.names.flatMap((name) => searchesByName(form, name));
  const attempts: Attempt[] = [
    ...subject.alertIds.slice(0, 3).map((id): Attempt => ({ by: "link", id })),
    ...byName.map((parameters): Attempt => ({ by: "name", parameters })),
    ...(subject.position === null ? [] : searchesByPosition(form, subject.position, subject.radiusArcsec)),
  ];
  const seen = new Set<string>();
  const distinct = attempts.filter((attempt) => {
    const key = JSON.stringify("id" in attempt ? attempt.id : attempt.parameters);
    return !seen.has(key) && seen.add(key);
  });
  // The place comes last and must not be crowded out by many names.
  return distinct.length <= attemptsMost ? distinct : [...distinct.slice(0, attemptsMost - 2), ...distinct.slice(-2)];
}

async function carryOut(
  registered: RegisteredBroker,
  broker: Broker<unknown, unknown>,
  attempt: Attempt,
): Promise<Found> {
  try {
    if ("id" in attempt) {
      const alert = await broker.fetchAlert(attempt.id);
      return {
        by: "link",
        alerts: alert === null ? [] : [{ generic: broker.toGenericAlert(alert), alert }],
        failure: null,
      };
    }
    const parameters = registered.parseParameters(attempt.parameters);
    const { alerts, error } = await collectAlerts(broker, parameters, { maxAlerts: sightingsMost });
    return { by: attempt.by, alerts, failure: error?.message ?? null };
  } catch (error) {
    if (!isTomError(error)) throw error;
    return { by: attempt.by, alerts: [], failure: error.message };
  }
}

const rank = { link: 0, name: 1, position: 2 } as const;

function sightingsOf(broker: Broker<unknown, unknown>, found: readonly Found[], subject: LookUpSubject): Sighting[] {
  const byId = new Map<string, Sighting>();
  for (const { by, alerts } of found.toSorted((one, other) => rank[one.by] - rank[other.by])) {
    for (const { generic, alert } of alerts) {
      if (byId.has(generic.id)) continue;
      const place = generic.ra === null || generic.dec === null ? null : { raDeg: generic.ra, decDeg: generic.dec };
      const separation = place && subject.position ? separationArcsec(subject.position, place) : null;
      // A service that widens a cone must not make a neighbour the object.
      if (by === "position" && (separation === null || separation > subject.radiusArcsec || generic.moves)) continue;
      byId.set(generic.id, {
        alertId: generic.id,
        name: generic.name,
        foundBy: by,
        raDeg: place?.raDeg ?? null,
        decDeg: place?.decDeg ?? null,
        separationArcsec: separation,
        timestamp: generic.timestamp,
        mag: generic.mag,
        band: generic.band,
        score: generic.score,
        detections: generic.detections ?? null,
        ...(generic.moves ? { moves: true } : {}),
        ...(generic.solarSystem ? { solarSystem: generic.solarSystem } : {}),
        url: generic.url,
        classifications: [...(broker.toClassifications?.(alert) ?? [])].slice(0, 20),
      });
    }
  }
  return [...byId.values()]
    .toSorted(
      (one, other) =>
        rank[one.foundBy] - rank[other.foundBy] ||
        (one.separationArcsec ?? Number.POSITIVE_INFINITY) - (other.separationArcsec ?? Number.POSITIVE_INFINITY),
    )
    .slice(0, sightingsMost);
}

/**
 * What one broker has at a place or under some names. Never rejects for the broker's sake: one that is dead, slow or not
 * set up answers with a sentence. Ends within 20 s.
 */
export async function lookUp(registered: RegisteredBroker, subject: LookUpSubject): Promise<LookUpAnswer> {
  const nothing = { sightings: [] };
  const unready = unavailableTextOf(registered);
  if (unready !== null) return { ...nothing, status: "unavailable", message: unready };
  const { queryForm, missingCredentials } = registered;
  // A survey whose token is missing is not asked: that the others have nothing is an answer, not a failure.
  const attempts = attemptsOf(queryForm, subject).filter(
    (attempt) => "id" in attempt || missingFor(missingCredentials, attempt.parameters.survey).length === 0,
  );
  if (attempts.length === 0) {
    const why = `${registered.manifest.name} cannot be asked by what is known of this object.`;
    return { ...nothing, status: "unavailable", message: why };
  }
  const broker = registered.connect();
  // What one attempt has found stays, also where another is late; and who waits says so rather than that nobody answered.
  const found: Found[] = [];
  let wait: string | null = null;
  let late: string | null = null;
  const hear = ({ sentence }: HeardWait): void => {
    wait = sentence;
  };
  const work = () =>
    Promise.all(attempts.map(async (attempt) => void found.push(await carryOut(registered, broker, attempt))));
  try {
    await withinLimit(limitMs, new AbortController().signal, () => registered.hearing(hear, work));
  } catch (error) {
    if (!isTomError(error)) throw error;
    late = wait ?? `${registered.manifest.name} did not answer within ${limitMs / 1000} s.`;
  }
  const sightings = sightingsOf(broker, found, subject);
  const failure = late ?? found.find((one) => one.failure !== null)?.failure ?? null;
  if (sightings.length > 0) return { status: "found", message: failure, sightings };
  return { ...nothing, status: failure === null ? "nothing" : "failed", message: failure };
}
