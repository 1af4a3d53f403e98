import { TomError } from "@/lib/core/errors";
import type { ClassificationDraft, GenericAlert, TargetDraft } from "../contract";
import type { AnnotationFacts, LasairAlert, SherlockFacts, TnsFacts } from "./alert";
import { isNumeric, isoOfMjd, tnsName } from "./facts";

/** From Lasair's objects to alerts and targets. Pure. */

const sites = { ztf: "https://lasair-ztf.lsst.ac.uk", lsst: "https://lasair.lsst.ac.uk" };

export const toGenericAlert = (alert: LasairAlert): GenericAlert => ({
  id: alert.objectId,
  name: alert.objectId,
  timestamp: isoOfMjd(alert.newestMjd),
  ra: alert.raDeg,
  dec: alert.decDeg,
  mag: alert.mag,
  band: alert.band,
  score: alert.score,
  detections: alert.detections,
  solarSystem: alert.solarSystem,
  url: `${sites[alert.survey]}/objects/${encodeURIComponent(alert.objectId)}/`,
});

const classFrom = (classifier: string, name: string, more: Partial<ClassificationDraft> = {}): ClassificationDraft => ({
  name,
  source: "Lasair",
  classifier,
  version: null,
  probability: null,
  date: null,
  ...more,
});

const sherlockClass = ({ name, version }: SherlockFacts): ClassificationDraft =>
  classFrom("Sherlock", name, { version });

/** An annotator that writes a bare number scores what its topic is about: that is the class. */
function annotationClass({
  topic,
  classification,
  probability,
  version,
  date,
}: AnnotationFacts): ClassificationDraft[] {
  if (classification === null) return [];
  const name = isNumeric(classification) ? topic : classification;
  return [classFrom(topic, name.slice(0, 200), { version, probability, date })];
}

/** Type at the TNS first, then the annotators', then the context. Each says who gave it. */
export const toClassifications = ({ tns, annotations, sherlock }: LasairAlert): ClassificationDraft[] => [
  ...(tns?.type ? [classFrom("TNS", tns.type)] : []),
  ...annotations.flatMap(annotationClass),
  ...(sherlock ? [sherlockClass(sherlock)] : []),
];

type Extras = Readonly<Record<string, string | number | boolean | null | undefined>>;

const sherlockExtras = (found: SherlockFacts | null): Extras => ({
  sherlock_classification: found?.name,
  sherlock_association: found?.association,
  sherlock_source: found?.source,
  sherlock_source_type: found?.sourceType,
  sherlock_source_arcsec: found?.separationArcsec,
  host_redshift: found?.redshift,
  host_photo_redshift: found?.photoRedshift,
  host_distance_mpc: found?.distanceMpc,
  sherlock_description: found?.description,
});

const tnsExtras = (found: TnsFacts | null): Extras => ({
  tns_name: found ? tnsName(found) : null,
  tns_type: found?.type,
  tns_redshift: found?.redshift,
  tns_discovered_at: found?.discoveredAt,
  tns_reported_by: found?.reportedBy,
  tns_separation_arcsec: found?.separationArcsec,
});

/** What an annotator said besides its class: nothing of it is lost. */
const annotationExtras = (annotations: readonly AnnotationFacts[]): Extras =>
  Object.fromEntries(
    annotations.map(({ topic, classification, explanation, url }) => [
      `annotation_${topic}`.slice(0, 100),
      [classification, explanation, url].filter((part) => part !== null && part !== "").join("; "),
    ]),
  );

/** A sidereal target with the TNS's names as aliases. A match with a solar-system object is a flag with its separation. */
export function toTarget(alert: LasairAlert): TargetDraft {
  const { objectId, raDeg, decDeg, tns, solarSystem } = alert;
  if (raDeg === null || decDeg === null) {
    throw new TomError("INVALID_INPUT", `${objectId} has no position, so it cannot become a target.`);
  }
  const extras: Extras = {
    ...alert.extras,
    ndet: alert.detections,
    ...sherlockExtras(alert.sherlock),
    ...tnsExtras(tns),
    ...annotationExtras(alert.annotations),
    solar_system_match: solarSystem?.name,
    solar_system_match_arcsec: solarSystem?.separationArcsec,
  };
  const names = tns === null ? [] : [tnsName(tns), tns.internalName];
  return {
    name: objectId,
    type: "SIDEREAL",
    raDeg,
    decDeg,
    aliases: [...new Set(names.filter((name): name is string => name !== null && name !== "" && name !== objectId))],
    extras: Object.fromEntries(
      Object.entries(extras).flatMap(([key, value]) =>
        value === null || value === undefined || value === "" ? [] : [[key, value] as const],
      ),
    ),
    classifications: toClassifications(alert),
    redshift: tns?.redshift == null ? null : { value: tns.redshift, error: null, frame: null, source: "TNS" },
  };
}

const joined = (one: string | number | boolean, other: string | number | boolean): string | number | boolean => {
  if (one === other) return one;
  const parts = String(one).split("; ");
  return parts.includes(String(other)) ? one : [...parts, String(other)].join("; ").slice(0, 1_000);
};

/** Two rows of one object (joined tables give one for each match) as one; what differs stands side by side. */
export function mergeAlerts(earlier: LasairAlert, later: LasairAlert): LasairAlert {
  const [whole, part] = later.isComplete ? [later, earlier] : [earlier, later];
  const extras = { ...whole.extras };
  for (const [key, value] of Object.entries(part.extras)) {
    const known = extras[key];
    extras[key] = known === undefined ? value : joined(known, value);
  }
  const known = new Set(whole.annotations.map((one) => JSON.stringify(one)));
  const more = part.annotations.filter((one) => !known.has(JSON.stringify(one)));
  return {
    ...whole,
    ...(whole.raDeg === null ? { raDeg: part.raDeg, decDeg: part.decDeg } : {}),
    sherlock: whole.sherlock ?? part.sherlock,
    tns: whole.tns ?? part.tns,
    annotations: [...whole.annotations, ...more].slice(0, 500),
    extras,
  };
}
