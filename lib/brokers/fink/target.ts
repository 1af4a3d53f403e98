import type { SolarSystemMatch } from "@/lib/astro/solar-system";
import { isMjdInRange, mjdToIso } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { ClassificationDraft, GenericAlert, TargetDraft } from "../contract";
import type { FinkAlert } from "./alert";

/** What an object of Fink is in everybody's words. Pure. */

/** ISO 8601 UTC; null for no time, and for one that no calendar has. */
export const isoOf = (mjd: number | null): string | null => (mjd !== null && isMjdInRange(mjd) ? mjdToIso(mjd) : null);

/** Its neighbour by name, or Fink's word that the Minor Planet Center knows it. What Fink only suspects is no match. */
const solarSystemOf = ({ solarSystemName, solarSystemArcsec, roid }: FinkAlert): SolarSystemMatch | null =>
  solarSystemName === null && roid !== 3 ? null : { name: solarSystemName, separationArcsec: solarSystemArcsec };

export const toGenericAlert = (alert: FinkAlert): GenericAlert => ({
  id: alert.objectId,
  name: alert.name ?? alert.objectId,
  timestamp: isoOf(alert.newestMjd),
  ra: alert.raDeg,
  dec: alert.decDeg,
  mag: alert.mag,
  band: alert.band,
  score: alert.score,
  detections: alert.detections,
  ...(alert.moves ? { moves: true } : {}),
  solarSystem: solarSystemOf(alert),
  url: `https://${alert.survey}.fink-portal.org/${encodeURIComponent(alert.objectId)}`,
});

export const toClassifications = ({ classes, version, newestMjd }: FinkAlert): ClassificationDraft[] =>
  classes.map(({ name, classifier, probability }) => ({
    name,
    source: "Fink",
    classifier,
    // What people put into the TNS has no version of Fink's.
    version: classifier === "TNS" ? null : version,
    probability,
    date: isoOf(newestMjd),
  }));

/** @throws TomError INVALID_INPUT without a position, and for what moves: Fink tells where it was, not its orbit */
export function toTarget(alert: FinkAlert): TargetDraft {
  if (alert.moves) {
    const text = `${alert.name ?? alert.objectId} moves, and Fink tells no orbit: make the target from its elements.`;
    throw new TomError("INVALID_INPUT", text);
  }
  if (alert.raDeg === null || alert.decDeg === null)
    throw new TomError("INVALID_INPUT", `${alert.objectId} has no position, so it cannot become a target.`);
  const extras = {
    classification: alert.classes[0]?.name ?? null,
    cdsxmatch: alert.simbad,
    tns: alert.tnsType,
    // A flag with its separation, never a name: an asteroid may pass by.
    solar_system_match: alert.solarSystemName,
    solar_system_match_arcsec: alert.solarSystemName === null ? null : alert.solarSystemArcsec,
    roid: alert.roid,
    ...alert.facts,
  };
  return {
    name: alert.objectId,
    type: "SIDEREAL",
    raDeg: alert.raDeg,
    decDeg: alert.decDeg,
    aliases: alert.tnsName === null || alert.tnsName === alert.objectId ? [] : [alert.tnsName],
    extras: Object.fromEntries(
      Object.entries(extras).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    classifications: toClassifications(alert),
    redshift:
      alert.tnsRedshift === null
        ? null
        : { value: alert.tnsRedshift, error: null, frame: null, source: "TNS, by Fink" },
  };
}
