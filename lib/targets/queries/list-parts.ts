import { type SQL, sql } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { resolveTime } from "@/lib/astro/durations";
import { simplifyName } from "@/lib/astro/names";
import { julianYear } from "@/lib/astro/time";
import { invalidInput } from "@/lib/core/errors";
import type { TargetFilter } from "../list-schema";
import { coneKeys, withinCone } from "./cone-condition";

/** One filter, in the forms a plan can use. */
export type FilterPart = {
  /** True of rows that match; needs `targets` in FROM. */
  test: SQL;
  /** `SELECT pk` of all that match, through an index; may hold doubles. */
  keys: SQL;
  /** An index that gives the matches in the order of pk. */
  stream?: KeyStream;
  /** Always few rows: need not be counted. */
  few?: true;
  isCone?: true;
};

/** FROM and WHERE of rows in pk order, to be joined with `targets`. */
export type KeyStream = { from: SQL; where: SQL; key: SQL };

const pk = targets.pk;

/** Within so little sky even a deep field holds few targets. */
const narrowArcsec = 60;

/** What of a filter is looked up first: its group, a pk before which no row is as new as asked, the search for its text. */
export type FilterKeys = { groupPk: number | null; floorPk: number | null; search: FilterPart | null };

/** The text to search for as it is compared: no control characters, no blanks around. */
export const searchText = (filter: TargetFilter): string => (filter.q ?? "").replace(/\p{Cc}/gu, " ").trim();
/** Trigrams need three characters. */
export const isSearchable = (text: string): boolean => [...text].length >= 3;

/** The parts of a filter. @throws INVALID_INPUT for times that cannot be resolved */
export function filterParts(filter: TargetFilter, { groupPk, floorPk, search }: FilterKeys, now: Date): FilterPart[] {
  const parts: FilterPart[] = [];
  const q = searchText(filter);
  if (search !== null) parts.push(search);
  else if (q !== "") parts.push(beginningPart(q));
  if (filter.fuzzy) parts.push(fuzzyPart(filter.fuzzy));
  if (filter.cone) {
    const year = julianYear(now);
    const few = filter.cone.radiusArcsec <= narrowArcsec ? { few: true as const } : {};
    parts.push({
      test: withinCone("targets", filter.cone, year),
      keys: coneKeys(filter.cone, year),
      isCone: true,
      ...few,
    });
  }
  if (filter.ids?.length) parts.push(idsPart(filter.ids));
  if (filter.type) {
    parts.push(columnPart("targets_type", sql`t.type = ${filter.type}`, sql`${targets.type} = ${filter.type}`, true));
  }
  if (filter.tag) parts.push(tagPart(filter.tag));
  if (groupPk !== null) parts.push(groupPart(groupPk));
  return [...parts, ...timeParts(filter, floorPk ?? 0, now), ...brightnessParts(filter)];
}

function timeParts(filter: TargetFilter, floorPk: number, now: Date): FilterPart[] {
  const parts: FilterPart[] = [];
  if (filter.createdAfter) {
    const { iso } = resolved("createdAfter", filter.createdAfter, now);
    const keys = sql`SELECT t.pk FROM targets t WHERE t.pk >= ${floorPk} AND t.created_at > ${iso}`;
    parts.push({ test: sql`${targets.createdAt} > ${iso}`, keys });
  }
  if (filter.updatedAfter) {
    const { iso } = resolved("updatedAfter", filter.updatedAfter, now);
    parts.push(columnPart("targets_updated", sql`t.updated_at > ${iso}`, sql`${targets.updatedAt} > ${iso}`));
  }
  if (filter.newestAfter) {
    const { mjd } = resolved("newestAfter", filter.newestAfter, now);
    const test = sql`${targets.newestDetectionMjd} > ${mjd}`;
    parts.push(columnPart("targets_newest_detection", sql`t.newest_detection_mjd > ${mjd}`, test));
  }
  return parts;
}

function brightnessParts({ magMin, magMax }: TargetFilter): FilterPart[] {
  if (magMin === undefined && magMax === undefined) return [];
  const [low, high] = [magMin ?? -1000, magMax ?? 1000];
  const test = sql`${targets.newestMag} BETWEEN ${low} AND ${high}`;
  return [columnPart("targets_newest_mag", sql`t.newest_mag BETWEEN ${low} AND ${high}`, test)];
}

function resolved(field: string, text: string, now: Date): { iso: string; mjd: number } {
  const time = resolveTime(text, now);
  if (!time.ok) throw invalidInput({ [field]: [time.message] });
  return time;
}

