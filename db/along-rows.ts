import { type Column, type SQL, sql } from "drizzle-orm";
import type { Position } from "@/lib/core/list-cursor";

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

type Along = { behind: SQL; order: SQL; positionOf: (row: { pk: number; name: string }) => Position };

/**
 * The same for a list that is also read along a name, under the sorts "name" and "-name": upper and lower case alike, as an
 * index on (name COLLATE NOCASE, pk) has them. `positionOf`: what the cursor behind a row is made of.
 */
export function alongNames(name: Column, pk: Column, sort: string, from: Position | null): Along {
  if (sort !== "name" && sort !== "-name") {
    const positionOf: Along["positionOf"] = (row) => ({ phase: "rows", value: null, pk: row.pk });
    return { ...alongRows(pk, sort, from?.pk ?? null), positionOf };
  }
  const [than, way] = sort === "name" ? [sql`>`, sql`ASC`] : [sql`<`, sql`DESC`];
  const plain = sql`${name} COLLATE NOCASE`;
  return {
    // The plain comparison is what the planner finds the index by.
    behind:
      from === null
        ? sql`1 = 1`
        : sql`${plain} ${than}= ${from.value} AND (${plain}, ${pk}) ${than} (${from.value}, ${from.pk})`,
    order: sql`${plain} ${way}, ${pk} ${way}`,
    positionOf: (row) => ({ phase: "values", value: row.name, pk: row.pk }),
  };
}
