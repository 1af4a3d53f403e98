import { TomError } from "@/lib/core/errors";

/** Lines of a text, and how much of them is read: told before anything of that size is made of them. */

const columnsAtMost = 1000;
const rowsAtMost = 500_000;
/** Characters: a thousand cells of a thousand each. */
const lineAtMost = 1_000_000;

export type Line = { text: string; number: number; offset: number };

/** Lines one by one: a table of 64 MB is not copied whole. @throws LIMIT_EXCEEDED for a line that no table has */
export function* linesOf(text: string): Generator<Line> {
  let number = 0;
  for (let offset = 0; offset < text.length; ) {
    const end = text.indexOf("\n", offset);
    const next = end === -1 ? text.length : end;
    number += 1;
    checkLine(number, next - offset);
    yield { text: text.slice(offset, next), number, offset };
    offset = next + 1;
  }
}

function checkLine(number: number, length: number): void {
  if (length > lineAtMost)
    throw new TomError(
      "LIMIT_EXCEEDED",
      `Line ${number} has ${length} characters; at most ${lineAtMost} can be read, and no table needs as many.`,
    );
}

/** @throws LIMIT_EXCEEDED */
export function checkColumns(count: number): void {
  if (count > columnsAtMost)
    throw new TomError("LIMIT_EXCEEDED", `The table has ${count} columns; at most ${columnsAtMost} can be read.`);
}

/** @throws LIMIT_EXCEEDED */
export function checkRows(count: number): void {
  if (count > rowsAtMost)
    throw new TomError("LIMIT_EXCEEDED", `The table has more than ${rowsAtMost} rows: upload it in parts.`);
}

/**
 * How many cells a line has, counted without taking it apart. Null as the delimiter stands for blanks, between which a
 * unit in brackets belongs to the name before it.
 */
export function cellCount(line: string, delimiter: string | null): number {
  let cells = 1;
  let isQuoted = false;
  const text = line.trim();
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"' && delimiter !== null) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (delimiter !== null) cells += character === delimiter ? 1 : 0;
    else if (isBlank(text[at - 1]) && !" \t([".includes(character ?? "")) cells += 1;
  }
  return cells;
}

const isBlank = (character: string | undefined): boolean => character === " " || character === "\t";

/** Lines that are neither empty nor comments; 0 where a cell may go over several of them. @throws LIMIT_EXCEEDED */
export function rowCount(text: string): number {
  let rows = 0;
  for (const { text: line } of linesOf(text)) if (line !== "" && !line.startsWith("#")) rows += 1;
  return text.includes('"') ? 0 : rows;
}
