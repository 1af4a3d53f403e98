import { minusSign } from "./angle-format";
import { plainAngleText } from "./angles";
import { describePosition, type Position, parseDec, parseRa } from "./coordinates";
import { maxAngleTextLength, type Parsed, quoted, refuse } from "./parsed";
import { parsePosition } from "./position";

/** A circle on the sky, ICRS: radius in arcseconds, above 0 and at most 180 degrees. */
export type Cone = Position & { radiusArcsec: number };

const maxRadiusArcsec = 180 * 3600;

const radiusForm = /^([+-]?)(\d+\.?\d*(?:e[+-]?\d{1,2})?|\.\d+) ?([a-z"'°]*)$/i;

const arcsecPerUnit = new Map<string, number>(
  [
    { arcsec: 1, units: ["", '"', "s", "as", "asec", "arcs", "arcsec", "arcsecs", "arcsecond", "arcseconds"] },
    { arcsec: 60, units: ["'", "m", "am", "amin", "arcm", "arcmin", "arcmins", "arcminute", "arcminutes"] },
    { arcsec: 3600, units: ["d", "°", "deg", "degs", "degree", "degrees"] },
  ].flatMap(({ arcsec, units }) => units.map((unit): [string, number] => [unit, arcsec])),
);

/** 1800 -> "0.5°", 90 -> "1.5′", 30 -> "30″". */
export function formatRadius(radiusArcsec: number): string {
  if (!Number.isFinite(radiusArcsec)) return "";
  const trimmed = (value: number): string => String(Number(value.toPrecision(6)));
  if (radiusArcsec >= 1800) return `${trimmed(radiusArcsec / 3600)}°`;
  return radiusArcsec >= 60 ? `${trimmed(radiusArcsec / 60)}′` : `${trimmed(radiusArcsec)}″`;
}

/** A radius from text; a plain number is arcseconds, units: ″ " arcsec, ′ ' arcmin, d ° deg. */
export function parseRadius(text: string): Parsed<{ radiusArcsec: number }> {
  if (text.length > maxAngleTextLength) {
    return refuse(`Radius is too long: at most ${maxAngleTextLength} characters`);
  }
  const plain = plainAngleText(text).replace(/^(?:radius|rad|r|sr) ?[:=]? ?(?=[\d.+-])/i, "");
  if (plain === "") return refuse("Radius is empty");
  const match = radiusForm.exec(plain);
  const factor = arcsecPerUnit.get((match?.[3] ?? "").toLowerCase());
  if (match?.[2] === undefined || factor === undefined) {
    return refuse(`Radius “${quoted(text)}” is not a radius: write arcseconds (30), or 2', 0.5d`);
  }
  const radiusArcsec = Number(match[2]) * factor;
  if (match[1] === "-" || !(radiusArcsec > 0) || radiusArcsec > maxRadiusArcsec) {
    return refuse(`Radius ${quoted(plain).replace(/^-/, minusSign)} is outside 0 to 180 degrees (0 excluded)`);
  }
  return { ok: true, radiusArcsec, understoodAs: formatRadius(radiusArcsec) };
}

const describeCone = (cone: Cone): string => `${formatRadius(cone.radiusArcsec)} around ${describePosition(cone)}`;

/**
 * "ra,dec,radius", or a position in any form of `parsePosition` followed by a comma and a radius. Messages begin with
 * the piece that is wrong: RA, Dec or Radius.
 * @param options.defaultRadiusArcsec taken when the text holds only a position; without it such a text is refused.
 */
export function parseCone(text: string, options: { defaultRadiusArcsec?: number } = {}): Parsed<Cone> {
  if (text.length > maxAngleTextLength) return refuse(`The cone is too long: at most ${maxAngleTextLength} characters`);
  const pieces = text.split(/[,;|]/).map((piece) => piece.trim());
  if (text.trim() === "") return refuse("The cone is empty: write ra,dec,radius");
  if (pieces.length > 3) return refuse(`“${quoted(text)}” is not a cone: write ra,dec,radius`);

  const last = pieces[pieces.length - 1] ?? "";
  if (pieces.length === 3) {
    const [raText = "", decText = ""] = pieces;
    const ra = parseRa(stripLabel(raText, /^r\.?a\.? ?[:=]? ?/i));
    if (!ra.ok) return ra;
    const dec = parseDec(stripLabel(decText, /^dec\.? ?[:=]? ?/i));
    if (!dec.ok) return dec;
    return withRadius({ raDeg: ra.value, decDeg: dec.value }, last);
  }
  const radius = parseRadius(last);
  const position = pieces.length === 2 ? parsePosition(pieces[0] ?? "") : null;
  // "10 20, 30" is a position too (10h 20m, 30 degrees): read so only where a radius may be left out.
  const complete = radius.ok && (options.defaultRadiusArcsec === undefined || !/[\d.]$/.test(last));
  if (position?.ok && complete) return withRadius(position, last);

  const whole = parsePosition(text);
  if (!whole.ok) return position?.ok ? withRadius(position, last) : whole;
  if (options.defaultRadiusArcsec !== undefined) return withRadius(whole, String(options.defaultRadiusArcsec));
  return refuse("Radius is missing: write ra,dec,radius with the radius in arcseconds");
}

const stripLabel = (text: string, label: RegExp): string => text.trim().replace(label, "");

function withRadius({ raDeg, decDeg }: Position, radiusText: string): Parsed<Cone> {
  const radius = parseRadius(radiusText);
  if (!radius.ok) return radius;
  const cone = { raDeg, decDeg, radiusArcsec: radius.radiusArcsec };
  return { ok: true, ...cone, understoodAs: describeCone(cone) };
}
