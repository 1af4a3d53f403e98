import * as z from "zod";
import { invalidInput } from "./errors";
import { readRowCursor, writeRowCursor } from "./row-cursor";

const phases = ["rows", "values", "nulls"] as const;
/** Parts of an order: all rows by creation; rows with a sort value; rows without one. */
export type Phase = (typeof phases)[number];

/** Where a page ended. */
export type Position = { phase: Phase; value: string | number | null; pk: number };

const wire = z.tuple([z.string(), z.enum(phases), z.union([z.string(), z.number(), z.null()]), z.string().max(20)]);

type Filter = Readonly<Record<string, unknown>>;

/**
 * A cursor as it leaves the house: opaque, bound to the sort and the filter that it came from. It proves nothing, so it
 * is not signed: whoever makes one up reads her own list from another place.
 */
export function writeCursor(sort: string, filter: Filter, position: Position): string {
  const text = JSON.stringify([binding(sort, filter), position.phase, position.value, writeRowCursor(position.pk)]);
  return toBase64Url(new TextEncoder().encode(text));
}

/** @throws INVALID_INPUT on `cursor` for anything that this list did not give */
export function readCursor(sort: string, filter: Filter, cursor: string): Position {
  const parsed = wire.safeParse(decoded(cursor));
  const pk = parsed.success ? readRowCursor(parsed.data[3]) : null;
  if (!parsed.success || pk === null) throw refused("The cursor is not one of ours");
  const [bound, phase, value] = parsed.data;
  if (bound !== binding(sort, filter)) throw refused("The cursor belongs to another sort or filter");
  return { phase, value, pk };
}

const refused = (message: string) => invalidInput({ cursor: [message] });

function decoded(cursor: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** FNV-1a over the list that the cursor belongs to. */
function binding(sort: string, filter: Filter): string {
  const entries = Object.entries(filter)
    .filter(([, value]) => value !== undefined && value !== "")
    .sort(([one], [other]) => (one < other ? -1 : 1));
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify([sort, entries]))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
