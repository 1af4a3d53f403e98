/** What the address of a target page says: the open tab, the open panel, where in a table, and the list one came from. */

export const detailTabs = [
  "photometry",
  "spectra",
  "data",
  "observations",
  "alerts",
  "facts",
  "comments",
  "history",
] as const;
export type DetailTab = (typeof detailTabs)[number];

const panels = ["who", "add", "paste", "redshift", "classification", "upload"] as const;
export type DetailPanel = (typeof panels)[number];

export type DetailAddress = {
  id: string;
  tab: DetailTab;
  panel: DetailPanel | null;
  /** Query string of the list one came from; null when one did not come from a list. */
  from: string | null;
  cursor: string | null;
  /** A measurement whose origin and revisions are shown. */
  point: string | null;
  /** A comment being edited. */
  comment: string | null;
  /** The spectrum that is shown; null: the newest. */
  spectrum: string | null;
  /** Settings of the plots and the sky view, carried along as they are. */
  kept: readonly (readonly [string, string])[];
};

export type Search = Readonly<Record<string, string | string[] | undefined>>;

const oneOf = <T extends string>(choices: readonly T[], value: string | null): T | null =>
  choices.find((choice) => choice === value) ?? null;

/** Reads a query string; what is not understood counts as not said. */
export function readAddress(id: string, search: Search): DetailAddress {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((one): [string, string] => [name, one]),
  );
  const first = (name: string): string | null => pairs.find(([known]) => known === name)?.[1] ?? null;
  return {
    id,
    tab: oneOf(detailTabs, first("tab")) ?? "photometry",
    panel: oneOf(panels, first("panel")),
    from: first("from"),
    cursor: first("cursor"),
    point: first("point"),
    comment: first("comment"),
    spectrum: first("spectrum"),
    kept: pairs.filter(([name, value]) => /^(lc|sky|sp)\./.test(name) && value.length <= 300).slice(0, 60),
  };
}

type Change = Partial<Pick<DetailAddress, "id" | "tab" | "panel" | "cursor" | "point" | "comment" | "spectrum">>;

/**
 * The address of another view of the page. Panel, place in the table, point, comment and spectrum are forgotten unless named; the
 * list one came from and the plot's settings stay. Another target's plot starts anew.
 */
export function hrefOf(address: DetailAddress, change: Change): string {
  const { id, tab } = { ...address, ...change };
  const query = new URLSearchParams();
  if (address.from !== null) query.set("from", address.from);
  if (tab !== "photometry") query.set("tab", tab);
  for (const name of ["panel", "cursor", "point", "comment", "spectrum"] as const) {
    const value = change[name] ?? null;
    if (value !== null) query.set(name, value);
  }
  if (id === address.id) for (const [name, value] of address.kept) query.append(name, value);
  const text = query.toString();
  return `/targets/${encodeURIComponent(id)}${text === "" ? "" : `?${text}`}`;
}

/** The list one came from; the whole list otherwise. */
export const listHref = (address: DetailAddress): string =>
  address.from === null || address.from === "" ? "/targets" : `/targets?${address.from.replace(/^\?/, "")}`;
