import { iauParts } from "./names";

/** How each survey writes its objects: the letters that it keeps, and what stands before them. */
const spellings: readonly [RegExp, string][] = [
  [/^ztf(\d{2}[a-z]{7})$/i, "ZTF"],
  [/^gaia(\d{2}[a-z]{3,4})$/i, "Gaia"],
  [/^atlas(\d{2}[a-z]{3,4})$/i, "ATLAS"],
  [/^ps(\d{2}[a-z]{3,4})$/i, "PS"],
  [/^ant(\d{4}[a-z0-9]+)$/i, "ANT"],
];

/**
 * A name as whoever gave it writes it, however a person typed it: "ztf20AAELULU" is ZTF20aaelulu, "sn2020OI" is SN 2020oi.
 * Any other name is given back trimmed.
 */
export function surveySpelling(name: string): string {
  const text = name.trim();
  for (const [pattern, survey] of spellings) {
    const rest = pattern.exec(text)?.[1];
    if (rest !== undefined) return survey + rest.toLowerCase();
  }
  const iau = iauParts(text);
  if (iau === null) return text;
  return iau.prefix === null ? iau.designation : `${iau.prefix} ${iau.designation}`;
}

/** Comets (1P/Halley, C/2020 F3), minor planets by year and half-month (2020 OI, 1999 AN10) or number in brackets. */
const movingDesignation = /^(\d+[PDI]|[CPDXAI])\/|^(1[89]|20)\d{2} [A-HJ-Y][A-HJ-Z]\d*$|^\(\d+\)/;

/** Whether only what moves in the solar system is called so. */
export const isMovingDesignation = (name: string): boolean => movingDesignation.test(name.trim());
