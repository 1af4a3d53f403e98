import type { VisibleScope } from "@/lib/access/scope";
import { isTomError } from "@/lib/core/errors";
import { pageSortOf, targetFilterShape, targetListInput } from "../list-schema";
import { findNeighbours, type Neighbours } from "./list-targets";
import type { Reader } from "./read-targets";

const none: Neighbours = { previous: null, next: null };
const names = ["sort", ...Object.keys(targetFilterShape)];

/**
 * The targets before and behind one in the list that a query string describes (that of the list page; what does not
 * choose or order targets in it is passed over). Both null where the query string is not right or the target not visible.
 */
export async function findListNeighbours(
  db: Reader,
  scope: VisibleScope,
  args: { id: string; listQuery: string; now: Date },
): Promise<Neighbours> {
  const given = new URLSearchParams(args.listQuery.slice(0, 4000));
  const asked = names.flatMap((name) => {
    const value = given.get(name);
    return value === null || value.trim() === "" ? [] : [[name, value]];
  });
  const parsed = targetListInput.safeParse(Object.fromEntries(asked));
  if (!parsed.success) return none;
  const { sort: sorted, cursor: _cursor, limit: _limit, ...filter } = parsed.data;
  const sort = given.has("sort") ? sorted : pageSortOf(filter);
  try {
    return await findNeighbours(db, scope, { id: args.id, sort, filter, now: args.now });
  } catch (error) {
    // A group that was left, a time that cannot be: the list says so, this page goes without.
    if (isTomError(error) && error.code === "INVALID_INPUT") return none;
    throw error;
  }
}
