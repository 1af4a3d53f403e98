import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { ReadDb } from "@/db/client";
import { targets } from "@/db/schema/targets";
import type { VisibleScope } from "@/lib/access/scope";
import { elementFieldNames } from "../target-problems";
import type { TargetDto, TargetRow } from "../types";

/** Reads or a transaction: whoever can answer a plain query. */
export type Reader = Pick<ReadDb, "all">;

const extraValue = z.union([z.string(), z.number(), z.boolean()]);
const flagged = z.number().transform((value) => value === 1);

/** What the statements below give back; JSON made by SQLite from our own columns. */
const nested = {
  aliases: jsonText(z.array(z.string())),
  tags: jsonText(z.array(z.string())),
  extras: jsonText(z.record(z.string(), extraValue)),
  groups: jsonText(z.array(z.object({ id: z.string(), name: z.string() }))),
  redshift: jsonText(
    z.object({
      value: z.number(),
      error: z.number().nullable(),
      frame: z.enum(["heliocentric", "cmb", "observed"]).nullable(),
      source: z.string(),
    }),
  ).nullable(),
  classifications: jsonText(
    z.array(
      z.object({
        name: z.string(),
        source: z.string(),
        classifier: z.string().nullable(),
        version: z.string().nullable(),
        probability: z.number().nullable(),
        date: z.string(),
        by: z.string().nullable(),
      }),
    ),
  ),
};

function jsonText<T extends z.ZodType>(type: T) {
  return z.string().transform((text, ctx): z.output<T> => {
    const parsed = type.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    ctx.issues.push({ code: "custom", message: parsed.error.message, input: text });
    return z.NEVER;
  });
}

const number = z.number().nullable();
const visibility = z.enum(["open", "public", "private"]);
const type = z.enum(["SIDEREAL", "NON_SIDEREAL"]);

const dtoRow = z.object({
  pk: z.number(),
  id: z.string(),
  version: z.number(),
  name: z.string(),
  type,
  visibility,
  raDeg: number,
  decDeg: number,
  epoch: number,
  pmRaMasPerYr: number,
  pmDecMasPerYr: number,
  parallaxMas: number,
  distancePc: number,
  distanceErrPc: number,
  scheme: z.enum(["MPC_MINOR_PLANET", "MPC_COMET", "JPL_MAJOR_PLANET"]).nullable(),
  epochOfElementsMjd: number,
  meanAnomalyDeg: number,
  argOfPerihelionDeg: number,
  longAscNodeDeg: number,
  inclinationDeg: number,
  eccentricity: number,
  semimajorAxisAu: number,
  meanDailyMotionDegPerDay: number,
  perihelionDistanceAu: number,
  epochOfPerihelionMjd: number,
  ephemerisPeriodDays: number,
  ephemerisPeriodErrDays: number,
  ephemerisEpochMjd: number,
  ephemerisEpochErrDays: number,
  absMag: number,
  slope: number,
  createdAt: z.string(),
  updatedAt: z.string(),
  createdBy: z.string().nullable(),
  ...nested,
});

const listRow = z.object({
  pk: z.number(),
  id: z.string(),
  name: z.string(),
  type,
  visibility,
  raDeg: number,
  decDeg: number,
  newestMag: number,
  newestBand: z.string().nullable(),
  newestDetectionMjd: number,
  photometryCount: z.number(),
  sparkline: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  aliases: nested.aliases,
  tags: nested.tags,
});

const fieldNames = [
  "id",
  "version",
  "name",
  "type",
  "visibility",
  "raDeg",
  "decDeg",
  "epoch",
  "pmRaMasPerYr",
  "pmDecMasPerYr",
  "parallaxMas",
  "distancePc",
  "distanceErrPc",
  ...elementFieldNames,
  "createdAt",
  "updatedAt",
] as const;

const columnsOf = (names: readonly (keyof typeof targets.$inferSelect)[]): SQL =>
  sql.join(
    names.map((name) => sql`${targets[name]} AS ${sql.identifier(name)}`),
    sql`, `,
  );

