import type { Context } from "@/lib/access/context";
import { invalidInput } from "@/lib/core/errors";
import { letOthersWork } from "@/lib/core/let-others-work";
import { listUsableGroups, usableGroups } from "@/lib/targets/commands/group-grants";
import { type ImportOptions, importRowsMax } from "../schema";
import { type Defaults, draftOfRow, type ReadRow } from "./draft-of-row";
import { type Layout, layoutOf } from "./layout";
import { type CsvRow, readCsv } from "./read-csv";

/** A file of targets whose header was understood: its rows, part after part, each checked for itself. */
export type ReadFile = { warnings: string[]; parts: AsyncGenerator<ReadRow[]> };

/** Rows that are judged, and written, together. */
const rowsPerPart = 250;

/** @throws INVALID_INPUT on `file` for a header that is not one of targets, on `groups` for a group that is not hers */
export async function readFile(ctx: Context, text: string, options: ImportOptions): Promise<ReadFile> {
  const rows = readCsv(text, "file");
  const first = (await rows.next()).value ?? [];
  const layout = layoutOf(first[0]?.cells ?? [], ctx.config);
  const defaults = await defaultsOf(ctx, options);
  return { warnings: layout.warnings, parts: readParts(ctx, { layout, defaults, first: first.slice(1), rows }) };
}

type Rows = { layout: Layout; defaults: Defaults; first: CsvRow[]; rows: AsyncGenerator<CsvRow[]> };

async function* readParts(ctx: Context, { layout, defaults, first, rows }: Rows): AsyncGenerator<ReadRow[]> {
  let count = 0;
  for (let some: CsvRow[] | null = first; some !== null; some = (await rows.next()).value ?? null) {
    count += some.length;
    if (count > importRowsMax) throw tooManyRows();
    for (let from = 0; from < some.length; from += rowsPerPart) {
      yield some.slice(from, from + rowsPerPart).map((row) => draftOfRow(ctx, layout, defaults, row));
      await letOthersWork();
    }
  }
}

const tooManyRows = (): Error =>
  invalidInput({ file: [`The file has more than ${importRowsMax.toLocaleString("en")} rows: split it`] });

async function defaultsOf(ctx: Context, options: ImportOptions): Promise<Defaults> {
  const groups = await usableGroups(ctx.database.read, ctx, options.groups);
  const usable = await listUsableGroups(ctx.database.read, ctx);
  return {
    visibility: options.visibility ?? ctx.config.targets.defaultVisibility,
    groups,
    groupsByName: new Map(usable.map((group) => [group.name.toLowerCase(), group])),
  };
}

/** The warnings and the number of rows of a file. @throws INVALID_INPUT as `readFile`, and for too many rows or none */
export async function surveyFile(ctx: Context, text: string): Promise<{ warnings: string[]; rowCount: number }> {
  let rowCount = -1;
  let warnings: string[] = [];
  for await (const rows of readCsv(text, "file")) {
    const [header] = rows;
    if (rowCount < 0 && header) warnings = layoutOf(header.cells, ctx.config).warnings;
    rowCount += rows.length;
    if (rowCount > importRowsMax) throw tooManyRows();
  }
  if (rowCount < 1) throw invalidInput({ file: ["The file has a header and no rows"] });
  return { warnings, rowCount };
}
