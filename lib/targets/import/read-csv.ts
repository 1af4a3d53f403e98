import Papa from "papaparse";
import { invalidInput } from "@/lib/core/errors";
import { letOthersWork } from "@/lib/core/let-others-work";

/** One record. `row` as a spreadsheet counts them: the header is row 1, blank ones count too. */
export type CsvRow = { row: number; cells: readonly string[] };

/** The text of a file: UTF-8, or UTF-16 where it says so. @throws INVALID_INPUT on `field` for what is no text */
export function decodeText(bytes: Uint8Array, field: string): string {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = wide ? (first === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
  try {
    // Decoding drops the mark of byte order.
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (text.includes("\0")) throw invalidInput({ [field]: ["The file is not text: a CSV file is expected"] });
    if (text.trim() === "") throw invalidInput({ [field]: ["The file is empty"] });
    return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalidInput({ [field]: ["The file is not UTF-8 text: save it as CSV UTF-8"] });
  }
}

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
 */
export async function* readCsv(text: string): AsyncGenerator<CsvRow[]> {
  const parser = new Papa.Parser({ delimiter: delimiterOf(text), newline: newlineOf(text) });
  let [cursor, row, size] = [0, 1, charactersPerPart];
  while (cursor < text.length) {
    const isLast = cursor + size >= text.length;
    const part: Part = parser.parse(text.slice(cursor, cursor + size), 0, !isLast);
    // Not one whole row: a long text between quotation marks.
    if (!isLast && part.meta.cursor === 0) {
      size *= 2;
      continue;
    }
    const rows = part.data.map((cells) => ({ row: row++, cells }));
    yield rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
    cursor = isLast ? text.length : cursor + part.meta.cursor;
    size = charactersPerPart;
    await letOthersWork();
  }
}

/** What the parser answers; `cursor` is behind the last whole row. */
type Part = { data: string[][]; meta: { cursor: number } };

/** How the first line ends. */
const newlineOf = (text: string): "\r\n" | "\n" | "\r" =>
  (/\r\n|\n|\r/.exec(text.slice(0, charactersPerPart))?.[0] as "\r\n" | "\n" | "\r" | undefined) ?? "\n";
