/** Where a spreadsheet would begin a formula: at the start of the text or of a line in it, blanks passed over. */
const formulaStart = /(^|[\r\n])(?=[\s\u00a0\ufeff]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/gu;

/** A text cell of CSV (RFC 4180): what a spreadsheet would run as a formula gets an apostrophe in front. */
export function textCell(text: string): string {
  const safe = text.replace(formulaStart, "$1'");
  return /[",\r\n\t']|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A number is a number, southern declinations too; null and what is not finite are an empty cell. */
export const numberCell = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? "" : String(value);
