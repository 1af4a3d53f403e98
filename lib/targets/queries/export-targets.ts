import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { toGalactic } from "@/lib/astro/galactic";
import { numberCell, textCell } from "@/lib/core/csv";
import type { TargetFilter, TargetSort } from "../list-schema";
import { csvFields, extraHeader, listCell } from "./csv-columns";
import { everyKey } from "./list-targets";
import type { Reader } from "./read-targets";

type Column = keyof typeof targets.$inferSelect | "galactic";

const [name, type, permissions, ra, dec, epoch, parallax, pmRa, pmDec, ...rest] = Object.entries(csvFields);

/** The TOM Toolkit's columns in its order, each with ours; `galactic` is computed. */
const columns = [
  name,
  type,
  ["created", "createdAt"],
  ["modified", "updatedAt"],
  permissions,
  ra,
  dec,
  epoch,
  parallax,
  pmRa,
  pmDec,
  ["galactic_lng", "galactic"],
  ["galactic_lat", "galactic"],
  ...rest,
] as readonly (readonly [header: string, column: Column])[];

const headers = columns.map(([header]) => header);
/** What the Toolkit has no columns for. */
const ownHeaders = ["redshift", "classification", "groups"] as const;
const texts: ReadonlySet<string> = new Set(["name", "type", "createdAt", "updatedAt", "visibility", "scheme"]);
const stored = columns.flatMap(([, column]) => (column === "galactic" ? [] : [column]));
const at = (column: (typeof stored)[number]): number => stored.indexOf(column);
const [raAt, decAt, visibilityAt] = [at("raDeg"), at("decDeg"), at("visibility")];

const pageSize = 500;

type Layout = { extraKeys: readonly string[]; nameCount: number; hasTags: boolean };

/**
 * CSV of the visible targets that a filter selects, in pieces of a few hundred lines, others being served between them.
 * Columns as the TOM Toolkit exports and imports them: its fields, then the newest redshift and classification, the groups
 * with a grant that the reader is in, tags, extras by key, and name2, name3 ... (aliases).
 */
