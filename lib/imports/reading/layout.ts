import type { TomConfig } from "@/lib/config/types";
import { plainText } from "@/lib/core/csv";
import { invalidInput } from "@/lib/core/errors";
import {
  type CsvColumn,
  csvFields,
  entryColumns,
  extraKey,
  hasExtraHeader,
  ignoredColumns,
} from "@/lib/targets/queries/csv-columns";

/** What each column of a file is, by its header. */
export type Meaning =
  | { is: "field"; column: CsvColumn }
  | { is: "alias"; column: string }
  | { is: "list"; column: "aliases" | "groups" | "tags" }
  | { is: "extra"; column: string; key: string; kind: string };

export type Layout = {
  columns: readonly (Meaning | null)[];
  /** Sentences about columns that are left out. */
  warnings: string[];
};

const columnsMax = 500;
const namesTold = 20;

/** @throws INVALID_INPUT on `file` for a header that is not one of targets */
export function layoutOf(header: readonly string[], config: TomConfig): Layout {
  const refuse = (message: string): never => {
    throw invalidInput({ file: [message] });
  };
  if (header.length > columnsMax) refuse(`The file has ${header.length} columns: at most ${columnsMax}`);
  const titles = header.map((cell) => plainText(cell).trim());
  const columns = titles.map((title) => meaningOf(title, titles, config));
  const twice = columns.find((one, index) => one && columns.findIndex((other) => other?.column === one.column) < index);
  if (twice) refuse(`The column ${twice.column} is there twice`);
  if (!columns.some((one) => one?.column === "name")) {
    refuse("The first line has no column `name`: it must name the columns, such as name,type,ra,dec");
  }
  return { columns, warnings: warningsOf(titles, columns) };
}

function meaningOf(title: string, titles: readonly string[], config: TomConfig): Meaning | null {
  const name = title.toLowerCase();
  if (Object.hasOwn(csvFields, name)) return { is: "field", column: name as CsvColumn };
  if (name === "aliases" || name === "groups" || name === "tags") return { is: "list", column: name };
  if (Object.hasOwn(ignoredColumns, name)) return null;
  if (Object.hasOwn(entryColumns, name) && hasExtraHeader(titles, name)) return null;
  if (name.startsWith("name")) return { is: "alias", column: name };
  const key = extraKey(title);
  const declared = Object.hasOwn(config.targets.extraFields, key) ? config.targets.extraFields[key] : undefined;
  return declared ? { is: "extra", column: title, key, kind: declared.type } : null;
}

function warningsOf(titles: readonly string[], columns: readonly (Meaning | null)[]): string[] {
  const left = titles.filter((title, index) => title !== "" && columns[index] === null);
  const reasons = { ...ignoredColumns, ...entryColumns };
  const ignored = left.filter((title) => Object.hasOwn(reasons, title.toLowerCase()));
  const unknown = left.filter((title) => !ignored.includes(title));
  const list = (names: readonly string[]): string =>
    names.slice(0, namesTold).join(", ") + (names.length > namesTold ? ` and ${names.length - namesTold} more` : "");
  return [
    ...ignored.map((title) => `The column ${title} is left out: ${reasons[title.toLowerCase()]}.`),
    ...(unknown.length === 0
      ? []
      : [`Left out, because extraFields in tom.config.ts does not have them: ${list(unknown)}.`]),
  ];
}
