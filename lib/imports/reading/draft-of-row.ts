import type { Context } from "@/lib/access/context";
import { plainText } from "@/lib/core/csv";
import { decimalText } from "@/lib/core/decimal-text";
import { isTomError } from "@/lib/core/errors";
import { parseNewTarget } from "@/lib/targets/commands/create-target";
import type { UsableGroup } from "@/lib/targets/commands/group-grants";
import type { PlacedTarget } from "@/lib/targets/commands/insert-targets";
import { csvFields, textsOfCell } from "@/lib/targets/queries/csv-columns";
import type { CreateTargetInput } from "@/lib/targets/schema";
import type { Layout, Meaning } from "./layout";
import type { CsvRow } from "./read-csv";

/** What rows get that do not say it themselves, and the groups that may be named. */
export type Defaults = {
  visibility: "open" | "public" | "private";
  groups: readonly UsableGroup[];
  /** By name, lower case. */
  groupsByName: ReadonlyMap<string, UsableGroup>;
};

/** A row that a target can be made of, or the column that hinders it, with why. */
export type ReadRow =
  | { row: number; name: string; ok: true; placed: PlacedTarget }
  | { row: number; name: string; ok: false; field: string; message: string };

const nameToldMax = 100;

/** One row of a file of targets, checked as a target that a person enters. */
export function draftOfRow(ctx: Context, layout: Layout, defaults: Defaults, { row, cells, problem }: CsvRow): ReadRow {
  const given = new Given(layout, cells);
  const name = given.field("name");
  const refuse = (field: string, message: string): ReadRow => ({
    row,
    name: name.slice(0, nameToldMax),
    ok: false,
    field,
    message,
  });
  if (problem !== null) return refuse("", problem);
  if (cells.slice(layout.columns.length).some((cell) => cell.trim() !== "")) {
    return refuse(
      "",
      `The row has ${cells.length} cells and the header ${layout.columns.length}: is a comma inside a text?`,
    );
  }
  const visibility = visibilityOf(given.field("permissions"), defaults);
  if (visibility === null) {
    return refuse("permissions", `“${given.field("permissions").slice(0, 40)}” is none of OPEN, PUBLIC, PRIVATE`);
  }
  const wrong = given.wrongExtra();
  if (wrong !== null) return refuse(wrong.column, wrong.message);
  const named = given.list("groups");
  const groups = named.map((one) => defaults.groupsByName.get(one.toLowerCase()));
  if (groups.includes(undefined)) return refuse("groups", "No such group, or you are not in it");
  const known = groups.filter((group) => group !== undefined);
  try {
    const draft = parseNewTarget(ctx, { ...given.target(), visibility });
    return {
      row,
      name: draft.name,
      ok: true,
      placed: { draft, groups: named.length > 0 ? [...new Set(known)] : defaults.groups },
    };
  } catch (error) {
    if (!isTomError(error) || error.code !== "INVALID_INPUT") throw error;
    const [field = "", messages = []] = Object.entries(error.fieldErrors ?? {})[0] ?? [];
    return refuse(given.columnOf(field), messages[0] ?? error.message);
  }
}

function visibilityOf(word: string, defaults: Defaults): Defaults["visibility"] | null {
  const visibility = word.toLowerCase();
  if (visibility === "") return defaults.visibility;
  return visibility === "open" || visibility === "public" || visibility === "private" ? visibility : null;
}

const texts: ReadonlySet<string> = new Set(["name", "ra", "dec", "scheme"]);

/** What the cells of a row say, by what the columns are. */
class Given {
  readonly #fields = new Map<string, string>();
  readonly #said: { meaning: Meaning; text: string }[] = [];

  constructor(layout: Layout, cells: readonly string[]) {
    layout.columns.forEach((meaning, index) => {
      if (meaning === null) return;
      const cell = plainText(cells[index] ?? "");
      const text = meaning.is === "extra" ? cell : cell.trim();
      if (text === "") return;
      this.#said.push({ meaning, text });
      this.#fields.set(meaning.column, text);
    });
  }

  field(column: string): string {
    return this.#fields.get(column) ?? "";
  }

  /** An extra that is not of its declared type; null where all are. */
  wrongExtra(): { column: string; message: string } | null {
    for (const { meaning, text } of this.#said) {
      if (meaning.is !== "extra" || (meaning.kind !== "number" && meaning.kind !== "boolean")) continue;
      const value = extraOf(meaning.kind, text);
      const isRight = meaning.kind === "number" ? Number.isFinite(value) : typeof value === "boolean";
      const what = meaning.kind === "number" ? "is not a number" : "is neither true nor false";
      if (!isRight) return { column: meaning.column, message: `“${text.slice(0, 40)}” ${what}` };
    }
    return null;
  }

  list(column: "aliases" | "groups" | "tags"): string[] {
    return textsOfCell(this.field(column));
  }

  target(): CreateTargetInput {
    const fields: Record<string, unknown> = {};
    const aliases = this.list("aliases");
    const extras: Record<string, string | number | boolean> = {};
    for (const { meaning, text } of this.#said) {
      if (meaning.is === "alias") aliases.push(text);
      if (meaning.is === "extra") extras[meaning.key] = extraOf(meaning.kind, text);
      if (meaning.is === "field" && meaning.column !== "permissions") {
        fields[csvFields[meaning.column]] = numberOrText(meaning.column, text);
      }
    }
    const type = fields.type ?? (fields.scheme === undefined ? "SIDEREAL" : "NON_SIDEREAL");
    return { ...fields, name: this.field("name"), type, aliases, tags: this.list("tags"), extras } as CreateTargetInput;
  }

  /** The column of the file behind a field of a target. */
  columnOf(path: string): string {
    const [field = "", part] = path.split(".");
    if (field === "extras") return part ?? "extras";
    if (field === "aliases") return this.#aliasColumn(Number(part));
    const column = Object.entries(csvFields).find(([, name]) => name === field);
    return column?.[0] ?? field;
  }

  #aliasColumn(index: number): string {
    const own = this.list("aliases").length;
    const columns = this.#said.filter(({ meaning }) => meaning.is === "alias");
    return index >= own ? (columns[index - own]?.meaning.column ?? "aliases") : "aliases";
  }
}

/** By the type that the config declares; what does not fit it is refused there. */
function extraOf(kind: string, text: string): string | number | boolean {
  const word = text.trim().toLowerCase();
  if (kind === "number") return decimalText.test(word) ? Number(word) : text;
  if (kind === "boolean" && (word === "true" || word === "1" || word === "yes")) return true;
  if (kind === "boolean" && (word === "false" || word === "0" || word === "no")) return false;
  return text;
}

/** Numbers as numbers; what is none is handed on as it is, and refused by its field. */
function numberOrText(column: string, text: string): string | number {
  if (column === "type" || column === "scheme") return text.toUpperCase();
  return texts.has(column) || !decimalText.test(text) ? text : Number(text);
}
