import { maxAngleTextLength, type Parsed, quoted, refuse } from "./parsed";
import { parsePosition } from "./position";

/** What a pasted line says about a target: a name, a place (degrees, ICRS), or both. */
export type PastedTarget = { name: string | null; position: { raDeg: number; decDeg: number } | null };

type Split = { name: string; rest: string };

const partsOf = (text: string): number => text.split(/[\s:hmsd°′″'"]+/iu).filter((part) => /\d/.test(part)).length;

/** Right ascension and declination written with equally many parts: "1 2 3 +4 5 6", "15.5 -3.2". */
function isEven(rest: string): boolean {
  const pair = rest.split(/\s*[;|,\t]\s*|\s+(?=[+\-\u2212])/u).filter((piece) => piece !== "");
  return pair.length === 2 && partsOf(pair[0] ?? "") === partsOf(pair[1] ?? "");
}

/** Every way to cut the text into a name and a rest, the shortest name first. */
function splits(text: string): Split[] {
  return [...text.matchAll(/[\s,;|]+/gu)].map((gap) => ({
    name: text.slice(0, gap.index).trim(),
    rest: text.slice(gap.index + gap[0].length).trim(),
  }));
}

/**
 * A line as people have it at hand: "185.7289 +15.8236", "SN 2020oi 12:22:54.9 +15:49:25", "M 8, 18 03 37, -24 23 12",
 * "AT 2025abc". Where several readings fit, the one whose coordinates have equally many parts wins, then the shorter name.
 * Text that holds no position is a name.
 */
export function parsePastedTarget(text: string): Parsed<PastedTarget> {
  if (text.length > maxAngleTextLength + 100) return refuse("This is too long for a name and a position");
  const plain = text.trim().replace(/\s+/gu, " ");
  if (plain === "") return refuse("Nothing was pasted");
  const whole = parsePosition(plain);
  if (whole.ok) {
    const { raDeg, decDeg, understoodAs } = whole;
    // A J-name is both: the object's name and its place.
    const name = /^\D*[a-z]\S*J\d{4}/iu.test(plain) || /^[a-z]\S* J\d{4}/iu.test(plain) ? plain : null;
    return { ok: true, name, position: { raDeg, decDeg }, understoodAs };
  }
  const readings = splits(plain).flatMap(({ name, rest }) => {
    const position = parsePosition(rest);
    return position.ok && /\p{L}/u.test(name) ? [{ name, rest, position }] : [];
  });
  const best = readings.find(({ rest }) => isEven(rest)) ?? readings[0];
  if (best !== undefined) {
    const { raDeg, decDeg, understoodAs } = best.position;
    return { ok: true, name: best.name, position: { raDeg, decDeg }, understoodAs: `${best.name}: ${understoodAs}` };
  }
  if (plain.length > 100) return refuse(`“${quoted(plain)}” is neither a position nor a name`);
  return { ok: true, name: plain, position: null, understoodAs: `the name ${plain}` };
}
