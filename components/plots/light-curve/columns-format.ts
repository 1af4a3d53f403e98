import * as z from "zod";
import { TomError } from "@/lib/core/errors";

/** Index that stands for null in a dictionary column. */
export const noEntry = 0xffff;

const maxWords = 4096;
const words = z.array(z.string().max(200)).max(maxWords);

export const columnHeader = z.strictObject({
  version: z.literal(1),
  rowCount: z.int().min(0).max(5_000_000),
  bands: words,
  sources: words,
  vias: words,
  telescopes: words,
  magSystems: words,
  ids: z.enum(["uuid", "text"]),
  idBytes: z.int().min(0).max(1_000_000_000),
});

export type ColumnHeader = z.infer<typeof columnHeader>;

export const align = (offset: number, to: number): number => Math.ceil(offset / to) * to;

/** Every machine we know is little-endian; one that is not must not draw nonsense. */
export function littleEndian(): void {
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) {
    throw new TomError("INTERNAL", "Light curves cannot be read on this machine.");
  }
}

/** A growing list of distinct words; `indexOf` adds what is new. */
export function dictionary(): { words: string[]; indexOf(word: string): number } {
  const list: string[] = [];
  const known = new Map<string, number>();
  return {
    words: list,
    indexOf(word) {
      const index = known.get(word);
      if (index !== undefined) return index;
      if (list.length === maxWords) {
        throw new TomError("LIMIT_EXCEEDED", `A light curve holds at most ${maxWords} different bands or sources.`);
      }
      known.set(word, list.length);
      return list.push(word.slice(0, 200)) - 1;
    },
  };
}

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const hyphens = new Set([8, 13, 18, 23]);

export function parseUuid(text: string, into: Uint8Array, offset: number): void {
  let byte = 0;
  for (let i = 0; i < text.length; i += 2) {
    if (hyphens.has(i)) i += 1;
    into[offset + byte] = Number.parseInt(text.slice(i, i + 2), 16);
    byte += 1;
  }
}

export function formatUuid(bytes: Uint8Array, offset: number): string {
  let text = "";
  for (let i = 0; i < 16; i += 1) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += "-";
    text += (bytes[offset + i] ?? 0).toString(16).padStart(2, "0");
  }
  return text;
}
