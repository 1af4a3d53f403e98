import { type SQL, sql } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import type { ReadDb } from "@/db/client";
import { targets } from "@/db/schema/targets";
import { seesEveryGroup, type VisibleScope } from "@/lib/access/scope";
import { elementFieldNames, placeFieldNames } from "../target-problems";
import type { RedshiftFrame, TargetDto, TargetRow } from "../types";

/** Reads or a transaction: whoever can answer a plain query. */
export type Reader = Pick<ReadDb, "all">;

/** SQLite's 0 or 1. */
export const flagged = z.number().transform((value) => value === 1);

/**
 * Objects come as one JSON array a row, made by SQLite from our own columns: the driver's cost is by column, and a
 * target has many. Reals travel as quoted text, since SQLite's own JSON keeps only 15 digits.
 */
type Column = keyof typeof targets.$inferSelect;

const elementReals = elementFieldNames.filter((name) => name !== "scheme");
const reals = [
  ...placeFieldNames,
  ...elementReals,
  "newestMag",
  "newestDetectionMjd",
] as const satisfies readonly Column[];
const isReal: ReadonlySet<string> = new Set(reals);

const objectColumns = [
  "id",
  "version",
  "name",
  "type",
  "visibility",
  ...placeFieldNames,
  ...elementFieldNames,
  "createdAt",
  "updatedAt",
] as const satisfies readonly Column[];

const rowColumns = [
  "id",
  "name",
  "type",
  "visibility",
  "raDeg",
  "decDeg",
  "newestMag",
  "newestBand",
  "newestDetectionMjd",
  "photometryCount",
  "sparkline",
  "createdAt",
  "updatedAt",
] as const satisfies readonly Column[];

/** All digits of a real as text, "NULL" without one. */
const exact = (value: SQL): SQL => sql`quote(${value})`;
const toReal = (text: unknown): number | null => (text === "NULL" ? null : Number(text));

const columns = (names: readonly Column[]): SQL[] =>
  names.map((name) => (isReal.has(name) ? exact(sql`${targets[name]}`) : sql`${targets[name]}`));

// Subqueries see `targets` of the outer FROM; the inner ORDER BY decides the order inside the JSON arrays.
const nested = {
  aliases: sql`json((SELECT json_group_array(its.name) FROM (
    SELECT name FROM target_names WHERE target_pk = ${targets.pk} AND is_primary = 0 ORDER BY pk) its))`,
  tags: sql`json((SELECT json_group_array(its.tag) FROM (
    SELECT tag FROM target_tags WHERE target_pk = ${targets.pk} ORDER BY tag) its))`,
  extras: sql`json((SELECT json_group_object(its.key, json(its.value)) FROM (
    SELECT key, value FROM target_extras WHERE target_pk = ${targets.pk} ORDER BY key) its))`,
  redshift: sql`json((SELECT json_array(${exact(sql`z.value`)}, ${exact(sql`z.error`)}, z.frame, z.source)
    FROM target_redshifts z WHERE z.target_pk = ${targets.pk} ORDER BY z.date DESC, z.pk DESC LIMIT 1))`,
  classifications: sql`json((SELECT json_group_array(json_object('name', c.name, 'source', c.source, 'classifier', c.classifier,
    'version', c.version, 'probability', c.probability, 'date', c.date, 'by', c.username)) FROM (
    SELECT k.*, u.username FROM target_classifications k LEFT JOIN users u ON u.pk = k.by_pk
    WHERE k.target_pk = ${targets.pk} ORDER BY k.date DESC, k.pk DESC) c))`,
  createdBy: sql`(SELECT u.username FROM users u WHERE u.pk = ${targets.createdByPk})`,
};

const ownGroups = (userPk: number | null): SQL =>
  sql`AND +t.principal_pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${userPk ?? -1})`;

// The plus signs keep the planner with the few grants of the target instead of the many of each group.
/** Groups that hold a grant, as far as the reader may know of them. */
const groups = (
  scope: VisibleScope,
): SQL => sql`json((SELECT json_group_array(json_object('id', r.id, 'name', r.name)) FROM (
  SELECT p.id, p.name FROM target_grants t JOIN groups p ON p.pk = t.principal_pk
  WHERE t.target_pk = ${targets.pk} AND +t.principal_kind = 'group' ${seesEveryGroup(scope) ? sql`` : ownGroups(scope.userPk)}
  ORDER BY p.name_key) r))`;

