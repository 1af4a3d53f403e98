import { decimalText } from "@/lib/core/decimal-text";

/** Cells of a table: what is missing, what is a number. */

const missing = /^(|nan|null|none|n\/a|na|nil|masked|undefined|[+-]?inf(inity)?|-+|\.\.\.|…|\?)$/i;

export const isMissing = (cell: string): boolean => cell === "" || (cell.length < 11 && missing.test(cell));

// As with `decimalText`: no two parts fit the same digits.
const fortran = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))[dD]([+-]?\d+)$/;
const decimalComma = /^[+-]?\d+,\d+$/;

/** The number in a cell; null when it is none. Also "−1.5", "1.2D3" and "18,25". */
export function numberOf(cell: string): number | null {
  if (decimalText.test(cell)) return finite(Number(cell));
  const text = cell.replace("−", "-");
  if (decimalText.test(text)) return finite(Number(text));
  if (decimalComma.test(text)) return finite(Number(text.replace(",", ".")));
  const [, digits, exponent] = fortran.exec(text) ?? [];
  return digits === undefined ? null : finite(Number(`${digits}e${exponent}`));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The text of a cell on one line, at most `most` characters; null when it is missing. */
export function textOf(cell: string, most: number): string | null {
  if (isMissing(cell)) return null;
  const line = /\p{Cc}/u.test(cell) ? cell.replace(/\p{Cc}+/gu, " ").trim() : cell;
  if (isMissing(line)) return null;
  return line.length > most
    ? line
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/, "")
        .trimEnd()
    : line;
}

/** Yes and no as tables write it; null for anything else. */
export function yesNoOf(cell: string): boolean | null {
  if (/^(1|t|true|y|yes)$/i.test(cell)) return true;
  return /^(0|f|false|n|no|)$/i.test(cell) ? false : null;
}
