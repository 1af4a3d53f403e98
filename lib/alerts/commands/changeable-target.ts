import { sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { changeableBy, visibleTo } from "@/lib/access/scope";
import { notFound, TomError } from "@/lib/core/errors";

/** A target whose links the person may change. @throws NOT_FOUND where she does not see it, FORBIDDEN where she only sees it */
export async function changeableTarget(db: ReadDb, ctx: Context, targetId: string): Promise<{ pk: number }> {
  const [target] = await db
    .select({ pk: targets.pk, may: sql<number>`${changeableBy(ctx.scope)}` })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${visibleTo(ctx.scope)}`);
  if (!target) throw notFound("target");
  if (!target.may) throw new TomError("FORBIDDEN", "You may see this target, but not change it.");
  return { pk: target.pk };
}
