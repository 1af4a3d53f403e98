import { type Parsed, refuse } from "./parsed";

export const nameLengthMax = 100;

const plainName = /^[\x20-\x7e]*$/;
const spacesDashesBrackets = /[\s\p{Z}\p{Pd}\p{Pc}\p{Cf}\u2212()]/gu;

/**
 * The form in which two spellings of one name are equal: Unicode NFKC, lower case, without spaces, hyphens, underscores
 * and parentheses (the TOM Toolkit's rule, widened to every Unicode space and dash). "SN 2020-oi" and "sn2020OI" give
 * "sn2020oi".
 */
export function simplifyName(name: string): string {
  // Most names, and a hundred thousand of them at an import: nothing to fold but the case.
  if (plainName.test(name)) return name.toLowerCase().replace(/[\s_()-]/g, "");
  const folded = name.normalize("NFKC").toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
  return folded.replace(spacesDashesBrackets, "").normalize("NFKC");
}

const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
// Format characters that draw nothing, and the letters that are blank by design.
const invisible = /\p{Cf}|\p{Variation_Selector}|\u034f|[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/u;

/**
 * A target name or alias as a person typed it. Trims; 1 to 100 characters; refuses control characters, line breaks,
 * marks that turn the writing direction, and invisible characters, because two names that look alike must be alike.
 * Markup is plain text here.
 * @returns value: the trimmed name in Unicode NFC.
 */
export function checkName(text: string): Parsed<{ value: string }> {
  // Long before the patterns run: a pasted file is not a name.
  if (text.length > 4000) return refuse(`The name is too long: at most ${nameLengthMax} characters`);
  const value = text.trim().normalize("NFC");
  if (value === "") return refuse(text === "" ? "The name is empty" : "The name is only spaces");
  if ([...value].length > nameLengthMax) return refuse(`The name is too long: at most ${nameLengthMax} characters`);
  if (/[\r\n\u2028\u2029]/u.test(value)) return refuse("The name contains a line break");
  if (/\p{Cc}/u.test(value)) return refuse("The name contains a control character");
  if (directionMarks.test(value)) return refuse("The name contains a character that turns the writing direction");
  if (invisible.test(value)) return refuse("The name contains an invisible character");
  if (/[\p{Cs}\p{Cn}]/u.test(value)) return refuse("The name contains a broken or unassigned character");
  if (!/[\p{L}\p{N}]/u.test(value)) return refuse("The name needs at least one letter or digit");
  return { ok: true, value, understoodAs: value };
}

/** A name under the IAU transient scheme. */
export type IauParts = {
  /** How it is known: SN classified supernova, AT unclassified transient, TDE; null when the name has none. */
  prefix: "SN" | "AT" | "TDE" | null;
  /** Year and letters as the IAU writes them: "2020oi", "1987A". */
  designation: string;
};

/**
 * The parts of an IAU transient name, or null. With a prefix, spaces and letter case are free ("sn2020OI"). Without one
 * the designation must be written exactly (2020oi): "2020 OI" is the form of a minor planet.
 */
export function iauParts(name: string): IauParts | null {
  const text = name.slice(0, 200).normalize("NFKC").trim();
  const named = /^(SN|AT|TDE)[ _-]?((?:1[89]|20)\d{2}) ?([a-z]{1,5})$/i.exec(text);
  const bare = /^()((?:1[89]|20)\d{2})([A-Z]|[a-z]{2,5})$/.exec(text);
  const match = named ?? bare;
  if (match?.[2] === undefined || match[3] === undefined) return null;
  const letters = match[3].length === 1 ? match[3].toUpperCase() : match[3].toLowerCase();
  const word = (match[1] ?? "").toUpperCase();
  const prefix = word === "SN" || word === "AT" || word === "TDE" ? word : null;
  return { prefix, designation: match[2] + letters };
}

export const isIauName = (name: string): boolean => iauParts(name) !== null;

const prefixes = ["SN", "AT", "TDE"] as const;

/**
 * Every key (`simplifyName`) under which the same object may be held: for an IAU name with each prefix and without, for
 * any other name its own.
 */
export function sameNameKeys(name: string): string[] {
  const iau = iauParts(name);
  const namesakes = iau === null ? [] : ["", ...prefixes].map((prefix) => simplifyName(prefix + iau.designation));
  return [...new Set([simplifyName(name), ...namesakes])];
}

/** AT 2020oi, SN 2020oi, TDE 2020oi and 2020oi are one object under different prefixes. */
export function isSameIauObject(one: string, other: string): boolean {
  const first = iauParts(one);
  return first !== null && first.designation === iauParts(other)?.designation;
}