// Subqueries see `targets` of the outer FROM; the inner ORDER BY decides the order inside the JSON arrays.
const aliases = sql`(SELECT json_group_array(n.name) FROM (
  SELECT name FROM target_names WHERE target_pk = ${targets.pk} AND is_primary = 0 ORDER BY pk) n) AS "aliases"`;
const tags = sql`(SELECT json_group_array(g.tag) FROM (
  SELECT tag FROM target_tags WHERE target_pk = ${targets.pk} ORDER BY tag) g) AS "tags"`;
const extras = sql`(SELECT json_group_object(e.key, json(e.value)) FROM (
  SELECT key, value FROM target_extras WHERE target_pk = ${targets.pk} ORDER BY key) e) AS "extras"`;
const redshift = sql`(SELECT json_object('value', z.value, 'error', z.error, 'frame', z.frame, 'source', z.source)
  FROM target_redshifts z WHERE z.target_pk = ${targets.pk} ORDER BY z.date DESC, z.pk DESC LIMIT 1) AS "redshift"`;
const classifications = sql`(SELECT json_group_array(json_object('name', c.name, 'source', c.source, 'classifier', c.classifier,
  'version', c.version, 'probability', c.probability, 'date', c.date, 'by', c.username)) FROM (
  SELECT k.*, u.username FROM target_classifications k LEFT JOIN users u ON u.pk = k.by_pk
  WHERE k.target_pk = ${targets.pk} ORDER BY k.date DESC, k.pk DESC) c) AS "classifications"`;

const ownGroups = (userPk: number | null): SQL =>
  sql`AND p.pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${userPk ?? -1})`;

/** Groups that hold a grant, as far as the reader may know of them. */
const groups = (
  scope: VisibleScope,
): SQL => sql`(SELECT json_group_array(json_object('id', r.id, 'name', r.name)) FROM (
  SELECT p.id, p.name FROM target_grants t JOIN groups p ON p.pk = t.principal_pk
  WHERE t.target_pk = ${targets.pk} AND t.principal_kind = 'group' ${scope.kind === "all" ? sql`` : ownGroups(scope.userPk)}
  ORDER BY p.name_key) r) AS "groups"`;

/** FROM and WHERE (and what follows) of the whole objects; `targets` must stand there unaliased and be scoped. */
export const selectObjects = (scope: VisibleScope, rest: SQL): SQL => sql`
  SELECT ${targets.pk} AS "pk", ${columnsOf(fieldNames)}, ${aliases}, ${tags}, ${extras}, ${redshift}, ${classifications}, ${groups(scope)},
    (SELECT u.username FROM users u WHERE u.pk = ${targets.createdByPk}) AS "createdBy" ${rest}`;

export type KeyedTarget = { pk: number; target: TargetDto };

export function toObject(row: unknown): KeyedTarget {
  const { pk, ...target } = dtoRow.parse(row);
  return { pk, target };
}

const among = (pks: readonly number[]): SQL =>
  sql`${targets.pk} IN (SELECT value FROM json_each(${JSON.stringify(pks)}))`;

const inOrder = <T>(pks: readonly number[], found: ReadonlyMap<number, T>): T[] =>
  pks.flatMap((pk) => {
    const value = found.get(pk);
    return value === undefined ? [] : [value];
  });

/** The whole objects of keys that a scoped query gave, in their order. */
export async function readObjects(db: Reader, scope: VisibleScope, pks: readonly number[]): Promise<TargetDto[]> {
  if (pks.length === 0) return [];
  const rows = await db.all(selectObjects(scope, sql`FROM targets WHERE ${among(pks)}`));
  return inOrder(pks, new Map(rows.map(toObject).map(({ pk, target }) => [pk, target])));
}

/** The list rows of keys that a scoped query gave, in their order. */
export async function readRows(db: Reader, pks: readonly number[]): Promise<TargetRow[]> {
  if (pks.length === 0) return [];
  const names = [
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
  ] as const;
  const rows = await db.all(
    sql`SELECT ${targets.pk} AS "pk", ${columnsOf(names)}, ${aliases}, ${tags} FROM targets WHERE ${among(pks)}`,
  );
  const parsed = rows.map((row) => listRow.parse(row));
  return inOrder(pks, new Map(parsed.map(({ pk, ...row }) => [pk, row])));
}

export { flagged };
