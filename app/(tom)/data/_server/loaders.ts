import type * as z from "zod";
import type { Context } from "@/lib/access/context";
import { isTomError } from "@/lib/core/errors";
import { getBelongings, getLastResult, getProduct, getProductKey } from "@/lib/data-products/queries/get-product";
import { listProductPoints, listProductSpectra } from "@/lib/data-products/queries/list-product-data";
import { listProducts } from "@/lib/data-products/queries/list-products";
import { dataProductFilterShape } from "@/lib/data-products/schema";
import type { FileType } from "@/lib/data-products/types";
import { findTarget } from "@/lib/targets/queries/get-target";
import { orFirstPage } from "@/lib/web/first-page";
import { orNotFound } from "@/lib/web/or-not-found";
import { services } from "@/lib/web/services";
import { getPageContext } from "@/lib/web/session";

export type Search = Promise<Record<string, string | string[] | undefined>>;

const filesPerPage = 50;
const shownPoints = 25;

/** What may be chosen at an upload, and how large a file may be. */
export function uploadChoices({ config }: Context): { types: FileType[]; maxBytes: number } {
  const types = Object.entries(config.dataProducts).map(([key, { label, processor }]) => ({
    key,
    label,
    isRead: processor !== null,
  }));
  return { types, maxBytes: services().env.uploadMaxBytes };
}

/** What stands in the address, as far as it is understood: a mistyped filter is as if it were not there. */
function filtersOf(search: Awaited<Search>) {
  const read = <Value>(name: string, type: z.ZodType<Value>): Value | undefined => {
    const parsed = type.safeParse(search[name]);
    return parsed.success ? parsed.data : undefined;
  };
  return {
    targetId: read("targetId", dataProductFilterShape.targetId),
    type: read("type", dataProductFilterShape.type),
    status: read("status", dataProductFilterShape.status),
  };
}

export async function loadFiles(searchParams: Search) {
  const [ctx, search] = [await getPageContext(), await searchParams];
  const filter = filtersOf(search);
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  const { read } = ctx.database;
  const list = (from: string | undefined) =>
    listProducts(read, ctx.scope, { ...filter, limit: filesPerPage, cursor: from });
  const [page, target] = await Promise.all([
    orFirstPage(cursor, list),
    filter.targetId === undefined ? null : findTarget(read, ctx.scope, { id: filter.targetId }),
  ]);
  return {
    page,
    filter,
    cursor,
    target: target === null ? null : { id: target.id, name: target.name },
    isSignedIn: ctx.actor.kind === "user",
    now: ctx.clock.now(),
    ...uploadChoices(ctx),
  };
}

export async function loadFile(id: string) {
  const ctx = await getPageContext();
  const { read } = ctx.database;
  const [product, key, belongings, result, points, spectra] = await orNotFound(
    Promise.all([
      getProduct(read, ctx.scope, id),
      getProductKey(read, ctx.scope, id),
      getBelongings(read, ctx.scope, id),
      getLastResult(read, ctx.scope, id),
      listProductPoints(read, ctx.scope, { id, limit: shownPoints }),
      listProductSpectra(read, ctx.scope, id),
    ]),
  );
  const { types } = uploadChoices(ctx);
  return {
    product,
    belongings,
    result,
    points,
    spectra,
    canChange: key.canChange,
    type: types.find((one) => one.key === product.type) ?? { key: product.type, label: product.type, isRead: false },
    now: ctx.clock.now(),
  };
}

/** The name of a file for the title of its page; null when it cannot be seen. */
export async function loadFileTitle(id: string): Promise<string | null> {
  const { database, scope } = await getPageContext();
  try {
    return (await getProduct(database.read, scope, id)).filename;
  } catch (error) {
    if (isTomError(error) && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
