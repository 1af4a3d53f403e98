/** How a line begins that a spreadsheet may run as a formula; blanks in front do not help. */
const formula = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^\t/u;

/** A text cell of CSV (RFC 4180): what a spreadsheet would run as a formula gets an apostrophe in front, on every line of it. */
export function textCell(text: string): string {
  const lines = text.split(/([\r\n])/).map((line) => (formula.test(line) ? `'${line}` : line));
  const safe = /^[\r\n]/.test(text) ? `'${lines.join("")}` : lines.join("");
  return /[",\r\n\t']|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A number is a number, southern declinations too; null and what is not finite are an empty cell. */
export const numberCell = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? "" : String(value);
