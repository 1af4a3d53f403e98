/** What a broker hands to the core: drafts. Units stand in the names; the core checks them again and writes. */

export type ClassificationDraft = {
  /** The class, as the classifier names it ("SNIa"). */
  name: string;
  /** Who says so: the broker's name. */
  source: string;
  classifier: string | null;
  version: string | null;
  /** [0,1]; null is unknown, 0 is a probability. */
  probability: number | null;
  /** ISO 8601 UTC; null when the broker does not date it. */
  date: string | null;
};

export type RedshiftDraft = { value: number; error: number | null; frame: string | null; source: string | null };

/** Elements of a non-sidereal target; angles in degrees, J2000 ecliptic; a scheme needs only its own. */
export type TargetElements = {
  scheme: "MPC_MINOR_PLANET" | "MPC_COMET" | "JPL_MAJOR_PLANET";
  epochOfElementsMjd?: number;
  meanAnomalyDeg?: number;
  argOfPerihelionDeg?: number;
  longAscNodeDeg?: number;
  inclinationDeg?: number;
  eccentricity?: number;
  semimajorAxisAu?: number;
  meanDailyMotionDegPerDay?: number;
  perihelionDistanceAu?: number;
  epochOfPerihelionMjd?: number;
  absMag?: number;
  slope?: number;
};

export type TargetDraft = {
  name: string;
  type: "SIDEREAL" | "NON_SIDEREAL";
  /** Degrees, ICRS, [0,360); null for a non-sidereal target without a position. */
  raDeg: number | null;
  /** Degrees, ICRS, [-90,90]. */
  decDeg: number | null;
  /** Julian year of the position. */
  epoch?: number | null;
  /** mas/yr, includes cos Dec. */
  pmRaMasPerYr?: number | null;
  pmDecMasPerYr?: number | null;
  parallaxMas?: number | null;
  distancePc?: number | null;
  /** Other names, without the name itself. */
  aliases: readonly string[];
  extras: Readonly<Record<string, string | number | boolean>>;
  classifications: readonly ClassificationDraft[];
  redshift?: RedshiftDraft | null;
  elements?: TargetElements | null;
};

/** As much of a target as a broker needs to find it again. */
export type TargetRef = {
  name: string;
  aliases: readonly string[];
  raDeg: number | null;
  decDeg: number | null;
  /** Ids under which this broker's alerts were linked to the target, newest first. */
  alertIds?: readonly string[];
};

/**
 * One measurement, limit or forced measurement. A measurement has `mag` or `fluxNjy` or both; a limit has `limitMag`
 * and neither. Not corrected for extinction.
 */
export type PhotometryDraft = {
  /** MJD in UTC, whatever scale the survey uses. */
  observedAtMjd: number;
  /** As the survey names it: g r i z y u G, else the filter's name. */
  band: string;
  /** Magnitude in `magSystem`; null without a positive flux. */
  mag: number | null;
  magErr: number | null;
  /** nJy; may be negative. Null when the survey gives magnitudes only. */
  fluxNjy: number | null;
  fluxErrNjy: number | null;
  limitMag: number | null;
  /** How many sigma `limitMag` stands for; null when the survey does not say. */
  limitSigma: number | null;
  magSystem: "AB" | "Vega" | null;
  brightness: "difference" | "total";
  forced: boolean;
  /** Whose forced photometry it is ("ZTF", "LSST"); null when not forced. */
  forcedProducer: string | null;
  /** The difference lies below the reference. */
  negative: boolean;
  /** What `observedAtMjd` marks in the exposure. */
  timeReference: "start" | "middle" | null;
  telescope: string | null;
  instrument: string | null;
  /** Where the light was measured: "ZTF", "LSST", "Gaia". */
  source: string;
  /** The survey's bare id of the measurement, as text, without a broker's prefix; null when it has none. */
  sourceId: string | null;
  /** What else the survey said that a person may ask for. Small. */
  raw?: Readonly<Record<string, string | number | boolean | null>>;
};
