import {
  type ObservationFilter,
  type ObservationSort,
  observationFilterShape,
  observationSort,
  observationSorts,
} from "@/lib/observations/list-schema";

/** What the address of a list of observation records says; what is not understood is as if it were not there. */

export type Search = Readonly<Record<string, string | string[] | undefined>>;

export type ObservationsAddress = {
  /** Where the list stands: "/observations", or the administrators' list. */
  path: string;
  filter: ObservationFilter;
  sort: ObservationSort;
  cursor: string | null;
  map: boolean;
};

const filterNames = Object.keys(observationFilterShape) as (keyof typeof observationFilterShape)[];

export function readObservationsAddress(path: string, search: Search): ObservationsAddress {
  const one = (name: string): string | undefined => {
    const value = [search[name] ?? []].flat().find((text) => text !== "");
    return value;
  };
  const filter: Record<string, unknown> = {};
  for (const name of filterNames) {
    const parsed = observationFilterShape[name].safeParse(one(name));
    if (parsed.success && parsed.data !== undefined) filter[name] = parsed.data;
  }
  const sort = observationSorts.find((known) => known === one("sort")) ?? observationSort.parse(undefined);
  return { path, filter, sort, cursor: one("cursor") ?? null, map: one("map") !== undefined };
}

type Change = Partial<Omit<ObservationsAddress, "filter" | "path">> & {
  /** Filters to set, or with undefined to take away. */
  filter?: ObservationFilter;
};

/** The address of another view; the place in the list is forgotten unless named. */
export function observationsHref(address: ObservationsAddress, change: Change = {}): string {
  const filter = { ...address.filter, ...change.filter };
  const { sort, map } = { ...address, ...change };
  const query = new URLSearchParams();
  for (const name of filterNames) if (filter[name] !== undefined) query.set(name, String(filter[name]));
  if (sort !== "-createdAt") query.set("sort", sort);
  if (map) query.set("map", "yes");
  if (change.cursor) query.set("cursor", change.cursor);
  const text = query.toString();
  return text === "" ? address.path : `${address.path}?${text}`;
}
