import { type Column, type SQL, sql } from "drizzle-orm";

/**
 * The condition and the order of a page of rows in the order in which they were made.
 * `from`: the row with which the page before ended; null starts at the first. `sort`: the name of a field that grows with
 * the rows, a minus before it for newest first, which is also the order without one.
 */
export function alongRows(
  pk: Column | SQL,
  sort: string | undefined,
  from: number | null,
): { behind: SQL; order: SQL } {
  const rising = sort !== undefined && !sort.startsWith("-");
  return {
    behind: from === null ? sql`1 = 1` : sql`${pk} ${rising ? sql`>` : sql`<`} ${from}`,
    order: sql`${pk} ${rising ? sql`ASC` : sql`DESC`}`,
  };
}
