import { sql } from "drizzle-orm";
import * as z from "zod";
import type { VisibleScope } from "@/lib/access/scope";
import { simplifyName } from "@/lib/astro/names";
import type { TargetFilter } from "../list-schema";
import type { TargetHit } from "../types";
import { findKeys } from "./list-keys";
import { orderOf } from "./list-sort";
import { prepareFilter } from "./list-targets";
import type { Reader } from "./read-targets";

const hitRow = z.object({
  pk: z.number(),
  id: z.string(),
  name: z.string(),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  names: z.string(),
});

/** The few best hits of a name for the palette: equal spellings first, then parts of names and aliases, newest first. */
export async function searchTargets(
  db: Reader,
  scope: VisibleScope,
  args: { text: string; limit?: number; now: Date },
): Promise<TargetHit[]> {
  const text = args.text.trim().slice(0, 100);
  const limit = args.limit ?? 8;
  if (text === "") return [];
  const find = async (filter: TargetFilter): Promise<number[]> => {
    const { parts, floorPk } = await prepareFilter(db, scope, filter, args.now);
    const order = orderOf("-createdAt", {}, args.now);
    const found = await findKeys(db, scope, { order, parts, floorPk, from: null, count: limit });
    return found.map((row) => row.pk);
  };
  const pks = [...new Set([...(await find({ fuzzy: text })), ...(await find({ q: text }))])].slice(0, limit);
  const rows = await db.all(sql`SELECT t.pk, t.id, t.name, t.ra_deg AS "raDeg", t.dec_deg AS "decDeg",
      (SELECT json_group_array(n.name) FROM target_names n WHERE n.target_pk = t.pk AND n.is_primary = 0) AS names
    FROM targets t WHERE t.pk IN (SELECT value FROM json_each(${JSON.stringify(pks)}))`);
  const hits = new Map(rows.map((row) => hitRow.parse(row)).map((row) => [row.pk, toHit(row, text)]));
  return pks.flatMap((pk) => hits.get(pk) ?? []);
}

function toHit({ pk: _pk, names, ...row }: z.infer<typeof hitRow>, text: string): TargetHit {
  const [part, key] = [text.toLowerCase(), simplifyName(text)];
  const matches = (name: string): boolean => name.toLowerCase().includes(part) || simplifyName(name) === key;
  const aliases = z.array(z.string()).parse(JSON.parse(names));
  return { ...row, matchedName: matches(row.name) ? null : (aliases.find(matches) ?? null), separationArcsec: null };
}
