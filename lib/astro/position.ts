import { plainAngleText } from "./angles";
import { describePosition, type Position, parseDec, parseRa } from "./coordinates";
import { maxAngleTextLength, type Parsed, quoted, refuse } from "./parsed";

const example = "write RA and Dec, for example 185.7289 +15.8236 or 12:22:54.94 +15:49:25.0";

/** Survey prefix (2MASX, SDSS, ZTF ...), J, packed RA, sign, packed Dec. */
const jName = /^(?:[a-z][\w+-]*|\d[a-z]+)?[ -]?J ?(\d{4,}(?:\.\d+)?)([+-])(\d{4,}(?:\.\d+)?)$/i;

/** "122254.9" -> "12 22 54.9", "1222549" (point left out, as 2MASS does) -> "12 22 54.9", "1222" -> "12 22". */
function unpack(packed: string): string | null {
  const [whole = "", fraction] = packed.split(".");
  const pair = `${whole.slice(0, 2)} ${whole.slice(2, 4)}`;
  if (whole.length === 4) return fraction === undefined ? pair : `${pair}.${fraction}`;
  if (whole.length === 5 || (whole.length > 6 && fraction !== undefined)) return null;
  const decimals = fraction ?? whole.slice(6);
  return `${pair} ${whole.slice(4, 6)}${decimals === "" ? "" : `.${decimals}`}`;
}

function fromPair(raText: string, decText: string): Parsed<Position> {
  const ra = parseRa(raText);
  if (!ra.ok) return ra;
  const dec = parseDec(decText);
  if (!dec.ok) return dec;
  const position = { raDeg: ra.value, decDeg: dec.value };
  return { ok: true, ...position, understoodAs: describePosition(position) };
}

/** Words around the numbers that say what we assume anyway. */
const withoutLabels = (text: string): string =>
  text
    .replace(/\(?\b(?:ICRS|J2000(?:\.0)?|equinox|epoch)\b\)?/giu, " ")
    .replace(/(?:\bR\.?A\.?|\bright ascension\b|α)(?: ?\((?:deg|hours|h)\))?(?=[\s:=\d+-]) ?[:=]? ?/giu, " ")
    .replace(/(?:\bdec(?:l|lination)?\b\.?|\bde\b|δ)(?: ?\(deg\))?(?=[\s:=\d+-]) ?[:=]? ?/giu, " ; ")
    .replace(/^[\s;,([]+|[\s;,)\]]+$/gu, "")
    .replace(/ +/g, " ");

/** Where the second coordinate starts when only blanks separate them, or null when it cannot be told. */
function splitBlanks(text: string): [string, string] | null {
  const words = text.split(" ");
  const degreeWord = words.findIndex((word, index) => index > 0 && /[d°]/i.test(word));
  const hourMarks = /h/i.test(words[0] ?? "");
  const at = hourMarks && degreeWord > 0 ? degreeWord : words.length % 2 === 0 ? words.length / 2 : -1;
  return at > 0 ? [words.slice(0, at).join(" "), words.slice(at).join(" ")] : null;
}

function splitPair(text: string): [string, string] | null {
  const pieces = text
    .split(/ ?[;|,] ?/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  if (pieces.length === 2 && pieces[0] !== undefined && pieces[1] !== undefined) return [pieces[0], pieces[1]];
  if (pieces.length !== 1) return null;
  // The sign of the declination; a sign after 1.8e is an exponent.
  const sign = text.slice(1).search(/(?<![e]|\d-)[+-] ?[\d.]/i) + 1;
  if (sign > 0) return [text.slice(0, sign).trim(), text.slice(sign).trim()];
  return splitBlanks(text.replace(/(?<=[s"])(?=\d)/gi, " "));
}

/**
 * A pasted position: "185.7 +15.8", "12:22:54.9 +15:49:25", "12h22m54.9s+15d49m25s", "12 22 54.9 15 49 25", "RA=185.7,
 * Dec=-15.8", J-names such as "SDSS J122254.9+154925". A comma, semicolon, bar, tab, sign or blank separates the two.
 * Frame ICRS (J2000 is taken as the same); a B1950 position is refused. A J-name is cut off, not rounded, and so only
 * as exact as its digits.
 */
export function parsePosition(text: string): Parsed<Position> {
  if (text.length > maxAngleTextLength) {
    return refuse(`The position is too long: at most ${maxAngleTextLength} characters`);
  }
  const plain = plainAngleText(text.replace(/\t/g, " | "));
  if (plain === "") return refuse("The position is empty");
  if (/\bB1950\b|\bFK4\b/i.test(plain)) return refuse("B1950 (FK4) positions are not understood: give ICRS or J2000");

  const named = jName.exec(plain);
  if (named?.[1] !== undefined && named[2] !== undefined && named[3] !== undefined) {
    const ra = unpack(named[1]);
    const dec = unpack(named[3]);
    if (ra === null || dec === null) return refuse(`“${quoted(text)}” is not a J-name: JHHMMSS.s+DDMMSS`);
    return fromPair(ra, named[2] + dec);
  }
  const pair = splitPair(withoutLabels(plain));
  if (pair === null) return refuse(`“${quoted(text)}” is not a position: ${example}`);
  return fromPair(pair[0], pair[1]);
}