/** The open targets, for readers who have not signed in. */
export const openPart: FilterPart = columnPart(
  "targets_visibility",
  sql`t.visibility = 'open'`,
  sql`${targets.visibility} = 'open'`,
  true,
);

/** What a person sees by right: used when that is little of all there is. */
export function scopePart(scope: VisibleScope): FilterPart {
  if (scope.kind !== "user") return openPart;
  const mine = (kind: string, which: SQL): SQL =>
    sql`SELECT t.target_pk FROM target_grants t INDEXED BY target_grants_principal WHERE t.principal_kind = ${kind} AND t.principal_pk ${which}`;
  const keys = sql`SELECT t.pk FROM targets t INDEXED BY targets_visibility WHERE t.visibility IN ('open', 'public')
    UNION ALL ${mine("user", sql`= ${scope.userPk}`)}
    UNION ALL ${mine("group", sql`IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk})`)}`;
  return { test: visibleTo(scope), keys };
}

function columnPart(index: string, condition: SQL, test: SQL, inKeyOrder = false): FilterPart {
  const from = sql`targets t INDEXED BY ${sql.identifier(index)}`;
  const part = { test, keys: sql`SELECT t.pk FROM ${from} WHERE ${condition}` };
  return inKeyOrder ? { ...part, stream: { from, where: condition, key: sql`t.pk` } } : part;
}

/** Too short for trigrams: the beginning of a name or alias. */
function beginningPart(q: string): FilterPart {
  const range = sql`n.name COLLATE NOCASE >= ${q} AND n.name COLLATE NOCASE < ${`${q}\u{10ffff}`}`;
  return {
    test: sql`EXISTS (SELECT 1 FROM target_names n INDEXED BY target_names_target_key WHERE n.target_pk = ${pk} AND ${range})`,
    keys: sql`SELECT n.target_pk FROM target_names n INDEXED BY target_names_name WHERE ${range}`,
  };
}

function fuzzyPart(name: string): FilterPart {
  const equal = sql`n.name_key = ${simplifyName(name)}`;
  return {
    test: sql`EXISTS (SELECT 1 FROM target_names n WHERE n.target_pk = ${pk} AND ${equal})`,
    keys: sql`SELECT n.target_pk FROM target_names n INDEXED BY target_names_key WHERE ${equal}`,
    few: true,
  };
}

function tagPart(tag: string): FilterPart {
  const where = sql`g.tag = ${tag}`;
  const from = sql`target_tags g INDEXED BY target_tags_tag`;
  return {
    test: sql`EXISTS (SELECT 1 FROM target_tags g WHERE g.target_pk = ${pk} AND ${where})`,
    keys: sql`SELECT g.target_pk FROM ${from} WHERE ${where}`,
    stream: { from, where, key: sql`g.target_pk` },
  };
}

function idsPart(ids: readonly string[]): FilterPart {
  const given = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return {
    test: sql`${targets.id} IN ${given}`,
    keys: sql`SELECT t.pk FROM targets t WHERE t.id IN ${given}`,
    few: true,
  };
}

function groupPart(groupPk: number): FilterPart {
  const where = sql`h.principal_kind = 'group' AND h.principal_pk = ${groupPk}`;
  const from = sql`target_grants h INDEXED BY target_grants_principal`;
  return {
    test: sql`EXISTS (SELECT 1 FROM target_grants h WHERE h.target_pk = ${pk} AND ${where})`,
    keys: sql`SELECT h.target_pk FROM ${from} WHERE ${where}`,
    stream: { from, where, key: sql`h.target_pk` },
  };
}

/**
 * `SELECT floor`: a pk before which no row was made after the time. Rows are made in the order of time, so it is found by
 * halving the keys; clocks that were set back by less than a day do no harm.
 */
export function selectFloor(createdAfter: string, now: Date): SQL {
  const { iso } = resolved("createdAfter", createdAfter, now);
  const slack = new Date(Date.parse(iso) - 86_400_000).toISOString();
  const older = sql`(SELECT c.created_at FROM targets c WHERE c.pk >= (low + high) / 2 ORDER BY c.pk LIMIT 1) < ${slack}`;
  return sql`WITH RECURSIVE halving(low, high) AS (
      SELECT 0, (SELECT max(pk) + 1 FROM targets)
      UNION ALL
      SELECT iif(${older}, (low + high) / 2 + 1, low), iif(${older}, high, (low + high) / 2) FROM halving WHERE low < high
    ) SELECT coalesce(max(low), 0) AS "floor" FROM halving WHERE low >= high`;
}
