import { classFamily } from "./class-family";
import { separationArcsec } from "./sphere";

/** As much of an object at a broker as can contradict another's. Degrees ICRS, ISO 8601 UTC. */
type Seen = {
  raDeg: number | null;
  decDeg: number | null;
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
  sightings: readonly Seen[];
};

/** Where brokers do not agree on one object: a sentence, and who takes part. */
export type Disagreement = { about: "class" | "position" | "brightness"; text: string; brokerIds: string[] };

/** Farther apart than astrometry of surveys explains, in arcsec. */
const positionLimitArcsec = 1;
/** Newest magnitudes are compared only within so many days, and only from so many magnitudes on. */
const sameTimeDays = 0.5;
const brightnessLimitMag = 0.3;

type Best = NamedView & { best: Seen };

/** The sighting that stands for each broker; what several names or surveys gave beside it is not compared. */
const bestOf = (views: readonly NamedView[]): Best[] =>
  views.flatMap((view) => (view.sightings[0] ? [{ ...view, best: view.sightings[0] }] : []));

function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}

function classes(views: readonly Best[]): Disagreement[] {
  const said = views.flatMap((view) => {
    const name = view.best.classifications[0]?.name;
    const family = name === undefined ? null : classFamily(name);
    return name === undefined || family === null ? [] : [{ view, name, family }];
  });
  if (new Set(said.map(({ family }) => family)).size < 2) return [];
  return [
    {
      about: "class",
      text: `Class: ${said.map(({ view, name }) => `${view.brokerName} says ${name}`).join(", ")}.`,
      brokerIds: said.map(({ view }) => view.brokerId),
    },
  ];
}

function positions(views: readonly Best[]): Disagreement[] {
  const apart = pairs(views)
    .flatMap(([one, other]) => {
      const [from, to] = [placeOf(one.best), placeOf(other.best)];
      return from && to ? [{ one, other, arcsec: separationArcsec(from, to) }] : [];
    })
    .filter(({ arcsec }) => arcsec > positionLimitArcsec)
    .toSorted((one, other) => other.arcsec - one.arcsec);
  const [widest] = apart;
  if (!widest) return [];
  const { one, other, arcsec } = widest;
  return [
    {
      about: "position",
      text: `Position: ${one.brokerName} and ${other.brokerName} lie ${arcsec.toFixed(1)} arcsec apart.`,
      brokerIds: [...new Set(apart.flatMap((pair) => [pair.one.brokerId, pair.other.brokerId]))],
    },
  ];
}

const placeOf = ({ raDeg, decDeg }: Seen) => (raDeg === null || decDeg === null ? null : { raDeg, decDeg });

const daysBetween = (one: string, other: string): number => Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000;

/** Only like is compared with like: one band, one system, one night. */
function brightnesses(views: readonly Best[]): Disagreement[] {
  return pairs(views).flatMap(([one, other]) => {
    const [a, b] = [one.best, other.best];
    if (a.mag === null || b.mag === null || a.band === null || a.band !== b.band) return [];
    if (a.timestamp === null || b.timestamp === null || daysBetween(a.timestamp, b.timestamp) > sameTimeDays) return [];
    if (one.magnitudeSystem === null || one.magnitudeSystem !== other.magnitudeSystem) return [];
    const difference = Math.abs(a.mag - b.mag);
    if (difference <= brightnessLimitMag) return [];
    const text = `Brightness: in ${a.band}, ${one.brokerName} has ${a.mag.toFixed(2)} and ${other.brokerName} ${b.mag.toFixed(2)}.`;
    return [{ about: "brightness" as const, text, brokerIds: [one.brokerId, other.brokerId] }];
  });
}

/**
 * Where brokers contradict each other about one object: kinds of class, places more than 1 arcsec apart, newest
 * magnitudes of one band and night that differ by more than 0.3. Scores are never compared.
 */
export function disagreementsOf(views: readonly NamedView[]): Disagreement[] {
  const best = bestOf(views);
  return [...classes(best), ...positions(best), ...brightnesses(best)];
}
