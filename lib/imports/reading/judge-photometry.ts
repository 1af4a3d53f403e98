import { sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { changeableBy, visibleTo } from "@/lib/access/scope";
import { simplifyName } from "@/lib/astro/names";
import { plainText } from "@/lib/core/csv";
import { invalidInput } from "@/lib/core/errors";
import {
  type PhotometryOfMany,
  type Position,
  photometryOfMany,
} from "@/lib/data-products/commands/photometry-of-many";
import type { Measurement } from "@/lib/reduced-data/commands/measurement";
import { type ImportOptions, importRowsMax, type PhotometryVerdict } from "../schema";
import type { NameBook } from "./judge";
import { type CsvRow, readCsv } from "./read-csv";

/** A verdict, and where it says "accepted" the measurement, of a target that is made with it or is there already. */
export type JudgedPhotometry = { verdict: PhotometryVerdict; measurement: Measurement | null; isOfMade: boolean };

export type PhotometryFile = { warnings: string[]; parts: AsyncGenerator<JudgedPhotometry[]> };

const nameToldMax = 100;
/** Longer is no name. */
const nameReadMax = 4000;

/**
 * The verdicts on the rows of a file of photometry, part after part. `book` holds what became of the rows of the file of
 * targets; names that it does not have are those of targets that the person sees.
 * @throws INVALID_INPUT on `photometry` for a header that is not one of photometry
 */
export async function judgePhotometry(
  ctx: Context,
  text: string,
  { options, book }: { options: ImportOptions; book: NameBook },
): Promise<PhotometryFile> {
  const rows = readCsv(text, "photometry");
  const first = (await rows.next()).value ?? [];
  const table = headerOf(first, options);
  return { warnings: table.warnings, parts: judgeParts(ctx, { table, book, first: first.slice(1), rows }) };
}

function headerOf(first: readonly CsvRow[], { timeScale }: ImportOptions): PhotometryOfMany {
  const table = photometryOfMany(first[0]?.cells ?? [], timeScale);
  if (typeof table === "string") throw invalidInput({ photometry: [table] });
  return table;
}

type Rows = { table: PhotometryOfMany; book: NameBook; first: CsvRow[]; rows: AsyncGenerator<CsvRow[]> };

async function* judgeParts(ctx: Context, { table, book, first, rows }: Rows): AsyncGenerator<JudgedPhotometry[]> {
  let count = 0;
  for (let some: CsvRow[] | null = first; some !== null; some = (await rows.next()).value ?? null) {
    count += some.length;
    if (count > importRowsMax) throw tooManyRows();
    if (some.length > 0) yield await judgeRows(ctx, table, book, some);
  }
}

const tooManyRows = (): Error =>
  invalidInput({ photometry: [`The file has more than ${importRowsMax.toLocaleString("en")} rows: split it`] });

/** The warnings and the number of rows. @throws INVALID_INPUT on `photometry` for another header, too many rows or none */
export async function surveyPhotometry(
  text: string,
  options: ImportOptions,
): Promise<{ warnings: string[]; rowCount: number }> {
  let rowCount = -1;
  let warnings: string[] = [];
  for await (const rows of readCsv(text, "photometry")) {
    if (rowCount < 0) warnings = headerOf(rows, options).warnings;
    rowCount += rows.length;
    if (rowCount > importRowsMax) throw tooManyRows();
  }
  if (rowCount < 1) throw invalidInput({ photometry: ["The file has a header and no rows"] });
  return { warnings, rowCount };
}

async function judgeRows(
  ctx: Context,
  table: PhotometryOfMany,
  book: NameBook,
  rows: readonly CsvRow[],
): Promise<JudgedPhotometry[]> {
  const named = rows.map((one) => {
    const name = plainText(table.nameIn(one.cells)).trim().slice(0, nameReadMax);
    return { ...one, name, key: simplifyName(name) };
  });
  const unknown = named.filter(({ key }) => book.get(key)?.verdict.verdict !== "created").map(({ key }) => key);
  const here = await targetsOfNames(ctx, unknown);
  const source = ctx.actor.kind === "user" ? ctx.actor.username : "tom";
  return named.map(({ row, cells, problem, name, key }) => {
    const base = { row, name: name.slice(0, nameToldMax), targetId: null, field: null, message: null };
    const reject = (field: string, message: string): JudgedPhotometry => ({
      verdict: { ...base, verdict: "rejected", field, message },
      measurement: null,
      isOfMade: false,
    });
    const unfit = problem ?? table.unfit(cells);
    if (unfit !== null) return reject("", unfit);
    const found = ownerOf(key, book, here);
    if ("message" in found) return reject(table.targetColumn, found.message);
    const measurement = table.read(cells, found.position, source);
    if ("message" in measurement) return reject(measurement.field, measurement.message);
    return {
      verdict: { ...base, verdict: "accepted", targetId: found.targetId },
      measurement,
      isOfMade: found.isMade,
    };
  });
}

type Owner = { targetId: string | null; position: Position; isMade: boolean };

function ownerOf(key: string, book: NameBook, here: ReadonlyMap<string, Here>): Owner | { message: string } {
  if (key === "") return { message: "The name of the target is missing" };
  const entry = book.get(key);
  if (entry?.verdict.verdict === "created") {
    const { verdict, raDeg, decDeg } = entry;
    return { targetId: verdict.targetId, position: { raDeg, decDeg }, isMade: true };
  }
  if (entry?.verdict.verdict === "rejected") return { message: `Its target is rejected, in row ${entry.verdict.row}` };
  const one = here.get(key);
  if (!one) return { message: "No target of this name is in the file of targets, or among those that you see" };
  if (one.id === null) return { message: "This is a name of two targets" };
  if (!one.isChangeable) return { message: "You may see this target, but not change it" };
  return { targetId: one.id, position: one, isMade: false };
}

/** `id` is null where more than one has the name. */
type Here = Position & { id: string | null; isChangeable: boolean };

const hereRow = z.object({
  nameKey: z.string(),
  id: z.string(),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  changeable: z.number(),
});

async function targetsOfNames(ctx: Context, keys: readonly string[]): Promise<Map<string, Here>> {
  const found = new Map<string, Here>();
  if (keys.length === 0) return found;
  const rows = await ctx.database.read.all(sql`
    SELECT n.name_key AS "nameKey", ${targets.id} AS "id", ${targets.raDeg} AS "raDeg", ${targets.decDeg} AS "decDeg",
      ${changeableBy(ctx.scope)} AS "changeable"
    FROM json_each(${JSON.stringify([...new Set(keys)])}) asked
      CROSS JOIN target_names n INDEXED BY target_names_key ON n.name_key = asked.value
      CROSS JOIN targets ON ${targets.pk} = n.target_pk WHERE ${visibleTo(ctx.scope)}`);
  for (const row of rows) {
    const { nameKey, changeable, ...place } = hereRow.parse(row);
    const isAmbiguous = (found.get(nameKey)?.id ?? place.id) !== place.id || found.get(nameKey)?.id === null;
    found.set(nameKey, { ...place, id: isAmbiguous ? null : place.id, isChangeable: changeable === 1 });
  }
  return found;
}
