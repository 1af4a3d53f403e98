import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import type { FilterPart } from "./list-parts";
import type { Reader } from "./read-targets";

const probedMax = 12;
const probeDepth = 100;
const usedMax = 3;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A part of a name or alias, three characters or more, any case. */
export async function trigramPart(db: Reader, q: string): Promise<FilterPart> {
  // LIKE folds ASCII case only; the search folds all of Unicode, and a phrase of it is exact by itself.
  if (!/^[\x20-\x7e]*$/.test(q)) return searchPart(quoted(q), null);
  if (q.length === 3) return searchPart(quoted(q), likePart(q));
  const grams = await rarestTrigrams(db, q);
  return searchPart(grams.map(quoted).join(" AND "), likePart(q), true);
}

function searchPart(term: string, like: ((row: SQL) => SQL) | null, inexact = false): FilterPart {
  const match = sql`target_search MATCH ${term}`;
  const key = sql`target_search.rowid`;
  const where = inexact && like ? sql`${match} AND ${like(key)}` : match;
  const exists = sql`EXISTS (SELECT 1 FROM target_search WHERE ${match} AND target_search.rowid = ${targets.pk})`;
  return {
    // Row by row, LIKE over the few names of a target is cheaper than opening the search.
    test: like ? like(sql`${targets.pk}`) : exists,
    keys: sql`SELECT rowid FROM target_search WHERE ${where}`,
    stream: { from: sql`target_search`, where, key },
  };
}

const likePart =
  (q: string) =>
  (row: SQL): SQL => {
    const pattern = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
    return sql`EXISTS (SELECT 1 FROM target_names n WHERE n.target_pk = ${row} AND n.name LIKE ${pattern} ESCAPE '\\')`;
  };

const probeRow = z.record(z.string(), z.string().nullable());

/**
 * The search walks through the rows of every trigram of a term, and survey names share their beginnings: "ZTF" stands in
 * a million rows. So only the rarest trigrams are searched for, told by how far back the newest hundred rows of each reach.
 */
async function rarestTrigrams(db: Reader, q: string): Promise<string[]> {
  const all = [...new Set(Array.from({ length: q.length - 2 }, (_, at) => q.slice(at, at + 3).toLowerCase()))];
  const step = Math.max(1, all.length / probedMax);
  const probed = Array.from({ length: Math.min(all.length, probedMax) }, (_, at) => all[Math.floor(at * step)] ?? "");
  if (probed.length <= 1) return probed;
  const reaches = probed.map(
    (gram, at) => sql`(SELECT json_array(count(*), coalesce(min(rowid), 0)) FROM (SELECT rowid FROM target_search
      WHERE target_search MATCH ${quoted(gram)} ORDER BY rowid DESC LIMIT ${probeDepth})) AS ${sql.identifier(`r${at}`)}`,
  );
  const [row] = await db.all(sql`SELECT ${sql.join(reaches, sql`, `)}`);
  const found = probeRow.parse(row);
  const reach = (at: number): number => {
    const [count, lowest] = JSON.parse(found[`r${at}`] ?? "[0,0]") as [number, number];
    // Fewer rows than were looked for: the rarest of all.
    return count < probeDepth ? count - probeDepth : lowest;
  };
  return probed
    .map((gram, at) => ({ gram, reach: reach(at) }))
    .sort((one, other) => one.reach - other.reach)
    .slice(0, usedMax)
    .map(({ gram }) => gram);
}
