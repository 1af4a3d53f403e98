import { type Cone, parseCone, parseRadius } from "./cone";
import { type Parsed, refuse } from "./parsed";
import { parsePosition } from "./position";

/** Taken where a pasted position says no radius. */
export const defaultConeRadiusArcsec = 60;

/** What follows the last blank and begins with a digit, with a unit that may stand apart: 30, 2', 0.5 deg. */
const trailingRadius = /^(.*\S)\s+(\d+\.?\d*|\.\d+)\s*(["'°″′]{1,2}|[a-z]{1,10})?$/iu;

/**
 * A cone as people paste it: a position in any form of `parsePosition`, alone (then `defaultRadiusArcsec` around it) or
 * followed by a radius in arcseconds or with a unit, after a comma or a blank: "185.7289 +15.8236 30",
 * "12:22:54.9 +15:49:25 2'". Where the whole text is a position it is one: "10 20 30 40" has no radius. Messages are those
 * of `parseCone`.
 */
export function parsePastedCone(text: string, defaultRadiusArcsec: number = defaultConeRadiusArcsec): Parsed<Cone> {
  const whole = parseCone(text, { defaultRadiusArcsec });
  if (whole.ok || text.includes(",")) return whole;
  const [, place = "", number = "", unit = ""] = trailingRadius.exec(text.trim()) ?? [];
  const position = place === "" ? null : parsePosition(place);
  if (position === null || !position.ok) return whole;
  const radius = parseRadius(`${number}${unit}`);
  return radius.ok ? parseCone(`${position.raDeg},${position.decDeg},${radius.radiusArcsec}`) : radius;
}

/** `cone=` of an address: degrees to 0.4 mas, radius in arcseconds. */
export const coneText = ({ raDeg, decDeg, radiusArcsec }: Cone): string =>
  [raDeg, decDeg, radiusArcsec].map((value) => String(Number(value.toFixed(7)))).join(",");

const digitsFirst = /^[^\p{L}]*\d[\s\S]*$/u;

/**
 * The cone of a text typed where names are searched too; refused for what a name could be: only text that begins with a
 * number, and holds two coordinates, is a position.
 */
export function parseConeInSearch(text: string): Parsed<Cone> {
  const labelled = /^\s*(?:R\.?A\.?|α)\s*[:=]?\s*\d/iu.test(text);
  if (!labelled && !digitsFirst.test(text)) return refuse("This is a name");
  return parsePastedCone(text);
}
