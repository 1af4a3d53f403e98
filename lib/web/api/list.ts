import * as z from "zod";
import { invalidInput } from "@/lib/core/errors";
import { readRowCursor, writeRowCursor } from "@/lib/core/row-cursor";
import { cursorParam, limitParam, yesNoParam } from "./shapes";

/** What every list takes: how much of it, from where, in which order (the first of `sorts` unless said), and its total. */
export const listParams = <const Sorts extends readonly [string, ...string[]]>(sorts: Sorts) => ({
  limit: limitParam,
  cursor: cursorParam,
  sort: z
    .enum(sorts, `must be one of ${sorts.join(", ")}`)
    .default(sorts[0] as never)
    .meta({ description: "What they are sorted by; a minus before it turns the order round." }),
  count: yesNoParam.optional().meta({ description: "true adds `total`: how many there are in all." }),
});

type WholeListQuery = { limit: number; cursor?: string | undefined; sort: string; count?: boolean | undefined };
type Value = string | number | null;

/**
 * A list that is short enough to be read whole: it takes what every list takes, and is sorted and cut here.
 * `given`: its order unless said otherwise ("-createdAt": newest first), which is the one in which it is read where
 * `fields` do not have it. `fields`: what it can be sorted by; items without a value stand at the end, whichever way it goes.
 */
export function wholeList<Item>(given: string, fields: Readonly<Record<string, (item: Item) => Value>> = {}) {
  const names = Object.keys(fields);
  const others = names.filter((name) => name !== given && name !== turned(given));
  const sorts: [string, ...string[]] = [given, turned(given), ...others, ...others.map(turned)];
  return {
    params: listParams(sorts),
    /** @throws INVALID_INPUT for a cursor that this list did not give */
    page(all: readonly Item[], { limit, cursor, sort, count }: WholeListQuery) {
      const start = cursor === undefined ? 0 : readRowCursor(cursor);
      if (start === null || start > startMax) throw invalidInput({ cursor: ["This cursor is not known."] });
      const end = start + limit;
      return {
        items: inOrder(all, sort, given, fields).slice(start, end),
        nextCursor: end < all.length ? writeRowCursor(end) : null,
        ...(count ? { total: all.length } : {}),
      };
    },
  };
}

/** Further than any list that is read whole goes. */
const startMax = 1_000_000;

const turned = (sort: string): string => (sort.startsWith("-") ? sort.slice(1) : `-${sort}`);

function inOrder<Item>(
  all: readonly Item[],
  sort: string,
  given: string,
  fields: Readonly<Record<string, (item: Item) => Value>>,
): Item[] {
  const falling = sort.startsWith("-");
  const its = fields[falling ? sort.slice(1) : sort];
  if (its === undefined) return sort === given ? [...all] : [...all].reverse();
  return [...all].sort((one, other) => {
    const [a, b] = [its(one), its(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return compare(a, b) * (falling ? -1 : 1);
  });
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}
