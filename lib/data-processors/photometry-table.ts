import { isTomError } from "@/lib/core/errors";
import type { ProcessRequest, UploadTimeScale } from "./contract";
import { type Layout, layoutOf } from "./photometry/layout";
import { type RowVerdict, readRow } from "./photometry/rows";
import { headingOf } from "./reading/table";

type Position = ProcessRequest["target"];

/** Light curves of many targets in one table: the same columns as in a file of one, row by row. */
export type PhotometryTable = {
  /** What was assumed, in sentences. */
  notes: readonly string[];
  /** Headings that mean nothing here. */
  others: readonly string[];
  /** `target`: where the row's own target stands, for times that depend on it. */
  read(cells: readonly string[], target: Position): RowVerdict;
};

const layoutsKept = 1000;

/**
 * @param header one that is "" is passed over
 * @throws TomError INVALID_INPUT when the header lacks what every row needs
 */
export function photometryTable(header: readonly string[], timeScale: UploadTimeScale): PhotometryTable {
  const table = {
    form: "CSV",
    columns: header.map(headingOf),
    headingRow: 1,
    keywords: new Map<string, string>(),
    notes: [],
    each: () => undefined,
  };
  const layouts = new Map<string, Layout>();
  const layoutFor = (target: Position): Layout => {
    const key = `${target.raDeg} ${target.decDeg}`;
    const layout = layouts.get(key) ?? layoutOf(table, { timeScale, target });
    if (layouts.size >= layoutsKept) layouts.clear();
    layouts.set(key, layout);
    return layout;
  };
  const first = layoutFor({ raDeg: 0, decDeg: 0 });
  return {
    notes: [first.time.note],
    others: first.others.map(({ name }) => name),
    read(cells, target) {
      try {
        return readRow(cells, layoutFor(target));
      } catch (error) {
        if (!isTomError(error) || error.code !== "INVALID_INPUT") throw error;
        return { field: first.time.column.name, message: error.message };
      }
    },
  };
}
