import { classFamily } from "./class-family";
import { type Found, ownSightings } from "./own-sightings";
import { separationArcsec } from "./sphere";

/** As much of an object at a broker as can contradict another's. Degrees ICRS, ISO 8601 UTC. */
type Seen = Found & {
  name: string;
  raDeg: number | null;
  decDeg: number | null;
  /** Its place holds for a moment. */
  moves?: boolean;
  /** Of the newest detection. */
  timestamp: string | null;
  mag: number | null;
  band: string | null;
  /** The one that the broker shows first stands first. */
  classifications: readonly { name: string }[];
};

/** What one broker shows of an object, the surest first, under the name that people know the broker by. */
export type NamedView = {
  brokerId: string;
  brokerName: string;
  /** System of its magnitudes; null where it does not say. */
  magnitudeSystem: string | null;
  /** What its magnitudes measure; null where it does not say, or one alert has this and another that. */
  magnitudeOf: "difference" | "total" | null;
  sightings: readonly Seen[];
};

/** What is known here of the object that brokers were asked for. */
export type OwnView = {
  /** ICRS degrees, now; null for one that moves, or has no place. */
  position: { raDeg: number; decDeg: number } | null;
  /** It moves: places of different times are not compared. */
  moves: boolean;
  /** Its newest class; null where it has none. */
  className: string | null;
};

export type Aspect = "class" | "position" | "brightness";

/** One sighting that contradicts, and in a few words what it contradicts. */
type Mark = { brokerId: string; alertId: string; text: string };

/** Where brokers do not agree on one object, or with what is known of it here: a sentence, and who takes part. */
export type Disagreement = { about: Aspect; text: string; brokerIds: string[]; marks: Mark[] };

/** Farther apart than astrometry of surveys explains, in arcsec. */
const positionLimitArcsec = 1;
/** Newest magnitudes are compared only within so many days, and only from so many magnitudes on. */
const sameTimeDays = 0.5;
const brightnessLimitMag = 0.3;

type Said = { view: NamedView; seen: Seen };

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const markOf = ({ view, seen }: Said, text: string): Mark => ({
  brokerId: view.brokerId,
  alertId: seen.alertId,
  text,
});

const disagreement = (about: Aspect, text: string, marks: readonly Mark[]): Disagreement => ({
  about,
  text,
  brokerIds: unique(marks.map(({ brokerId }) => brokerId)),
  marks: marks.filter(
    (mark, at) => at === marks.findIndex((one) => one.brokerId === mark.brokerId && one.alertId === mark.alertId),
  ),
});

/** By the broker's name, and the object's where the broker shows several that are this one. */
const nameOf = ({ view, seen }: Said, all: readonly Said[]): string =>
  all.some((other) => other.view.brokerId === view.brokerId && other.seen !== seen)
    ? `${view.brokerName} (${seen.name})`
    : view.brokerName;

function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}

function classes(all: readonly Said[], own: OwnView | null): Disagreement[] {
  const classed = all.flatMap((said) => {
    const name = said.seen.classifications[0]?.name;
    const family = name === undefined ? null : classFamily(name);
    return name === undefined || family === null ? [] : [{ said, name, family }];
  });
  const ownName = own?.className ?? null;
  const ownFamily = ownName === null ? null : classFamily(ownName);
  const families = new Set([...classed.map(({ family }) => family), ...(ownFamily === null ? [] : [ownFamily])]);
  if (families.size < 2) return [];
  const words = unique(classed.map(({ said, name }) => `${said.view.brokerName} says ${name}`));
  if (ownFamily !== null) words.push(`this target is ${ownName}`);
  const marks = classed
    .filter(({ family }) => family !== ownFamily)
    .map(({ said, family }) => {
      if (ownFamily !== null) return markOf(said, `target is ${ownName}`);
      const other = classed.find((one) => one.family !== family);
      return markOf(said, other ? `${other.said.view.brokerName} says ${other.name}` : "");
    });
  return [disagreement("class", `Class: ${words.join(", ")}.`, marks)];
}

