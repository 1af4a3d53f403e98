import * as z from "zod";
import { wrapDegrees } from "@/lib/astro/degrees";
import type { SolarSystemMatch } from "@/lib/astro/solar-system";
import { isMjdInRange, mjdToIso } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { GenericAlert, TargetDraft } from "../contract";
import { knownMag } from "../contract-known";
import { lsstMjdToUtc } from "../contract-surveys";
import type { Alert, Locus } from "./remote";

/** From ANTARES' loci to alerts and targets. Pure. Times of LSST alerts are TAI there and UTC from here on. */

const names = z.array(z.string().max(1_000)).max(1_000);

/** One locus as this TOM keeps it; what a run freezes. Positions ICRS degrees, times MJD UTC. */
export const antaresAlertSchema = z.object({
  locusId: z.string().min(1).max(100),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  ztfIds: names,
  lsstIds: names,
  solarSystemNames: names,
  tags: names,
  catalogs: names,
  /** Events whose sky maps hold the place, by their GraceDB names. */
  gravitationalWaveEvents: names,
  newestMjd: z.number().nullable(),
  firstMjd: z.number().nullable(),
  mag: z.number().nullable(),
  brightestMag: z.number().nullable(),
  detections: z.number().nullable(),
  /** Real-bogus score of the newest alert, 0 to 1; null as long as nobody asked for the alerts. */
  realBogus: z.number().nullable(),
  /** Arcsec to the nearest known solar-system object; null where there is none, it is not told, or nobody asked. */
  solarSystemArcsec: z.number().nullable(),
  /**
   * The one beside the newest detection, as its alert says; null where that has none, and the names are those of earlier
   * alerts. Missing as long as nobody asked for the alerts: then any of the names may be.
   */
  newestSolarSystemName: z.string().max(1_000).nullable().exactOptional(),
});

export type AntaresAlert = z.infer<typeof antaresAlertSchema>;

/** In UTC, by the survey of the alert that it is the time of; `isLsstOnly` decides where the locus does not name the alert. */
function utcOf(mjd: number | null, alertId: string | null, isLsstOnly: boolean): number | null {
  if (mjd === null) return null;
  const isLsst = alertId === null ? isLsstOnly : alertId.startsWith("lsst:");
  return isLsst ? lsstMjdToUtc(mjd) : mjd;
}

const distinct = (values: readonly (string | null)[]): string[] =>
  [...new Set(values.filter((value): value is string => value !== null && value !== "0"))].slice(0, 1_000);

export function locusAlert({ id, attributes }: Locus): AntaresAlert {
  const { ra, dec, tags, catalogs, properties } = attributes;
  const ztfIds = distinct([properties.ztf_object_id, ...(properties.survey?.ztf?.id ?? [])]);
  const lsstIds = distinct(properties.survey?.lsst?.dia_object_id ?? []);
  const isLsstOnly = ztfIds.length === 0 && lsstIds.length > 0;
  const isPlace = ra !== null && dec !== null && Math.abs(dec) <= 90;
  return {
    locusId: id,
    raDeg: isPlace ? wrapDegrees(ra) : null,
    decDeg: isPlace ? dec : null,
    ztfIds,
    lsstIds,
    solarSystemNames: distinct([
      properties.ztf_ssnamenr,
      ...(properties.survey?.ztf?.ssnamenr ?? []),
      ...(properties.survey?.lsst?.ss_object_id ?? []),
    ]),
    tags,
    catalogs,
    gravitationalWaveEvents: attributes.grav_wave_events,
    newestMjd: utcOf(properties.newest_alert_observation_time, properties.newest_alert_id, isLsstOnly),
    firstMjd: utcOf(properties.oldest_alert_observation_time, properties.oldest_alert_id, isLsstOnly),
    mag: knownMag(properties.newest_alert_magnitude),
    brightestMag: knownMag(properties.brightest_alert_magnitude),
    detections: properties.num_mag_values ?? properties.num_alerts,
    realBogus: null,
    solarSystemArcsec: null,
  };
}

