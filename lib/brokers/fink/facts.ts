import { lenientNumber, lenientText } from "../contract-remote";

/** What else Fink says of an object, kept under Fink's own names so that nothing is lost on the way to a target. */

export type Fact = string | number | boolean;

/** Names, types and classes are words even where they look like numbers. */
const isWord = (column: string): boolean => /name|type|class|tracklet|spicy_/i.test(column);

function factOf(column: string, value: unknown): Fact | null {
  if (typeof value === "boolean") return value;
  const number = isWord(column) ? null : lenientNumber.parse(value);
  if (number !== null) return number;
  const text = typeof value === "string" || isWord(column) ? lenientText.parse(value) : null;
  return text === null || /^\[.*\]$/s.test(text) ? null : text.slice(0, 200);
}

/** Scores that were not computed are −1; 0 is kept. */
const isUnset = (column: string, fact: Fact): boolean =>
  fact === -1 && /_score$|_class$|^[id]:(rf|snn|mulens|slsn)/.test(column);

function pick(row: Readonly<Record<string, unknown>>, columns: readonly string[]): Record<string, Fact> {
  const facts: Record<string, Fact> = {};
  for (const column of columns) {
    const fact = factOf(column, row[column]);
    if (fact !== null && !isUnset(column, fact)) facts[column.slice(2)] = fact;
  }
  return facts;
}

/** Of ZTF: catalogues, scores and the counts behind them. */
export const ztfFactColumns = [
  ...["i:distnr", "i:rb", "i:drb", "i:ndethist", "d:nalerthist"],
  ...["d:rf_snia_vs_nonia", "d:snn_snia_vs_nonia", "d:snn_sn_vs_all", "d:rf_kn_vs_nonkn", "d:mulens", "d:slsn_score"],
  ...["d:anomaly_score", "d:vsx", "d:gcvs", "d:x3hsp", "d:x4lac", "d:spicy_class", "d:tracklet"],
  ...["d:DR3Name", "d:Plx", "d:e_Plx", "d:gaiaClass"],
  ...["d:mangrove_HyperLEDA_name", "d:mangrove_2MASS_name", "d:mangrove_ang_dist", "d:mangrove_lum_dist"],
  "v:constellation",
] as const;

export const ztfFacts = (row: Readonly<Record<string, unknown>>): Record<string, Fact> => pick(row, ztfFactColumns);

const lsstFact = /^f:(xm_|clf_|is_)|^r:(reliability|snr|extendedness|nDiaSources)$/;
/** Those have a place of their own. */
const placed = new Set([
  ...["f:xm_simbad_otype", "f:xm_tns_fullname", "f:xm_tns_type", "f:xm_tns_redshift", "f:clf_cats_class"],
]);

/** Of LSST: every cross-match and score, also those that Fink adds later. */
export const lsstFacts = (row: Readonly<Record<string, unknown>>): Record<string, Fact> =>
  pick(
    row,
    Object.keys(row).filter((column) => lsstFact.test(column) && !placed.has(column)),
  );
