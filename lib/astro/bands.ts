/** The mark of a band: its shape, together with its colour, says the band. */
export type BandShape =
  | "circle"
  | "triangle-up"
  | "triangle-down"
  | "square"
  | "star"
  | "pentagon"
  | "diamond"
  | "cross"
  | "plus"
  | "circle-open";

/** How one band is drawn, in each theme. Colours are sRGB, #rrggbb. */
export type BandStyle = {
  /** Stable id, equal for every spelling of one band: "r", "G", "other:V". */
  key: string;
  /** What is printed: "r", "G", "V". */
  label: string;
  light: string;
  dark: string;
  /** Red light only. */
  night: string;
  shape: BandShape;
  /** Printed inside an open circle; null for the other shapes. */
  number: number | null;
  /** Blue to red, then the broad ones, then the rest: the order of legends and columns. */
  order: number;
};

type Row = readonly [label: string, light: string, dark: string, night: string, shape: BandShape];

/** Rubin figure guidelines RTN-045 for ugrizy; Gaia and ATLAS beside them. */
const rows: readonly Row[] = [
  ["u", "#0c71ff", "#3eb7ff", "#b8341c", "circle"],
  ["g", "#49be61", "#30c39f", "#ff7a4d", "triangle-up"],
  ["r", "#c61c00", "#ff7e00", "#e03a20", "triangle-down"],
  ["i", "#ffc200", "#2af5ff", "#ff5b3a", "square"],
  ["z", "#f341a2", "#a7f9c1", "#c43c24", "star"],
  ["y", "#5d0000", "#fdc900", "#f0683f", "pentagon"],
  ["G", "#3b4453", "#d0d7e2", "#ff8c66", "diamond"],
  ["c", "#0097a7", "#4dd0e1", "#d9482c", "cross"],
  ["o", "#e65100", "#ffab40", "#ff6a45", "plus"],
];

/** Colours of everything else, taken in turn by number. */
const otherColours: readonly (readonly [light: string, dark: string, night: string])[] = [
  ["#6a4c93", "#b79ae6", "#ff6f4d"],
  ["#8a5a00", "#d9b36c", "#cc4428"],
  ["#00695c", "#6fd1bf", "#f25c38"],
  ["#9c2f5f", "#f08fb5", "#b8341c"],
  ["#37568c", "#8fb4ee", "#ff8259"],
  ["#4d6b1f", "#b3d17a", "#db4c2f"],
];

/** Filters met often have a number of their own; the numbers of others come from their name. */
const numbered: readonly string[] = [
  "J",
  "H",
  "K",
  "U",
  "B",
  "V",
  "R",
  "I",
  "BP",
  "RP",
  "w",
  "L",
  "Y",
  "Clear",
  "W1",
  "W2",
];
const firstFreeNumber = 20;

const known = new Map<string, BandStyle>(
  rows.map(([label, light, dark, night, shape], index) => [
    label,
    { key: label, label, light, dark, night, shape, number: null, order: index + 1 },
  ]),
);

/** Words around a filter's letter that say the survey, the system or the instrument, not the band. */
const surveyWords =
  /^(?:ztf|lsst|lsstcam|rubin|comcam|sdss|sloan|ps1|ps2|panstarrs|pan|starrs|pans|decam|des|atlas|skymapper|gaia|gaiadr[23]|2mass|twomass|filter|band|sinistro|muscat|goto|mag)$/i;

/** Spellings that are one band, as they are (letter case matters: g is not G). */
const spellings = new Map<string, string>([
  ["cyan", "c"],
  ["orange", "o"],
  ["zg", "g"],
  ["zr", "r"],
  ["zi", "i"],
  ["zs", "z"],
  ["ks", "K"],
  ["kshort", "K"],
  ["clear", "Clear"],
  ["open", "Clear"],
  ["unfiltered", "Clear"],
  ["gbp", "BP"],
  ["grp", "RP"],
]);

