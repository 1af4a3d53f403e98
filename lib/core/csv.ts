type Cell = string | number | boolean | null | undefined;

/** One line of CSV (RFC 4180, CRLF): texts as `textCell` makes them; nothing for null. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(",")}\r\n`;

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  return typeof cell === "string" ? textCell(cell) : String(cell);
}

/**
 * How a line begins that a spreadsheet may run as a formula; blanks in front do not help. Apostrophes in front count as
 * well: one that was there is told from the one that we put there by there being two.
 */
const formula = /^'*(?:[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|\t)/u;

const lineBreak = /([\r\n])/;

/** The first line of a text that goes on: a spreadsheet may begin with the next when there is nothing in it. */
const emptyStart = /^'*$/;

/** A text cell of CSV (RFC 4180): what a spreadsheet would run as a formula gets an apostrophe in front, on every line of it. */
export function textCell(text: string): string {
  const safe = eachLine(text, (line, first) => formula.test(line) || (first && emptyStart.test(line)), "put");
  return /[",;\r\n\t']|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text behind a cell that `textCell` made: without the apostrophes that kept it from being a formula. */
export const plainText = (cell: string): string =>
  cell.includes("'")
    ? eachLine(
        cell,
        (line, first) => line.startsWith("'") && (formula.test(line) || (first && emptyStart.test(line))),
        "take",
      )
    : cell;

/** `first`: the line is the first of several. */
function eachLine(text: string, isMeant: (line: string, first: boolean) => boolean, act: "put" | "take"): string {
  const parts = text.split(lineBreak);
  const change = (line: string): string => (act === "put" ? `'${line}` : line.slice(1));
  return parts.map((part, index) => (isMeant(part, index === 0 && parts.length > 1) ? change(part) : part)).join("");
}

/** A number is a number, southern declinations too; null and what is not finite are an empty cell. */
export const numberCell = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? "" : String(value);
