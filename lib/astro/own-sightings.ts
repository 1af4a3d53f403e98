/** As much of an object at a broker as tells whether it is the one that is looked at. */
export type Found = {
  /** The broker's own id, as text. */
  alertId: string;
  /** Linked to the target, called by one of its names, or only close by. */
  foundBy: "link" | "name" | "position";
  /** From the place asked for; null where either has none. */
  separationArcsec: number | null;
};

/** The names of the TNS are one list, whatever stands before them. */
const ofTheIau = new Set(["at", "sn", "tde"]);

/** Which list of names an id comes from, by its letters before the first digit: "ztf" of ZTF20aaelulu; "" where it has none. */
function listOf(alertId: string): string {
  const isUuid = /^[0-9a-f]{8}-/i.test(alertId);
  const letters = isUuid ? "" : (/^([a-z]{2,10})[\s_:-]?\d/i.exec(alertId)?.[1] ?? "").toLowerCase();
  return ofTheIau.has(letters) ? "" : letters;
}

const farthest = Number.POSITIVE_INFINITY;

/**
 * The sightings of one broker that are the object itself: those linked to it or called by one of its names; where a list
 * of names (a survey) has none of these, the nearest at its place. Whatever else lies at the place is a neighbour, or
 * another name that somebody has to decide on.
 */
export function ownSightings<One extends Found>(sightings: readonly One[]): One[] {
  const lists = new Set(sightings.map(({ alertId }) => listOf(alertId)));
  const own = [...lists].flatMap((name) => {
    const list = sightings.filter(({ alertId }) => listOf(alertId) === name);
    const sure = list.filter(({ foundBy }) => foundBy !== "position");
    if (sure.length > 0) return sure;
    const nearest = list.toSorted(
      (one, other) => (one.separationArcsec ?? farthest) - (other.separationArcsec ?? farthest),
    )[0];
    return nearest ? [nearest] : [];
  });
  return sightings.filter((one) => own.includes(one));
}
