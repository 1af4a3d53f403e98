import { isSolarSystemObject } from "@/lib/astro/solar-system";
import { isMovingDesignation, surveySpelling } from "@/lib/astro/survey-names";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import type { LookUpAnswer, LookUpPlace } from "../types";
import { unavailableTextOf } from "./list-brokers";
import { lookUp, waysOf } from "./look-up";

/** The place that a name stands for; `moves`: a broker knows it for what moves, so that it has none that lasts. */
export type ToldPlace = { kind: "place"; place: LookUpPlace } | { kind: "moves" } | { kind: "none" };

/** The same name is asked for by every broker's own request at once: they share the question, and its answer for a moment. */
const keptMs = 30_000;
/** The others may still speak so long after the first that has a place. */
const othersMs = 1_000;
const kept = new WeakMap<BrokerRegistry, Map<string, { untilMs: number; told: Promise<ToldPlace> }>>();

/**
 * Where a broker has what is called so: of those that have answered a second after the first one with a place, the first in
 * the order of the config. All are asked at once, so that a slow one holds up nobody; ends within 20 s. What a broker knows
 * as moving, or is called as only such things are, has no place.
 */
export function toldPlace(brokers: BrokerRegistry, name: string): Promise<ToldPlace> {
  const known = kept.get(brokers) ?? new Map<string, { untilMs: number; told: Promise<ToldPlace> }>();
  kept.set(brokers, known);
  const nowMs = performance.now();
  for (const [key, { untilMs }] of known) if (untilMs <= nowMs) known.delete(key);
  const key = name.trim();
  const before = known.get(key);
  if (before) return before.told;
  const told = firstPlace(
    brokers.list().filter((broker) => unavailableTextOf(broker) === null && waysOf(broker, name).byName),
    name,
  );
  known.set(key, { untilMs: Number.POSITIVE_INFINITY, told });
  // An answer that is no place is not kept: another try may fare better.
  const settle = (result: ToldPlace | null): void => {
    if (result === null || result.kind === "none") known.delete(key);
    else known.set(key, { untilMs: performance.now() + keptMs, told });
  };
  told.then(settle, () => settle(null));
  return told;
}

/** The value if it comes in time, else null. */
export async function within<Value>(value: Promise<Value>, patienceMs: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function firstPlace(brokers: readonly RegisteredBroker[], name: string): Promise<ToldPlace> {
  if (isMovingDesignation(name)) return { kind: "moves" };
  const subject = { names: [name], alertIds: [], position: null, radiusArcsec: 1 };
  // In the order of the config, as far as they have answered: the same name has the same place at the next look.
  const answered: Heard[] = brokers.map(() => ({ kind: "none" }));
  let hearFirst = (): void => undefined;
  const placed = new Promise<void>((resolve) => {
    hearFirst = resolve;
  });
  const all = Promise.all(
    brokers.map(async (broker, index) => {
      const told = placeIn(broker, await lookUp(broker, subject));
      answered[index] = told;
      if (told.kind === "moves" || told.kind === "place") hearFirst();
    }),
  );
  await Promise.race([placed, all]);
  // One that knows how it moves must not come too late for those that saw it somewhere once.
  if (!answered.some(({ kind }) => kind === "moves")) await within(all, othersMs);
  const first = (kind: Heard["kind"]) => answered.find((heard) => heard.kind === kind);
  const told = first("moves") ?? first("place") ?? first("passes") ?? { kind: "none" };
  return told.kind === "passes" ? { kind: "moves" } : told;
}

/** `passes`: what it has lies at a known solar-system object, which is its place for a moment only. */
type Heard = ToldPlace | { kind: "passes" };

function placeIn(broker: RegisteredBroker, { sightings }: LookUpAnswer): Heard {
  if (sightings.some(({ moves }) => moves)) return { kind: "moves" };
  for (const { raDeg, decDeg, name, solarSystem } of sightings) {
    if (raDeg === null || decDeg === null || isSolarSystemObject(solarSystem)) continue;
    const of = { from: "broker", id: broker.id, source: broker.manifest.name, name: surveySpelling(name) } as const;
    return { kind: "place", place: { raDeg, decDeg, ...of } };
  }
  return { kind: sightings.some(({ solarSystem }) => isSolarSystemObject(solarSystem)) ? "passes" : "none" };
}
