import type { VisibleScope } from "@/lib/access/scope";
import type { Position } from "@/lib/astro/coordinates";
import { findNameClashes, type NameClash } from "./find-name-clashes";
import { findNearTargets, type NearTarget } from "./find-near-targets";
import { getTargetKey } from "./get-target";
import type { Reader } from "./read-targets";

export type DuplicateCheck = {
  /** A create or rename with one of these would be refused. */
  names: NameClash[];
  /** Close by; never refused, only pointed out. */
  near: NearTarget[];
};

/** What a form says while it is filled in: visible targets of the same names, and those within the radius at the date. */
export async function checkDuplicates(
  db: Reader,
  scope: VisibleScope,
  args: {
    names: readonly string[];
    position: Position | null;
    radiusArcsec: number;
    exceptId?: string | undefined;
    now: Date;
  },
): Promise<DuplicateCheck> {
  const own = args.exceptId === undefined ? null : await getTargetKey(db, scope, { id: args.exceptId });
  const names = await findNameClashes(db, scope, {
    names: args.names.filter((name) => name.trim() !== "").slice(0, 101),
    ...(own ? { exceptPk: own.pk } : {}),
  });
  if (args.position === null) return { names, near: [] };
  const near = await findNearTargets(db, scope, { ...args.position, radiusArcsec: args.radiusArcsec }, args.now);
  return { names, near: near.filter((one) => one.id !== own?.id) };
}
