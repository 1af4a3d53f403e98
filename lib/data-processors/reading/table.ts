import Papa from "papaparse";
import { TomError } from "@/lib/core/errors";
import { readIpac } from "./ipac";
import { cellCount, checkColumns, checkRows, type Line, linesOf, rowCount } from "./lines";
import { readVotable } from "./votable";

export type Column = {
  /** As the file writes it, without its unit. */
  name: string;
  /** As the file writes it; null when it does not. */
  unit: string | null;
  /** IVOA's word for what it is; VOTable only. */
  ucd?: string | null;
  /** Scale and origin of times, VOTable only: the origin is added to the values and gives a JD. */
  timeScale?: string | null;
  jdOrigin?: number | null;
};

/** A table of text, whatever the form of the file. */
export type TextTable = {
  /** "CSV", "IPAC table" and so on: for a sentence. */
  form: string;
  columns: readonly Column[];
  /** The line of the heading where that is a line of the rows' own form; null elsewhere. */
  headingRow: number | null;
  /** `KEY: value` or `KEY = value` of comments and headers, keys in capitals. */
  keywords: ReadonlyMap<string, string>;
  notes: readonly string[];
  /** Calls back with each row: its cells, trimmed, or what is wrong with it. `row` counts from 1 as a person would. */
  each(visit: (row: number, cells: readonly string[] | RowProblem) => void): void;
};

export type RowProblem = { message: string };

const refused = (message: string): TomError => new TomError("INVALID_INPUT", message);

/** @param isHeading whether a name is one that the caller knows as a column */
export function readTable(text: string, isHeading: (name: string) => boolean): TextTable {
  const table = formOf(text, isHeading);
  checkColumns(table.columns.length);
  return { ...table, each: (visit) => table.each(counted(visit)) };
}

function counted(visit: Parameters<TextTable["each"]>[0]): typeof visit {
  let count = 0;
  return (row, cells) => {
    count += 1;
    checkRows(count);
    visit(row, cells);
  };
}

function formOf(text: string, isHeading: (name: string) => boolean): TextTable {
  const start = text.slice(0, 5000).trimStart();
  if (/^<(\?xml|!--|(\w+:)?VOTABLE)/i.test(start)) return readVotable(text);
  if (/^(\\.*\n|\s*\n)*\|/.test(start)) {
    return hasBarsInEachLine(text) ? readDelimited(withoutOuterBars(text), isHeading) : readIpac(text);
  }
  return readDelimited(text, isHeading);
}

const lookAhead = 100;

/** Where the rows have bars too, as in Markdown, these are what separates; in an IPAC table they stand in the heading only. */
function hasBarsInEachLine(text: string): boolean {
  let lines = 0;
  for (const { text: line } of linesOf(text)) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    if (!trimmed.startsWith("|")) return false;
    lines += 1;
    if (lines === lookAhead) break;
  }
  return true;
}

/** The lines keep their numbers; a rule under the heading becomes an empty one. */
const withoutOuterBars = (text: string): string =>
  text.replace(/^[ \t]*\|[ \t:|+-]*$/gm, "").replace(/^[ \t]*\|(.*?)\|?[ \t]*$/gm, "$1");

type Head = { heading: Line; commented: boolean; comments: string[]; bodyFrom: Line };

