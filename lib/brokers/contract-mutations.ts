import Papa from "papaparse";
import { parseLosslessJson } from "@/lib/http/lossless-json";

/**
 * A service's reply with something wrong in it, the same for the same seed: a row that is not what it was, or a page that
 * is none. JSON and CSV are taken apart and written again, so that nothing but the damage differs.
 */

export type Random = () => number;

/** Numbers in [0,1) from a seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[Math.floor(random() * items.length)];

/** All of them, from one on that chance chooses. */
export function inTurn<Item>(random: Random, items: readonly Item[]): Item[] {
  const from = Math.floor(random() * items.length);
  return [...items.slice(from), ...items.slice(0, from)];
}

type Row = Record<string, unknown>;

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

// Written without quotes: JSON.stringify has no word for it.
const bareNaN = "\u0001bare NaN\u0001";
const written = (value: unknown): string => JSON.stringify(value).replaceAll(JSON.stringify(bareNaN), "NaN");

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

type Damage = (holder: Row, key: string, random: Random) => void;

const otherKinds: readonly unknown[] = [{}, [], true, "garbage", 12_345.5, [[1]], { a: { b: 1 } }, [null]];
const kindOf = (value: unknown): string => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

const set =
  (value: unknown): Damage =>
  (holder, key) => {
    holder[key] = value;
  };

export const damages: Readonly<Record<string, Damage>> = {
  "a field that is missing": (holder, key) => void Reflect.deleteProperty(holder, key),
  "a field that is null": set(null),
  "a field of another kind": (holder, key, random) => {
    const before = kindOf(holder[key]);
    holder[key] = pick(
      random,
      otherKinds.filter((value) => kindOf(value) !== before),
    );
  },
  "a bare NaN": set(bareNaN),
  "a word for nothing": (holder, key, random) => {
    holder[key] = pick(random, ["", "null", "nan", "None", "Fail 503", "-999.0"]);
  },
  "a text without an end": set("x".repeat(150_000)),
  "a number without measure": (holder, key, random) => {
    holder[key] = pick(random, [1e300, -1e300, -0, 1e-300, 99_999_999]);
  },
};

/** Every list of rows in a reply, the outermost first. */
function listsIn(root: unknown): unknown[][] {
  const lists: unknown[][] = [];
  const open: unknown[] = [root];
  for (let at = 0; at < open.length; at += 1) {
    const value = open[at];
    if (Array.isArray(value) && value.some(isRow)) lists.push(value);
    if (typeof value === "object" && value !== null) open.push(...Object.values(value));
  }
  return lists;
}

/** A field of a row, or of what is within it. */
function damageIn(row: Row, damage: Damage, random: Random): string {
  const key = pick(random, Object.keys(row)) ?? "missing";
  const inner = row[key];
  if (isRow(inner) && Object.keys(inner).length > 0 && random() < 0.8)
    return `${key}.${damageIn(inner, damage, random)}`;
  damage(row, key, random);
  return key;
}

/** One row of a reply, both ways: as it is damaged, and not there at all. */
export type DamagedRow = { damaged: string; without: string; where: string };

function damagedCsvRow(text: string, damage: Damage, random: Random): DamagedRow | null {
  const { data } = Papa.parse<string[]>(text.trimEnd());
  // A title may stand before the header.
  const header = data.findIndex((cells) => cells.length > 1);
  const index = header + 1 + Math.floor(random() * (data.length - header - 1));
  const cells = data[index];
  if (cells === undefined) return null;
  const row: Row = Object.fromEntries(cells.entries());
  const key = String(Math.floor(random() * cells.length));
  damage(row, key, random);
  const changed = cells.map((_, place) => {
    const value = row[String(place)];
    return value === bareNaN
      ? "NaN"
      : value === undefined || value === null
        ? ""
        : typeof value === "object"
          ? "{}"
          : String(value);
  });
  const unparsed = (rows: readonly (readonly string[])[]): string => `${Papa.unparse(rows.map((one) => [...one]))}\n`;
  return {
    damaged: unparsed(data.with(index, changed)),
    without: unparsed(data.toSpliced(index, 1)),
    where: `: cell ${key} of line ${index}`,
  };
}

/** Null for a reply without rows. */
export function damagedRow(text: string, kind: keyof typeof damages, random: Random): DamagedRow | null {
  const damage = damages[kind];
  if (damage === undefined) return null;
  let value: unknown;
  try {
    value = parseLosslessJson(text);
  } catch {
    return text.includes(",") ? damagedCsvRow(text, damage, random) : null;
  }
  const lists = listsIn(value);
  const list = random() < 0.6 ? lists[0] : pick(random, lists);
  const rows = list?.flatMap((row, index) => (isRow(row) ? [index] : [])) ?? [];
  const index = pick(random, rows);
  if (list === undefined || index === undefined) return null;
  const [row] = list.splice(index, 1);
  const without = written(value);
  list.splice(index, 0, row);
  const where = isRow(row) ? damageIn(row, damage, random) : "";
  return { damaged: written(value), without, where: `row ${index}: ${where}` };
}

/** Whole pages that are not what they should be; null where a reply has nothing of the kind. */
export const pageFaults: Readonly<Record<string, (text: string, random: Random, url: URL) => string | null>> = {
  "a page with a row twice": (text) =>
    changedJson(text, (value) => {
      const list = listsIn(value)[0];
      list?.push(structuredClone(list[0]));
    }),
  "an empty page": (text) =>
    changedJson(text, (value) => {
      listsIn(value)[0]?.splice(0);
    }),
  "a page whose rows are no rows": (text) =>
    changedJson(text, (value) => {
      const list = listsIn(value)[0];
      list?.splice(0, list.length, null, 7, "row", [], true);
    }),
  "a page without one of its keys": (text, random) =>
    changedJson(text, (value) => {
      if (isRow(value)) Reflect.deleteProperty(value, pick(random, Object.keys(value)) ?? "");
    }),
  "a page with a key of another kind": (text, random) =>
    changedJson(text, (value) => {
      if (!isRow(value)) return;
      damages["a field of another kind"]?.(value, pick(random, Object.keys(value)) ?? "key", random);
      // An empty list or object says that nothing was found, as an empty page does.
      for (const [key, given] of Object.entries(value)) if (isEmpty(given)) value[key] = "garbage";
    }),
  "a page cut short": (text, random) => {
    const end = Math.floor(text.length * random());
    // Text without brackets is whole at the end of any line.
    return /^\s*[[{]/.test(text) ? text.slice(0, end) : text.slice(0, text.lastIndexOf("\n", end) + 6);
  },
  "a page that leads to itself": (text, _random, url) => {
    const changed = text.replaceAll(/("(?:next|has_next)"\s*:\s*)(?:null|true|false|"[^"]*")/g, (_, key: string) =>
      key.includes("has_next") ? `${key}true` : `${key}${JSON.stringify(url.href)}`,
    );
    return changed === text ? null : changed;
  },
  "nothing but a number": () => "5",
  "nothing but null": () => "null",
  "nothing at all": () => "",
};

function changedJson(text: string, change: (value: unknown) => void): string | null {
  try {
    const value = parseLosslessJson(text);
    const before = written(value);
    change(value);
    return written(value) === before ? null : written(value);
  } catch {
    return null;
  }
}
