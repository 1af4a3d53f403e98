import { TomError } from "@/lib/core/errors";
import { type PhotometryResult, type Processor, rejectedListed } from "../contract";
import { readTable } from "../reading/table";
import { readText } from "../reading/text";
import { isPhotometryHeading } from "./columns";
import { layoutOf } from "./layout";
import { readRow } from "./rows";

const rowsAProgress = 1000;

/** Light curves as text: CSV, tabs, blanks, IPAC tables, VOTable. */
export const photometry: Processor<PhotometryResult> = {
  process({ file, timeScale, target, onProgress }) {
    const { text, notes } = readText(file);
    const table = readTable(text, isPhotometryHeading);
    const layout = layoutOf(table, { timeScale, target });
    const result: PhotometryResult = {
      kind: "photometry",
      rows: [],
      rejected: [],
      rejectedTotal: 0,
      notes: [...notes, ...layout.notes],
    };
    // Lines are not counted beforehand; a row is about as long as the heading and the first rows say.
    const expected = Math.max(1, text.length / 40);
    let count = 0;
    table.each((row, cells) => {
      count += 1;
      if (count % rowsAProgress === 0) onProgress(Math.min(0.99, count / expected));
      const verdict = "message" in cells ? { field: "", message: `The row ${cells.message}.` } : readRow(cells, layout);
      if ("draft" in verdict) result.rows.push({ row, draft: verdict.draft });
      else {
        result.rejectedTotal += 1;
        if (result.rejected.length < rejectedListed) result.rejected.push({ row, ...verdict });
      }
    });
    if (count === 0) throw new TomError("INVALID_INPUT", "The table has a heading, but no rows.");
    return result;
  },
};