// Built once: putting a statement of this size together costs as much as running it.
const dialect = new SQLiteAsyncDialect();
const compiled = (parts: readonly SQL[]): SQL => sql.raw(dialect.sqlToQuery(sql.join([...parts], sql`, `)).sql);

const objectParts = compiled([
  ...columns(objectColumns),
  nested.aliases,
  nested.tags,
  nested.extras,
  nested.redshift,
  nested.classifications,
  nested.createdBy,
]);

/** One JSON array that `toObject` reads; `targets` must stand unaliased in FROM, and be scoped there. */
export const objectDocument = (scope: VisibleScope): SQL => sql`json_array(${objectParts}, ${groups(scope)})`;

const rowDocument = sql`json_array(${compiled([...columns(rowColumns), nested.aliases, nested.tags])})`;

const documentRow = z.object({ doc: z.string() });

/** Field names in the order of the values, with how each is read. One loop into one object: a page has a thousand fields. */
type Layout = readonly (readonly [name: string, read: ((value: unknown) => unknown) | null])[];

const layoutOf = (names: readonly Column[], more: Layout): Layout => [
  ...names.map((name) => [name, isReal.has(name) ? toReal : null] as const),
  ...more,
];

const objectLayout = layoutOf(objectColumns, [
  ["aliases", null],
  ["tags", null],
  ["extras", null],
  ["redshift", toRedshift],
  ["classifications", null],
  ["createdBy", null],
  ["groups", null],
]);
const rowLayout = layoutOf(rowColumns, [
  ["aliases", null],
  ["tags", null],
]);

// The columns of a layout are what its type lists; SQLite gave them as they are stored.
function assemble<T>(layout: Layout, values: readonly unknown[]): T {
  const object: Record<string, unknown> = {};
  for (let at = 0; at < layout.length; at++) {
    const [name, read] = layout[at] ?? ["", null];
    object[name] = read === null ? values[at] : read(values[at]);
  }
  return object as T;
}

/** The object of a row that selected an `objectDocument` as "doc". */
export const toObject = (row: unknown): TargetDto => objectOf(JSON.parse(documentRow.parse(row).doc) as unknown[]);

const objectOf = (values: readonly unknown[]): TargetDto => assemble(objectLayout, values);

function toRedshift(entry: unknown): TargetDto["redshift"] {
  if (!Array.isArray(entry)) return null;
  const [value, error, frame, source] = entry as [string, string, RedshiftFrame | null, string];
  return { value: Number(value), error: toReal(error), frame, source };
}

const among = (pks: readonly number[]): SQL =>
  sql`${targets.pk} IN (SELECT value FROM json_each(${JSON.stringify(pks)}))`;

const keyedRow = z.object({ docs: z.string() });

/** The documents of keys that a scoped query gave, in their order, as one value. */
async function readDocuments(db: Reader, document: SQL, pks: readonly number[]): Promise<unknown[][]> {
  if (pks.length === 0) return [];
  const [row] = await db.all(
    sql`SELECT json_group_array(json_array(${targets.pk}, ${document})) AS "docs" FROM targets WHERE ${among(pks)}`,
  );
  const found = new Map(JSON.parse(keyedRow.parse(row).docs) as [number, unknown[]][]);
  return pks.flatMap((pk) => {
    const values = found.get(pk);
    return values === undefined ? [] : [values];
  });
}

/** The whole objects of keys that a scoped query gave, in their order. */
export async function readObjects(db: Reader, scope: VisibleScope, pks: readonly number[]): Promise<TargetDto[]> {
  return (await readDocuments(db, objectDocument(scope), pks)).map(objectOf);
}

/** The list rows of keys that a scoped query gave, in their order. */
export async function readRows(db: Reader, pks: readonly number[]): Promise<TargetRow[]> {
  return (await readDocuments(db, rowDocument, pks)).map((values) => assemble(rowLayout, values));
}