function otherStyle(label: string): BandStyle {
  const listed = numbered.indexOf(label);
  const number = listed >= 0 ? listed + 1 : firstFreeNumber + (hash(label) % (100 - firstFreeNumber));
  const [light, dark, night] = otherColours[(number - 1) % otherColours.length] ?? ["#37568c", "#8fb4ee", "#ff8259"];
  return { key: `other:${label}`, label, light, dark, night, shape: "circle-open", number, order: 100 + number };
}

/** FNV-1a: small, and the same on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}

/** The letter within a survey's spelling: "ztfg" and "ztf::g" -> "g", "lsst_y" -> "y", "orange-ATLAS" -> "orange". */
function core(name: string): string {
  const words = name.split(/[\s_:.,;/|()[\]-]+/).filter((word) => word !== "");
  const rest = words.filter((word) => !surveyWords.test(word));
  const [word, ...more] = rest.length > 0 ? rest : words;
  if (word === undefined || more.length > 0) return name;
  return word.replace(/^(?:ztf|lsst|sdss|ps1|des|atlas|2mass)(?=[a-z]{1,2}$)/i, "").replace(/(?<=^[ugrizy])['′p]$/, "");
}

/**
 * The style of a band by the name any survey gives it. Letter case matters (g is Sloan-like, G is Gaia); "R", as
 * ANTARES writes ZTF's r, is r, while a name that says Johnson, Bessell or Cousins stays what it is. Names that are not
 * known get an open circle with a number that depends only on the name. Null or empty gives the style of "?".
 */
export function bandOf(name: string | null | undefined): BandStyle {
  const text = (name ?? "").slice(0, 60).normalize("NFKC").trim();
  if (text === "") return otherStyle("?");
  if (/johnson|bessell?|cousins/i.test(text)) {
    const letter = /^([UBVRI])[cx]?$/i.exec(text.replace(/johnson|bessell?|cousins|[^a-z]/gi, ""))?.[1];
    return otherStyle(letter?.toUpperCase() ?? text);
  }
  // Gaia's bands are written in either case by those who name the survey.
  const gaia = /^g?(bp|rp)$|^(g)$/i.exec(/gaia/i.test(text) ? text.replace(/gaia[\s_-]*(?:e?dr\d)?|[^a-z]/gi, "") : "");
  if (gaia !== null) return known.get(gaia[2]?.toUpperCase() ?? "") ?? otherStyle(gaia[1]?.toUpperCase() ?? text);
  const letter = core(text);
  const plain = spellings.get(letter.toLowerCase().replace(" ", "")) ?? (letter === "R" ? "r" : letter);
  return known.get(plain) ?? (/^(?:j|h|k)$/i.test(plain) ? otherStyle(plain.toUpperCase()) : otherStyle(plain));
}

/** The styles of the known bands, in order: for legends and pickers. */
export const knownBands: readonly BandStyle[] = [...known.values()];

/** For sorting bands: blue to red, then the rest by number and name. */
export const compareBands = (a: BandStyle, b: BandStyle): number =>
  a.order - b.order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The outline of a mark says the survey. */
export type SurveyOutline = "solid" | "double" | "dashed" | "dotted" | "dash-dot" | "heavy";

const outlines = new Map<string, SurveyOutline>([
  ["ztf", "solid"],
  ["lsst", "double"],
  ["rubin", "double"],
  ["atlas", "dashed"],
  ["gaia", "dotted"],
  ["ps1", "dash-dot"],
  ["panstarrs", "dash-dot"],
]);

const spareOutlines: readonly SurveyOutline[] = ["heavy", "dash-dot", "dashed", "dotted"];

/** Outline of a source (`ZTF`, `LSST`, `Gaia`, a telescope's name); unknown ones always get the same spare one. */
export function outlineOf(source: string | null | undefined): SurveyOutline {
  const text = (source ?? "")
    .slice(0, 60)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  const named = [...outlines].find(([survey]) => text.startsWith(survey));
  return named?.[1] ?? spareOutlines[hash(text) % spareOutlines.length] ?? "heavy";
}
