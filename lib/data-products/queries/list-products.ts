import { and, eq, sql } from "drizzle-orm";
import { alongRows } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { dataProducts } from "@/db/schema/data-products";
import { observationRecords } from "@/db/schema/observations";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { invalidInput } from "@/lib/core/errors";
import type { DataProductPage, DataProductStatus } from "../types";
import { ofItsTarget, selectProducts, toProduct } from "./product-rows";

export type DataProductFilter = {
  targetId?: string | undefined;
  type?: string | undefined;
  status?: DataProductStatus | undefined;
  observationRecordId?: string | undefined;
};

export type ListProductsArgs = DataProductFilter & {
  limit: number;
  /** The id of the last file of the page before. */
  cursor?: string | undefined;
  sort?: string | undefined;
};

/** Files of targets that the reader sees, newest first. @throws INVALID_INPUT for a cursor that is not known */
export async function listProducts(db: ReadDb, scope: VisibleScope, args: ListProductsArgs): Promise<DataProductPage> {
  const rows = await listProductsQuery(db, scope, args, await pkOfCursor(db, scope, args.cursor));
  const items = rows.slice(0, args.limit).map(toProduct);
  return { items, nextCursor: rows.length > args.limit ? (items.at(-1)?.id ?? null) : null };
}

export function listProductsQuery(db: ReadDb, scope: VisibleScope, args: ListProductsArgs, fromPk: number | null) {
  const { behind, order } = alongRows(dataProducts.pk, args.sort, fromPk);
  return selectProducts(db)
    .where(and(matching(scope, args), behind))
    .orderBy(order)
    .limit(args.limit + 1);
}

const matching = (scope: VisibleScope, { targetId, type, status, observationRecordId }: DataProductFilter) =>
  and(
    ofItsTarget,
    visibleTo(scope),
    targetId === undefined
      ? undefined
      : sql`${dataProducts.targetPk} = (SELECT t.pk FROM ${targets} t WHERE t.id = ${targetId})`,
    type === undefined ? undefined : eq(dataProducts.type, type),
    status === undefined ? undefined : eq(dataProducts.status, status),
    observationRecordId === undefined
      ? undefined
      : sql`${dataProducts.observationPk} = (SELECT o.pk FROM ${observationRecords} o WHERE o.id = ${observationRecordId})`,
  );

export async function countProducts(db: ReadDb, scope: VisibleScope, filter: DataProductFilter): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(dataProducts)
    .crossJoin(targets)
    .where(matching(scope, filter));
  return row?.count ?? 0;
}

// A cursor of what the reader does not see is one that is not known.
async function pkOfCursor(db: ReadDb, scope: VisibleScope, cursor: string | undefined): Promise<number | null> {
  if (cursor === undefined) return null;
  const [row] = await db
    .select({ pk: dataProducts.pk })
    .from(dataProducts)
    .crossJoin(targets)
    .where(and(eq(dataProducts.id, cursor), ofItsTarget, visibleTo(scope)));
  if (!row) throw invalidInput({ cursor: ["This cursor is not known."] });
  return row.pk;
}
