import type { ReadDb } from "@/db/client";
import type { VisibleScope } from "@/lib/access/scope";
import { csvLine } from "@/lib/core/csv";
import { letOthersWork } from "@/lib/core/let-others-work";
import { photometryCsvColumns } from "../csv";
import type { PhotometryDto } from "../types";
import { listPhotometry, type PhotometryFilter } from "./list-photometry";

const rowsAtOnce = 500;

/** All that the filter selects, as a streamed download; the first page is read before the answer begins, so that errors are errors. */
export async function photometryCsv(
  db: ReadDb,
  scope: VisibleScope,
  filter: Omit<PhotometryFilter, "limit" | "cursor">,
): Promise<Response> {
  let page = await listPhotometry(db, scope, { ...filter, limit: rowsAtOnce });
  const encoder = new TextEncoder();
  let begun = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const lines = page.items.map(toLine);
      controller.enqueue(encoder.encode((begun ? "" : csvLine(photometryCsvColumns)) + lines.join("")));
      begun = true;
      if (page.nextCursor === null) return controller.close();
      await letOthersWork();
      page = await listPhotometry(db, scope, { ...filter, limit: rowsAtOnce, cursor: page.nextCursor });
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="photometry-${filter.targetId}.csv"`,
    },
  });
}

const toLine = (row: PhotometryDto): string =>
  csvLine(
    photometryCsvColumns.map((column) => {
      if (column === "via") return row.via.join(" ");
      if (column === "flagged") return row.flagged?.reason ?? null;
      return row[column];
    }),
  );
