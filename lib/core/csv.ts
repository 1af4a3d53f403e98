type Cell = string | number | boolean | null | undefined;

/**
 * One line of CSV (RFC 4180, CRLF). Text that a spreadsheet would take for a formula gets a leading apostrophe, also
 * after blanks or an inner newline; numbers are left alone, or every southern declination would be ruined.
 */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(",")}\r\n`;

const formula = /(^|[\r\n])[\s\u00a0]*[=+\-@\t\r]/;

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = formula.test(cell) || /^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