export async function* exportTargets(
  db: Reader,
  scope: VisibleScope,
  args: { filter?: TargetFilter; sort?: TargetSort; now: Date },
): AsyncGenerator<string> {
  const pages: number[][] = [];
  const keys = new Set<string>();
  const layout = { nameCount: 0, hasTags: false };
  for await (const pks of everyKey(db, scope, { ...args, pageSize })) {
    pages.push(pks);
    const found = await layoutOf(db, pks);
    for (const key of found.extraKeys) keys.add(key);
    layout.nameCount = Math.max(layout.nameCount, found.nameCount);
    layout.hasTags ||= found.hasTags;
  }
  const whole: Layout = { ...layout, extraKeys: [...keys].sort() };
  yield headerLine(whole);
  for (const pks of pages) {
    const lines = (await readLines(db, scope, pks)).map((values) => line(values, whole));
    yield lines.join("");
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

const layoutRow = z.object({ extraKeys: z.string(), nameCount: z.number(), tagCount: z.number() });

async function layoutOf(db: Reader, pks: readonly number[]): Promise<Layout> {
  const these = sql`(SELECT value FROM json_each(${JSON.stringify(pks)}))`;
  const [row] = await db.all(sql`SELECT
    (SELECT json_group_array(DISTINCT key) FROM target_extras WHERE target_pk IN ${these}) AS "extraKeys",
    (SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM target_names
      WHERE target_pk IN ${these} AND is_primary = 0 GROUP BY target_pk)) AS "nameCount",
    (SELECT count(*) FROM (SELECT 1 FROM target_tags WHERE target_pk IN ${these} LIMIT 1)) AS "tagCount"`);
  const { extraKeys, nameCount, tagCount } = layoutRow.parse(row);
  return { extraKeys: z.array(z.string()).parse(JSON.parse(extraKeys)), nameCount, hasTags: tagCount > 0 };
}

const headerLine = ({ extraKeys, nameCount, hasTags }: Layout): string =>
  `${[
    ...headers,
    ...ownHeaders,
    ...(hasTags ? ["tags"] : []),
    ...extraKeys.map((key) => textCell(extraHeader(key))),
    ...Array.from({ length: nameCount }, (_, index) => `name${index + 2}`),
  ].join(",")}\r\n`;

type Nested = [
  tags: string[],
  aliases: string[],
  extras: Record<string, unknown>,
  redshift: string | null,
  classification: string | null,
  groups: string[],
];
type Values = [...cells: unknown[], ...nested: Nested];

const linesRow = z.object({ docs: z.string() });

// One value a page: the driver's cost is by value, and 17 digits are kept by quoting.
async function readLines(db: Reader, scope: VisibleScope, pks: readonly number[]): Promise<Values[]> {
  const cells = stored.map(
    (column): SQL => (texts.has(column) ? sql`${targets[column]}` : sql`quote(${targets[column]})`),
  );
  const [row] = await db.all(sql`SELECT json_group_array(json_array(${sql.join(cells, sql`, `)},
      json((SELECT json_group_array(its.tag) FROM (
        SELECT tag FROM target_tags WHERE target_pk = ${targets.pk} ORDER BY tag) its)),
      json((SELECT json_group_array(its.name) FROM (
        SELECT name FROM target_names WHERE target_pk = ${targets.pk} AND is_primary = 0 ORDER BY pk) its)),
      json((SELECT json_group_object(key, json(value)) FROM target_extras WHERE target_pk = ${targets.pk})),
      (SELECT quote(z.value) FROM target_redshifts z WHERE z.target_pk = ${targets.pk}
        ORDER BY z.date DESC, z.pk DESC LIMIT 1),
      (SELECT c.name FROM target_classifications c WHERE c.target_pk = ${targets.pk}
        ORDER BY c.date DESC, c.pk DESC LIMIT 1),
      json((SELECT json_group_array(its.name) FROM (
        SELECT p.name FROM target_grants t JOIN groups p ON p.pk = t.principal_pk
        WHERE t.target_pk = ${targets.pk} AND +t.principal_kind = 'group'
          AND +t.principal_pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk ?? -1})
        ORDER BY p.name_key) its)))) AS "docs"
    FROM json_each(${JSON.stringify(pks)}) k CROSS JOIN targets ON ${targets.pk} = k.value WHERE ${visibleTo(scope)}`);
  return JSON.parse(linesRow.parse(row).docs) as Values[];
}

const asNumber = (quoted: unknown): number | null => (quoted === "NULL" ? null : Number(quoted));

function line(values: Values, { extraKeys, nameCount, hasTags }: Layout): string {
  const [tags, aliases, extras, redshift, classification, groups] = values.slice(stored.length) as Nested;
  const cells: string[] = stored.map((column, index) => {
    const value = values[index];
    if (index === visibilityAt) return String(value).toUpperCase();
    return texts.has(column) ? textCell(typeof value === "string" ? value : "") : numberCell(asNumber(value));
  });
  cells.splice(headers.indexOf("galactic_lng"), 0, ...galacticCells(asNumber(values[raAt]), asNumber(values[decAt])));
  cells.push(numberCell(asNumber(redshift ?? "NULL")), textCell(classification ?? ""), textCell(listCell(groups)));
  if (hasTags) cells.push(textCell(listCell(tags)));
  for (const key of extraKeys) cells.push(extraCell(Object.hasOwn(extras, key) ? extras[key] : undefined));
  for (let index = 0; index < nameCount; index++) cells.push(textCell(aliases[index] ?? ""));
  return `${cells.join(",")}\r\n`;
}

function galacticCells(raDeg: number | null, decDeg: number | null): string[] {
  if (raDeg === null || decDeg === null) return ["", ""];
  const { lDeg, bDeg } = toGalactic({ raDeg, decDeg });
  return [lDeg.toFixed(6), bDeg.toFixed(6)];
}

function extraCell(value: unknown): string {
  if (typeof value === "number") return numberCell(value);
  return value === undefined ? "" : textCell(String(value));
}
