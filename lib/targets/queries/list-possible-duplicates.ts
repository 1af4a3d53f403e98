import { and, eq, isNull } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { possibleDuplicates, targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import type { PossibleDuplicate } from "../types";

const most = 50;

/** What was noted on a target, as far as the reader sees both; dismissed pairs left out. @throws NOT_FOUND */
export async function listPossibleDuplicates(
  db: ReadDb,
  scope: VisibleScope,
  targetId: string,
): Promise<PossibleDuplicate[]> {
  const [own] = await db
    .select({ pk: targets.pk })
    .from(targets)
    .where(and(eq(targets.id, targetId), visibleTo(scope)))
    .limit(1);
  if (!own) throw notFound("target");
  const rows = await db
    .select({
      id: targets.id,
      name: targets.name,
      reason: possibleDuplicates.reason,
      separationArcsec: possibleDuplicates.separationArcsec,
      createdAt: possibleDuplicates.createdAt,
    })
    .from(possibleDuplicates)
    .innerJoin(targets, eq(targets.pk, possibleDuplicates.otherPk))
    .where(and(eq(possibleDuplicates.targetPk, own.pk), isNull(possibleDuplicates.dismissedAt), visibleTo(scope)))
    .orderBy(possibleDuplicates.otherPk)
    .limit(most);
  return rows.map(({ id, name, ...pair }) => ({ target: { id, name }, ...pair }));
}
