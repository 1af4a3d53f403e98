import { parseDec, parseRa } from "@/lib/astro/coordinates";
import { isOffered, parametersFromText } from "./contract-parameters";
import type { Choice, FormGroup, QueryModule } from "./contract-query";

/**
 * The query form of each broker, loaded when a page needs it: the browser never gets the other brokers' code. Adding a
 * broker adds one line here; a test compares the map with the folders.
 */
export const queryForms: Readonly<Record<string, () => Promise<QueryModule>>> = {
  alerce: () => import("./alerce/query"),
  antares: () => import("./antares/query"),
  fink: () => import("./fink/query"),
  gaia: () => import("./gaia/query"),
  mars: () => import("./mars/query"),
  hermes: () => import("./hermes/query"),
  lasair: () => import("./lasair/query"),
  mybroker: () => import("./mybroker/query"),
  scout: () => import("./scout/query"),
  tns: () => import("./tns/query"),
};

/**
 * The parameters behind the text of a query form. Positions may be typed in any usual form: a plain number is degrees,
 * a sexagesimal right ascension is hours. What cannot be read becomes NaN, which the broker's schema refuses on its field.
 */
export function parametersOf(
  groups: readonly FormGroup[],
  texts: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === "string") values[name] = readAngle(name, value);
    else if (typeof value === "number") values[name] = String(value);
    else if (value === true) values[name] = "true";
  }
  return parametersFromText(groups, values);
}

type Texts = Readonly<Record<string, unknown>>;

/** The fields that are offered beside what the others hold; a group without any is left out. */
export const offeredGroups = (groups: readonly FormGroup[], texts: Texts): FormGroup[] =>
  groups
    .map((group) => ({ ...group, fields: group.fields.filter((one) => isOffered(one.onlyWith, groups, texts)) }))
    .filter((group) => group.fields.length > 0);

export const offeredChoices = (
  choices: readonly Choice[],
  groups: readonly FormGroup[],
  texts: Texts,
): readonly Choice[] => choices.filter((choice) => isOffered(choice.onlyWith, groups, texts));

function readAngle(name: string, text: string): string {
  if (text.trim() === "" || (name !== "raDeg" && name !== "decDeg")) return text;
  const read = name === "raDeg" ? parseRa(text) : parseDec(text);
  return read.ok ? String(read.value) : text;
}

/** Stored parameters as the texts of a form. */
export const textsOf = (parameters: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, String(value)]],
    ),
  );
