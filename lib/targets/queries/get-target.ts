import { sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import { changeableBy, deletableBy, type VisibleScope, visibleTo } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import type { TargetDto, TargetPage, TargetRights } from "../types";
import { flagged, objectDocument, type Reader, toObject } from "./read-targets";

/** The target, or null when there is none or the reader does not see it. */
export async function findTarget(db: Reader, scope: VisibleScope, args: { id: string }): Promise<TargetDto | null> {
  const [row] = await db.all(
    sql`SELECT ${objectDocument(scope)} AS "doc" FROM targets WHERE ${targets.id} = ${args.id} AND ${visibleTo(scope)}`,
  );
  return row === undefined ? null : toObject(row);
}

/** @throws NOT_FOUND when there is none or the reader does not see it. */
export async function getTarget(db: Reader, scope: VisibleScope, args: { id: string }): Promise<TargetDto> {
  const target = await findTarget(db, scope, args);
  if (target === null) throw notFound("target");
  return target;
}

const pageRow = z.object({
  mayChange: flagged,
  mayDelete: flagged,
  photometryVersion: z.number(),
  photometryCount: z.number(),
  firstDetectionMjd: z.number().nullable(),
  newestDetectionMjd: z.number().nullable(),
  newestMag: z.number().nullable(),
  newestBand: z.string().nullable(),
});

/** What the detail page needs of the target itself, in one statement. @throws NOT_FOUND */
export async function getTargetPage(db: Reader, scope: VisibleScope, args: { id: string }): Promise<TargetPage> {
  const [row] = await db.all(
    sql`SELECT ${objectDocument(scope)} AS "doc", ${changeableBy(scope)} AS "mayChange", ${deletableBy(scope)} AS "mayDelete",
        ${targets.photometryVersion} AS "photometryVersion", ${targets.photometryCount} AS "photometryCount",
        ${targets.firstDetectionMjd} AS "firstDetectionMjd", ${targets.newestDetectionMjd} AS "newestDetectionMjd",
        ${targets.newestMag} AS "newestMag", ${targets.newestBand} AS "newestBand"
      FROM targets WHERE ${targets.id} = ${args.id} AND ${visibleTo(scope)}`,
  );
  if (row === undefined) throw notFound("target");
  const { mayChange, mayDelete, ...light } = pageRow.parse(row);
  return { ...toObject(row), rights: { canChange: mayChange, canDelete: mayDelete }, ...light };
}

export type TargetKey = TargetRights & { pk: number; id: string; name: string; version: number };

const keyRow = z.object({
  pk: z.number(),
  id: z.string(),
  name: z.string(),
  version: z.number(),
  mayChange: flagged,
  mayDelete: flagged,
});

/** The row's key and the reader's rights: what commands on a target and queries of its children begin with. @throws NOT_FOUND */
export async function getTargetKey(db: Reader, scope: VisibleScope, args: { id: string }): Promise<TargetKey> {
  const [row] = await db.all(sql`
    SELECT ${targets.pk} AS "pk", ${targets.id} AS "id", ${targets.name} AS "name", ${targets.version} AS "version",
      ${changeableBy(scope)} AS "mayChange", ${deletableBy(scope)} AS "mayDelete"
    FROM targets WHERE ${targets.id} = ${args.id} AND ${visibleTo(scope)}`);
  if (row === undefined) throw notFound("target");
  const { mayChange, mayDelete, ...key } = keyRow.parse(row);
  return { ...key, canChange: mayChange, canDelete: mayDelete };
}
