/** The columns of target files: the TOM Toolkit's names in the order of its exports, each with ours. */

export const csvFields = {
  name: "name",
  type: "type",
  permissions: "visibility",
  ra: "raDeg",
  dec: "decDeg",
  epoch: "epoch",
  parallax: "parallaxMas",
  pm_ra: "pmRaMasPerYr",
  pm_dec: "pmDecMasPerYr",
  distance: "distancePc",
  distance_err: "distanceErrPc",
  scheme: "scheme",
  epoch_of_elements: "epochOfElementsMjd",
  mean_anomaly: "meanAnomalyDeg",
  arg_of_perihelion: "argOfPerihelionDeg",
  eccentricity: "eccentricity",
  lng_asc_node: "longAscNodeDeg",
  inclination: "inclinationDeg",
  mean_daily_motion: "meanDailyMotionDegPerDay",
  semimajor_axis: "semimajorAxisAu",
  epoch_of_perihelion: "epochOfPerihelionMjd",
  ephemeris_period: "ephemerisPeriodDays",
  ephemeris_period_err: "ephemerisPeriodErrDays",
  ephemeris_epoch: "ephemerisEpochMjd",
  ephemeris_epoch_err: "ephemerisEpochErrDays",
  perihdist: "perihelionDistanceAu",
  abs_mag: "absMag",
  slope: "slope",
} as const;

export type CsvColumn = keyof typeof csvFields;

/** Columns that an export has and an import has no use for, each with why. */
export const ignoredColumns: Readonly<Record<string, string>> = {
  created: "a target is as old as its row here",
  modified: "a target is as old as its row here",
  galactic_lng: "it is computed from the position",
  galactic_lat: "it is computed from the position",
  persistentshare: "sharing is set up here, not read from a file",
};

/** The same of what is kept as dated entries; an extra that is called so is read where the file has no other column for it. */
export const entryColumns: Readonly<Record<string, string>> = {
  redshift: "it is a dated entry with a source of its own, added to the target",
  classification: "it is a dated entry with a source of its own, added to the target",
};

const isColumn = (name: string): boolean =>
  Object.hasOwn(csvFields, name) ||
  Object.hasOwn(ignoredColumns, name) ||
  Object.hasOwn(entryColumns, name) ||
  name.startsWith("name") ||
  ["aliases", "groups", "tags"].includes(name);

const prefix = "extra_";

/** Whether a key, or what is left of it behind `extra_`, would be taken for a column of another meaning. */
function isTaken(key: string): boolean {
  const name = key.trim().toLowerCase();
  return isColumn(name) || (name.startsWith(prefix) && isTaken(name.slice(prefix.length)));
}

/** The header of an extra: its key, with a prefix where a column is called so. `extraKey` is the way back. */
export const extraHeader = (key: string): string => (isTaken(key) ? prefix + key : key);

/** Whether a file names an extra of this key apart from the column that is called like it. */
export const hasExtraHeader = (titles: readonly string[], key: string): boolean =>
  titles.some((title) => title.toLowerCase() === prefix + key.toLowerCase());

export const extraKey = (header: string): string => {
  const key = header.slice(prefix.length);
  return header.toLowerCase().startsWith(prefix) && isTaken(key) ? key : header;
};

/** Texts in one cell, between commas; one that holds a comma or a quotation mark stands in quotation marks. */
export const listCell = (texts: readonly string[]): string =>
  texts.map((text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(", ");

/** The texts of such a cell, blanks around them and empty ones left out. */
export function textsOfCell(cell: string): string[] {
  const found = cell.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g);
  return [...found]
    .map(([, quoted, plain]) => (quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"')).trim())
    .filter((text) => text !== "");
}
