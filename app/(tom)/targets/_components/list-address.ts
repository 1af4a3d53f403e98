import {
  pageSortOf,
  type TargetFilter,
  type TargetSort,
  targetFilterShape,
  targetSorts,
} from "@/lib/targets/list-schema";
import { type ListColumnId, listColumnIds } from "./list-column-ids";

/** What the address of the list says. Everything about the view stands in it; what was typed wrongly is kept as typed. */

type FilterName = keyof typeof targetFilterShape;
export const filterNames = Object.keys(targetFilterShape) as FilterName[];

/** Beside the filters of the API: a place in words, which becomes a `cone`. */
type TypedName = FilterName | "around" | "radius";

export type ListAddress = {
  typed: Readonly<Partial<Record<TypedName, string>>>;
  /** Chosen, or what the page does by itself. */
  sort: TargetSort;
  isSortChosen: boolean;
  /** null: those of the installation. */
  columns: readonly ListColumnId[] | null;
  cursor: string | null;
  before: string | null;
  /** All that match are to be counted. */
  count: boolean;
  /** What is opened beside the list: it is made only when asked for, so that the page stays light. */
  open: ListPart | null;
};

const listParts = ["filters", "columns"] as const;
export type ListPart = (typeof listParts)[number];

export type Search = Readonly<Record<string, string | string[] | undefined>>;

/** The order of a list whose address names none. */
function unchosenSort(cone: string | null | undefined): TargetSort {
  const parsed = targetFilterShape.cone.safeParse(cone ?? undefined);
  return pageSortOf({ cone: parsed.success ? parsed.data : undefined });
}

const typedMax = 10_000;

/** Reads a query string; a name that repeats counts once, unknown names are passed over. */
export function readListAddress(search: Search): ListAddress {
  const all = (name: string): string[] => [search[name] ?? []].flat();
  const first = (name: string): string | null => all(name).find((one) => one.trim() !== "") ?? null;
  const typed: Partial<Record<TypedName, string>> = {};
  for (const name of [...filterNames, "around", "radius"] as const) {
    const text = first(name);
    if (text !== null) typed[name] = text.trim().slice(0, typedMax);
  }
  const columns = all("columns");
  const own = unchosenSort(typed.cone);
  const asked = targetSorts.find((one) => one === first("sort"));
  const sort = asked === "separation" ? own : (asked ?? own);
  return {
    typed,
    sort,
    isSortChosen: sort === asked,
    columns: columns.length === 0 ? null : readColumns(columns.flatMap((one) => one.split(","))),
    cursor: first("cursor"),
    before: first("before"),
    count: first("count") !== null,
    open: listParts.find((one) => one === first("open")) ?? null,
  };
}

/** Known columns in the order of the table; RA and Dec, which the config names apart, are one column here. */
export function readColumns(names: readonly string[]): ListColumnId[] {
  const wanted = new Set(names.map((name) => (name === "ra" || name === "dec" ? "position" : name)));
  return listColumnIds.filter((id) => wanted.has(id));
}

export type ListProblems = Readonly<Partial<Record<string, string>>>;

/** The filters that are right, and for the others a sentence each. */
export function readListFilter({ typed }: ListAddress): { filter: TargetFilter; problems: ListProblems } {
  const filter: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const name of filterNames) {
    const text = typed[name];
    if (text === undefined) continue;
    const parsed = targetFilterShape[name].safeParse(text);
    if (parsed.success) filter[name] = parsed.data;
    else problems[name] = parsed.error.issues[0]?.message ?? "This is not right";
  }
  return { filter: filter as TargetFilter, problems };
}

type Change = Partial<Pick<ListAddress, "sort" | "columns" | "cursor" | "before" | "count" | "open">> & {
  /** Filters to set, or with null to take away. */
  typed?: Readonly<Partial<Record<TypedName, string | null>>>;
};

function pairsOf(address: ListAddress, change: Change): [string, string][] {
  const typed = { ...address.typed, around: null, radius: null, ...change.typed };
  const { columns } = { ...address, ...change };
  const sort = change.sort ?? (address.isSortChosen ? address.sort : null);
  const own = unchosenSort(typed.cone);
  const pairs = Object.entries(typed).flatMap(([name, text]): [string, string][] => (text ? [[name, text]] : []));
  // What is nearest only a cone can say, which does it by itself.
  if (sort !== null && sort !== own && sort !== "separation") pairs.push(["sort", sort]);
  if (columns !== null) pairs.push(["columns", columns.join(",")]);
  if (change.cursor) pairs.push(["cursor", change.cursor]);
  if (change.before) pairs.push(["before", change.before]);
  if (change.count) pairs.push(["count", "yes"]);
  if (change.open) pairs.push(["open", change.open]);
  return pairs;
}

/** The query string of another view; the place in the list and the count are forgotten unless named. */
export function listQuery(address: ListAddress, change: Change = {}): string {
  return new URLSearchParams(pairsOf(address, change)).toString();
}

export function listHref(address: ListAddress, change: Change = {}): string {
  const query = listQuery(address, change);
  return query === "" ? "/targets" : `/targets?${query}`;
}

/** What a form of the page must keep of the address: all but the fields it asks for itself. */
export function keptOf(address: ListAddress, asked: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairsOf(address, {}).filter(([name]) => !asked.includes(name)));
}

/** Filter and order, as the API takes them. */
export function filterQuery(address: ListAddress): string {
  const pairs = pairsOf(address, { columns: null }).filter(([name]) => name !== "sort");
  if (address.sort !== "-createdAt") pairs.push(["sort", address.sort]);
  return new URLSearchParams(pairs).toString();
}

export const hasFilter = ({ typed }: ListAddress): boolean => Object.keys(typed).length > 0;