function readDelimited(text: string, isHeading: (name: string) => boolean): TextTable {
  const head = findHead(text, isHeading);
  const headingText = head.heading.text.replace(/^\s*#+\s*/, "");
  const isEcsv = /^%\s*ECSV\b/.test(head.comments[0] ?? "");
  // A heading in a comment may be separated otherwise than the rows below it.
  const delimiter = isEcsv
    ? ecsvDelimiter(head.comments)
    : delimiterOf(head.bodyFrom.text.trim() === "" ? headingText : head.bodyFrom.text);
  const headingDelimiter = isEcsv ? delimiter : delimiterOf(headingText);
  checkColumns(cellCount(headingText, headingDelimiter));
  // The heading is no row.
  checkRows(rowCount(text) - 1);
  const keywords = keywordsOf(head.comments);
  const units = ecsvUnits(head.comments);
  const columns = headingCells(headingText, headingDelimiter).map((cell) => {
    const column = headingOf(cell);
    return { ...column, unit: column.unit ?? units.get(column.name) ?? null };
  });
  return {
    form: delimiter === "," ? "CSV" : delimiter === "\t" ? "tab-separated text" : "text",
    columns,
    headingRow: head.commented ? null : head.heading.number,
    keywords,
    notes: [],
    each: (visit) => eachLine(text, head, delimiter, columns, visit),
  };
}

/** The heading is the first line that is no comment; where that is data, the last comment that names known columns. */
function findHead(text: string, isHeading: (name: string) => boolean): Head {
  const comments: string[] = [];
  let commented: Line | null = null;
  for (const line of linesOf(text)) {
    const trimmed = line.text.trim();
    if (trimmed === "") continue;
    if (trimmed.startsWith("#")) {
      const body = trimmed.replace(/^#+\s*/, "");
      if (comments.length < 10_000) comments.push(body);
      if (knownIn(body, isHeading) >= 2) commented = line;
      continue;
    }
    const known = knownIn(trimmed, isHeading);
    if (commented && known === 0 && headsRows(commented, text.slice(line.offset)))
      return { heading: commented, commented: true, comments, bodyFrom: line };
    return { heading: line, commented: false, comments, bodyFrom: line };
  }
  throw refused("The file holds comments only.");
}

/** Prose that names columns is no heading of them: one of the first rows has as many cells. */
function headsRows({ text }: Line, body: string): boolean {
  const heading = text.replace(/^\s*#+\s*/, "");
  const width = headingCells(heading, delimiterOf(heading)).length;
  for (const { text: row, number } of linesOf(body)) {
    if (number > lookAhead) break;
    const delimiter = delimiterOf(row);
    if (cellsOf(delimiter === null ? joinedDates(row) : row, delimiter).length === width) return true;
  }
  return false;
}

const knownIn = (line: string, isHeading: (name: string) => boolean): number => {
  if (line.length > 200_000) return 0;
  return headingCells(line, delimiterOf(line)).filter((cell) => isHeading(headingOf(cell).name)).length;
};

/** Null stands for blanks. */
const delimiterOf = (line: string): string | null =>
  [",", "\t", ";", "|"].find((delimiter) => line.includes(delimiter)) ?? null;

const blanks = /\s+/;

function cellsOf(line: string, delimiter: string | null): string[] {
  if (delimiter === null) return line.trim().split(blanks);
  const [cells = []] = Papa.parse<string[]>(line, { delimiter }).data;
  return cells.map((cell) => cell.trim());
}

/** Between blanks a unit in brackets belongs to the name before it. */
const headingCells = (line: string, delimiter: string | null): string[] =>
  cellsOf(delimiter === null ? line.replace(/\s+(\([^\s()]*\)|\[[^\s[\]]*\])/g, "$1") : line, delimiter);

/** "2020-01-07 12:34:56" is one time, also where blanks separate. */
const joinedDates = (line: string): string => line.replace(/(\d{4}-\d\d-\d\d)[ \t]+(?=\d\d:\d\d)/g, "$1T");

/** Not where the heading has the day and the time of day in columns of their own. */
const splitsDates = (columns: readonly Column[]): boolean =>
  columns.some(({ name }) => /date|day/i.test(name)) && columns.some(({ name }) => /^(time|ut|utc|hour)/i.test(name));

/** "flux (uJy)", "flux [uJy]" -> name and unit. */
export function headingOf(cell: string): Column {
  const [, name = cell, round, square] =
    /^\s*(.+?)\s*(?:\(([^()]*)\)|\[([^[\]]*)\])\s*$/.exec(cell.slice(0, 200)) ?? [];
  const unit = (round ?? square ?? "").trim();
  return { name: name.trim(), unit: unit === "" ? null : unit };
}

function eachLine(
  text: string,
  head: Head,
  delimiter: string | null,
  columns: readonly Column[],
  visit: Parameters<TextTable["each"]>[0],
): void {
  const width = columns.length;
  const whole = splitsDates(columns) ? (line: string) => line : joinedDates;
  const checked = (row: number, cells: string[]): void => visit(row, fitted(cells, width, delimiter));
  const from = head.bodyFrom;
  const skipped = head.commented ? 0 : 1;
  if (delimiter === null) {
    let number = from.number - 1;
    for (const line of linesOf(text.slice(from.offset))) {
      number += 1;
      const trimmed = line.text.trim();
      if (line.number > skipped && trimmed !== "" && !trimmed.startsWith("#")) {
        checked(number, whole(trimmed).split(blanks));
      }
    }
    return;
  }
  let number = from.number;
  let seen = 0;
  Papa.parse<string[]>(text.slice(from.offset), {
    delimiter,
    newline: "\n",
    skipEmptyLines: false,
    step({ data, errors }) {
      const row = number;
      number += 1 + data.reduce((sum, cell) => sum + newlinesIn(cell), 0);
      seen += 1;
      if (errors.some(({ code }) => code === "MissingQuotes"))
        throw refused(`Line ${row}: a quotation mark is opened and never closed.`);
      if (seen <= skipped || data.every((cell) => cell.trim() === "") || data[0]?.trimStart().startsWith("#")) return;
      if (errors.length > 0) visit(row, { message: "has quotation marks that do not fit together" });
      else
        checked(
          row,
          data.map((cell) => cell.trim()),
        );
    },
  });
}

const newlinesIn = (cell: string): number => (cell.includes("\n") ? cell.split("\n").length - 1 : 0);

/** Missing cells at the end are empty where a delimiter says which is which; between blanks any of them may be missing. */
function fitted(cells: string[], width: number, delimiter: string | null): readonly string[] | RowProblem {
  if (cells.length === width) return cells;
  if (cells.length > width && cells.slice(width).every((cell) => cell === "")) return cells.slice(0, width);
  const isByBlanks = delimiter === null || delimiter === " ";
  if (cells.length < width && !isByBlanks) return [...cells, ...Array<string>(width - cells.length).fill("")];
  const counted = `has ${cells.length} cells where the heading has ${width}`;
  return {
    message:
      cells.length < width ? `${counted}; between blanks a missing value must be written, as nan or a hyphen` : counted,
  };
}

const keyword = /^([A-Za-z][\w-]{0,60}(?: [A-Za-z][\w-]{0,30})?)\s*[:=]\s*(.*)$/;

/** `DATE-OBS: 2020-01-07T12:34:56` and FITS-like `EXPTIME = 900. / seconds`, from comments. */
export function keywordsOf(comments: Iterable<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const comment of comments) {
    const [, key, value] = keyword.exec(comment.slice(0, 500)) ?? [];
    if (key === undefined || value === undefined) continue;
    const name = key.toUpperCase().replaceAll(" ", "_");
    if (!found.has(name)) found.set(name, keywordValue(value));
  }
  return found;
}

function keywordValue(text: string): string {
  const [, inQuotes] = /^'((?:[^']|'')*)'/.exec(text) ?? [];
  if (inQuotes !== undefined) return inQuotes.replaceAll("''", "'").trim();
  return text.replace(/\s+\/\s.*$/, "").trim();
}

/** ECSV puts one blank between its cells, and marks of quotation around those with blanks of their own, or commas. */
const ecsvDelimiter = (comments: readonly string[]): string =>
  comments.some((comment) => /^delimiter:\s*['"],['"]/.test(comment)) ? "," : " ";

/** Units of ECSV (Astropy): one line a column, as `- {name: mag, unit: mag, datatype: float64}`. */
function ecsvUnits(comments: readonly string[]): Map<string, string> {
  const units = new Map<string, string>();
  for (const comment of comments) {
    const [, name, unit] = /^- \{name: ([^,}]{1,100}), unit: ([^,}]{1,60})[,}]/.exec(comment) ?? [];
    if (name !== undefined && unit !== undefined) units.set(name.trim(), unit.trim());
  }
  return units;
}