const named = (name: string | null): string | null => (name === "0" ? null : name);

/** The alert with what only its alerts say: the newest one's score, and which solar-system object is how far from it. */
export function withAlerts(alert: AntaresAlert, alerts: readonly Alert[]): AntaresAlert {
  const timeOf = ({ attributes: { mjd, properties } }: Alert): number => mjd ?? properties.ant_mjd ?? 0;
  const newest = alerts
    .filter(({ id }) => !id.startsWith("ztf_upper_limit:"))
    .toSorted((one, other) => timeOf(other) - timeOf(one))[0]?.attributes.properties;
  if (!newest) return alert;
  const { ztf_ssdistnr: arcsec, lsst_diaSource_ssObjectId: lsstName } = newest;
  const name = named(newest.ztf_ssnamenr) ?? lsstName;
  return {
    ...alert,
    realBogus: newest.ztf_drb ?? newest.ztf_rb ?? newest.lsst_diaSource_reliability,
    newestSolarSystemName: name,
    solarSystemArcsec: name !== null && arcsec !== null && arcsec >= 0 ? arcsec : null,
  };
}

/** What lies beside the newest detection; where nobody asked for that, what any alert of the locus names. */
function solarSystemOf(alert: AntaresAlert): SolarSystemMatch | null {
  const names = alert.solarSystemNames.join(", ") || null;
  const name = alert.newestSolarSystemName === undefined ? names : alert.newestSolarSystemName;
  return name === null ? null : { name: name.slice(0, 200), separationArcsec: alert.solarSystemArcsec };
}

const isoOf = (mjd: number | null): string | null => (mjd !== null && isMjdInRange(mjd) ? mjdToIso(mjd) : null);

const nameOf = ({ ztfIds, lsstIds, locusId }: AntaresAlert): string => ztfIds[0] ?? lsstIds[0] ?? locusId;

export const toGenericAlert = (alert: AntaresAlert): GenericAlert => ({
  id: alert.locusId,
  name: nameOf(alert),
  timestamp: isoOf(alert.newestMjd),
  ra: alert.raDeg,
  dec: alert.decDeg,
  mag: alert.mag,
  band: null,
  score: alert.realBogus,
  detections: alert.detections,
  solarSystem: solarSystemOf(alert),
  url: `https://antares.noirlab.edu/loci/${encodeURIComponent(alert.locusId)}`,
});

/**
 * A sidereal target under the survey's name, with the locus and every survey id as aliases. A match with a solar-system
 * object is a flag with its separation: that name belongs to the asteroid, not to this place.
 */
export function toTarget(alert: AntaresAlert): TargetDraft {
  if (alert.raDeg === null || alert.decDeg === null)
    throw new TomError("INVALID_INPUT", `${nameOf(alert)} has no position, so it cannot become a target.`);
  const name = nameOf(alert);
  const match = solarSystemOf(alert);
  const earlier = match === null ? alert.solarSystemNames : [];
  const extras = {
    antares_tags: alert.tags.join(", ").slice(0, 1_000) || null,
    antares_catalogs: alert.catalogs.join(", ").slice(0, 1_000) || null,
    gravitational_wave_events: alert.gravitationalWaveEvents.join(", ").slice(0, 1_000) || null,
    brightest_mag: alert.brightestMag,
    solar_system_match: match?.name ?? null,
    solar_system_match_arcsec: match?.separationArcsec ?? null,
    solar_system_earlier: earlier.join(", ").slice(0, 200) || null,
  };
  return {
    name,
    type: "SIDEREAL",
    raDeg: alert.raDeg,
    decDeg: alert.decDeg,
    aliases: distinct([alert.locusId, ...alert.ztfIds, ...alert.lsstIds]).filter((alias) => alias !== name),
    extras: Object.fromEntries(
      Object.entries(extras).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    classifications: [],
  };
}
