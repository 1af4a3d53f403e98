import Papa from "papaparse";
import { invalidInput } from "@/lib/core/errors";
import { letOthersWork } from "@/lib/core/let-others-work";
import { utf16Of } from "@/lib/core/utf16";

/** One record. `row` as a spreadsheet counts them: the header is row 1, blank ones count too. */
export type CsvRow = {
  row: number;
  cells: readonly string[];
  /** What is wrong with how it is written; null when nothing is. */
  problem: string | null;
};

/** The text of a file: UTF-8, or UTF-16 where it says so. @throws INVALID_INPUT on `field` for what is no text */
export function decodeText(bytes: Uint8Array, field: string): string {
  try {
    // Decoding drops the mark of byte order.
    const text = new TextDecoder(utf16Of(bytes) ?? "utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\0")) throw invalidInput({ [field]: ["The file is not text: a CSV file is expected"] });
    if (text.trim() === "") throw invalidInput({ [field]: ["The file is empty"] });
    if ((/^[^\r\n]*/.exec(text)?.[0].length ?? 0) > headerMax) {
      throw invalidInput({
        [field]: ["The first line is too long: it must name the columns, such as name,type,ra,dec"],
      });
    }
    return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalidInput({ [field]: ["The file is not UTF-8 text: save it as CSV UTF-8"] });
  }
}

const headerMax = 100_000;
/** Characters and cells of a record: longer ones would hold up everybody while they are parsed. */
const recordMax = 1_000_000;
const cellsMax = 10_000;

/** About a thousand rows: parsed in a few milliseconds, others being served in between. */
const charactersPerPart = 100_000;

const delimiters = [",", "\t", ";", "|"] as const;

/** What stands between the cells: whatever the first line has most of. */
function delimiterOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const count = (mark: string): number => line.split(mark).length;
  return delimiters.reduce((best, mark) => (count(mark) > count(best) ? mark : best), ",");
}

/**
 * The rows of a CSV text, the header first, in parts of about a thousand; others are served between two parts. Blank rows
 * are left out, and counted.
 * @throws INVALID_INPUT on `field` for a quotation mark that is never closed, or a record that is too long
 */
export async function* readCsv(text: string, field: string): AsyncGenerator<CsvRow[]> {
  const newline = newlineOf(text);
  const parser = new Papa.Parser({ delimiter: delimiterOf(text), newline });
  const refuse = (at: number, message: string): never => {
    throw invalidInput({ [field]: [`Row ${at.toLocaleString("en")} ${message}`] });
  };
  let [cursor, row, size] = [0, 1, charactersPerPart];
  while (cursor < text.length) {
    const isLast = cursor + size >= text.length;
    const part: Part = parser.parse(text.slice(cursor, cursor + size), 0, !isLast);
    // Not one whole row: a long text between quotation marks.
    if (!isLast && part.meta.cursor === 0) {
      if (size >= recordMax) refuse(row, "is too long: is a quotation mark opened there and never closed?");
      size *= 2;
      continue;
    }
    const wrong = new Map(part.errors.map((error) => [error.row ?? 0, error.code]));
    for (const [index, code] of wrong) {
      if (code === "MissingQuotes") refuse(row + index, "opens a quotation mark that is never closed");
    }
    const first = row;
    const rows = part.data.map((cells, index) => ({
      row: row++,
      cells: newline === "\n" ? withoutReturn(cells) : cells,
      problem: wrong.has(index) ? "Its quotation marks do not fit together: one inside a text is written twice" : null,
    }));
    const wide = part.data.findIndex((cells) => cells.length > cellsMax);
    if (wide >= 0) refuse(first + wide, `has more than ${cellsMax.toLocaleString("en")} cells`);
    yield rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
    cursor = isLast ? text.length : cursor + part.meta.cursor;
    size = charactersPerPart;
    await letOthersWork();
  }
}

/** What the parser answers; `cursor` is behind the last whole row. */
type Part = { data: string[][]; errors: { code: string; row?: number }[]; meta: { cursor: number } };

type Newline = "\r\n" | "\n" | "\r";

/** How the lines end: as the first does, but for a file in which some end with a line feed alone. */
function newlineOf(text: string): Newline {
  const first = (/\r\n|\n|\r/.exec(text)?.[0] ?? "\n") as Newline;
  return first === "\r\n" && hasLoneFeed(text) ? "\n" : first;
}

/** Whether a line feed without a return before it stands outside of quotation marks. */
function hasLoneFeed(text: string): boolean {
  if (!/[^\r]\n/.test(text)) return false;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) isQuoted = !isQuoted;
    else if (code === 10 && !isQuoted && text.charCodeAt(at - 1) !== 13) return true;
  }
  return false;
}

/** Where lines end with a line feed, a return before it is not of the last cell. */
function withoutReturn(cells: string[]): string[] {
  const last = cells.at(-1);
  return last?.endsWith("\r") ? [...cells.slice(0, -1), last.slice(0, -1)] : cells;
}
