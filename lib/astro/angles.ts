import { maxAngleTextLength, type Parsed, quoted, refuse } from "./parsed";

/**
 * One angle read from text, before its range is judged. `degrees`: a plain number, or one with a degree mark. `hours`:
 * a number with h. `sexagesimal`: two or three parts. `negative` is kept apart from the parts, so that -00 30 00 keeps
 * its sign.
 */
export type RawAngle =
  | { form: "degrees" | "hours"; value: number; negative: boolean }
  | { form: "sexagesimal"; parts: readonly [number, number, number]; negative: boolean; unit: "h" | "d" | null };

const minusSigns = /[‐-―−﹘﹣-]/gu;
const secondMarks = /[″“”„‟＂]|['′’‘´]{2}/gu;
const minuteMarks = /[′’‘´`＇]/gu;

/** Every usual way to write a sign, a space, a mark or a digit becomes its plain ASCII form. */
export function plainAngleText(text: string): string {
  return text
    .replace(secondMarks, '"')
    .replace(minuteMarks, "'")
    .replace(/[º˚]/gu, "°")
    .normalize("NFKC")
    .replace(minusSigns, "-")
    .replace(/[\u200b\u200e\u200f\u2060\ufeff]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

const plainNumber = /^(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i;
const withUnit = /^(\d+\.?\d*|\.\d+) ?(degrees|degree|degs|deg|d|°|hours|hour|hrs|hr|h)$/i;
const separated = /^(\d+)(?::| | : )(\d+\.?\d*)(?:(?::| | : )(\d+\.?\d*))?$/;
const lettered =
  /^(\d+) ?(hours|hour|hrs|hr|h|degrees|degree|degs|deg|d|°)[: ]?(\d+\.?\d*) ?(minutes|minute|mins|min|m|')?(?:[: ]?(\d+\.?\d*) ?(seconds|second|secs|sec|s|")?)?$/i;

/** 15 49' 25": marks on the minutes only. */
const halfMarked = /^(\d+) (\d+\.?\d*) ?'(?: ?(\d+\.?\d*) ?"?)?$/;

const unitOf = (mark: string): "h" | "d" => (mark.toLowerCase().startsWith("h") ? "h" : "d");

function sexagesimal(
  first: string,
  second: string,
  third: string | undefined,
  negative: boolean,
  unit: "h" | "d" | null,
  label: string,
): Parsed<{ angle: RawAngle }> {
  if (third !== undefined && second.includes(".")) {
    return refuse(`${label}: only the last part may have decimals, not “${second}”`);
  }
  const minutes = Number(second);
  const seconds = third === undefined ? 0 : Number(third);
  if (!(minutes < 60)) return refuse(`${label}: ${quoted(second)} minutes must be below 60`);
  if (!(seconds < 60)) return refuse(`${label}: ${quoted(third ?? "")} seconds must be below 60`);
  return {
    ok: true,
    understoodAs: "",
    angle: { form: "sexagesimal", parts: [Number(first), minutes, seconds], negative, unit },
  };
}

/**
 * Reads one angle in any usual form. `label` ("RA", "Dec") begins every message. Refuses NaN, Infinity, empty text,
 * text above 200 characters, 60 minutes or seconds, and decimals before the last part.
 */
export function readAngle(text: string, label: string): Parsed<{ angle: RawAngle }> {
  if (text.length > maxAngleTextLength) return refuse(`${label} is too long: at most ${maxAngleTextLength} characters`);
  const plain = plainAngleText(text);
  if (plain === "") return refuse(`${label} is empty`);
  const negative = plain.startsWith("-");
  const body = plain.replace(/^[+-] ?/, "");

  if (plainNumber.test(body)) {
    return { ok: true, understoodAs: "", angle: { form: "degrees", value: Number(body), negative } };
  }
  const one = withUnit.exec(body);
  if (one?.[1] !== undefined && one[2] !== undefined) {
    const form = unitOf(one[2]) === "h" ? "hours" : "degrees";
    return { ok: true, understoodAs: "", angle: { form, value: Number(one[1]), negative } };
  }
  const spaced = separated.exec(body) ?? halfMarked.exec(body);
  if (spaced?.[1] !== undefined && spaced[2] !== undefined) {
    return sexagesimal(spaced[1], spaced[2], spaced[3], negative, null, label);
  }
  const marked = lettered.exec(body);
  if (marked?.[1] !== undefined && marked[2] !== undefined && marked[3] !== undefined) {
    return sexagesimal(marked[1], marked[3], marked[5], negative, unitOf(marked[2]), label);
  }
  if (/^\d+,\d+$/.test(body)) return refuse(`${label} “${quoted(text)}”: write the decimals with a point`);
  return refuse(`${label} “${quoted(text)}” is not an angle: write degrees (185.7289) or sexagesimal (12 22 54.9)`);
}

/** The size of a sexagesimal angle in degrees, never negative; `unitDeg` is 1 for degrees and 15 for hours. */
export const sexagesimalDeg = (parts: readonly [number, number, number], unitDeg: 1 | 15): number =>
  parts[0] * unitDeg + (parts[1] * unitDeg) / 60 + (parts[2] * unitDeg) / 3600;