const placeOf = ({ raDeg, decDeg }: Seen) => (raDeg === null || decDeg === null ? null : { raDeg, decDeg });
const apartText = (arcsec: number): string => `${arcsec.toFixed(1)} arcsec`;

function positions(all: readonly Said[], own: OwnView | null): Disagreement[] {
  if (own?.moves) return [];
  const placed = all.flatMap((said) => {
    const place = placeOf(said.seen);
    return place && !said.seen.moves ? [{ said, place }] : [];
  });
  const ownPlace = own?.position ?? null;
  const astray = placed
    .map((one) => ({ ...one, arcsec: ownPlace === null ? 0 : separationArcsec(ownPlace, one.place) }))
    .filter(({ arcsec }) => arcsec > positionLimitArcsec);
  // What lies far from the target lies far from all others: said once.
  const rest = placed.filter(({ said }) => !astray.some((one) => one.said === said));
  const apart = pairs(rest)
    .map(([one, other]) => ({ one, other, arcsec: separationArcsec(one.place, other.place) }))
    .filter(({ arcsec }) => arcsec > positionLimitArcsec)
    .toSorted((a, b) => b.arcsec - a.arcsec);
  const found: Disagreement[] = [];
  if (astray.length > 0) {
    const words = astray.map(({ said, arcsec }) => `${nameOf(said, all)} ${apartText(arcsec)}`).join(", ");
    const marks = astray.map(({ said, arcsec }) => markOf(said, `${apartText(arcsec)} from the target`));
    found.push(disagreement("position", `Position: away from this target lie ${words}.`, marks));
  }
  const [widest] = apart;
  if (widest) {
    const [one, other] = [nameOf(widest.one.said, all), nameOf(widest.other.said, all)];
    const text = `Position: ${one} and ${other} lie ${apartText(widest.arcsec)} apart.`;
    const marks = apart.flatMap((pair) => [
      markOf(pair.one.said, `${apartText(pair.arcsec)} from ${nameOf(pair.other.said, all)}`),
      markOf(pair.other.said, `${apartText(pair.arcsec)} from ${nameOf(pair.one.said, all)}`),
    ]);
    found.push(disagreement("position", text, marks));
  }
  return found;
}

const daysBetween = (one: string, other: string): number => Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000;

/** Only like is compared with like: one band, one system, one kind of brightness, one night. */
function areComparable(one: Said, other: Said): boolean {
  const [a, b] = [one.seen, other.seen];
  if (a.band === null || a.band !== b.band) return false;
  if (a.timestamp === null || b.timestamp === null || daysBetween(a.timestamp, b.timestamp) > sameTimeDays)
    return false;
  const { magnitudeSystem, magnitudeOf } = one.view;
  return (
    magnitudeSystem !== null &&
    magnitudeSystem === other.view.magnitudeSystem &&
    magnitudeOf !== null &&
    magnitudeOf === other.view.magnitudeOf
  );
}

function brightnesses(all: readonly Said[]): Disagreement[] {
  return pairs(all).flatMap(([one, other]) => {
    const [a, b] = [one.seen.mag, other.seen.mag];
    if (a === null || b === null || !areComparable(one, other) || Math.abs(a - b) <= brightnessLimitMag) return [];
    const [from, to] = [nameOf(one, all), nameOf(other, all)];
    const text = `Brightness: in ${one.seen.band}, ${from} has ${a.toFixed(2)} and ${to} ${b.toFixed(2)}.`;
    const marks = [markOf(one, `${to} has ${b.toFixed(2)}`), markOf(other, `${from} has ${a.toFixed(2)}`)];
    return [disagreement("brightness", text, marks)];
  });
}

/**
 * Where brokers contradict each other about one object, or what is known of it here: kinds of class, places more than
 * 1 arcsec apart, newest magnitudes of one band, kind and night that differ by more than 0.3. All sightings that are the
 * object take part (`ownSightings`). Scores are never compared.
 */
export function disagreementsOf(views: readonly NamedView[], own: OwnView | null): Disagreement[] {
  const all = views.flatMap((view) => ownSightings(view.sightings).map((seen): Said => ({ view, seen })));
  return [...classes(all, own), ...positions(all, own), ...brightnesses(all)];
}
