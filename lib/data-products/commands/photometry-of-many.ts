import { isTomError } from "@/lib/core/errors";
import type { UploadTimeScale } from "@/lib/data-processors/contract";
import { photometryTable } from "@/lib/data-processors/photometry-table";
import type { Measurement } from "@/lib/reduced-data/commands/measurement";
import { draftToMeasurement } from "../draft-to-measurement";

/** How the column may be headed that says whose light it is; the first of them that is there counts. */
const targetHeadings = ["target_name", "target", "targetname", "name", "object_name", "object", "objectname"];

const columnsMax = 500;

export type Position = { raDeg: number | null; decDeg: number | null };
export type PhotometryProblem = { field: string; message: string };

/** A table of measurements of many targets. */
export type PhotometryOfMany = {
  /** What was assumed and what is left out, in sentences. */
  warnings: string[];
  targetColumn: string;
  nameIn(cells: readonly string[]): string;
  /** What is wrong with the number of cells in a row; null when nothing is. */
  unfit(cells: readonly string[]): string | null;
  /** `source`: whose measurement it is where the row does not say. */
  read(cells: readonly string[], position: Position, source: string): Measurement | PhotometryProblem;
};

const plain = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, "_");

/** @returns a sentence instead, for a header that lacks what every row needs */
export function photometryOfMany(header: readonly string[], timeScale: UploadTimeScale): PhotometryOfMany | string {
  if (header.length > columnsMax) return `The file has ${header.length} columns: at most ${columnsMax}`;
  const titles = header.map(plain);
  const at = targetHeadings.map((heading) => titles.indexOf(heading)).find((index) => index >= 0) ?? -1;
  if (at < 0) {
    return "No column says whose light it is. Name one target in the first line, as in target,time,filter,magnitude,error.";
  }
  try {
    const table = photometryTable(
      header.map((title, index) => (index === at ? "" : title)),
      timeScale,
    );
    return {
      warnings: [...table.notes, ...leftOut(table.others)],
      targetColumn: header[at]?.trim() ?? "",
      nameIn: (cells) => (cells[at] ?? "").trim(),
      unfit: (cells) =>
        cells.slice(header.length).some((cell) => cell.trim() !== "")
          ? `The row has ${cells.length} cells and the header ${header.length}: is a comma inside a text?`
          : null,
      read(cells, position, source) {
        const verdict = table.read(cells, position);
        return "draft" in verdict ? draftToMeasurement(verdict.draft, source) : verdict;
      },
    };
  } catch (error) {
    if (!isTomError(error) || error.code !== "INVALID_INPUT") throw error;
    return error.message;
  }
}

const namesTold = 20;

const leftOut = (names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : [
        `Left out, because nothing uses them: ${names.slice(0, namesTold).join(", ")}${names.length > namesTold ? ", …" : ""}.`,
      ];
