import { eq } from "drizzle-orm";
import { targetNames, targets } from "@/db/schema/targets";
import { separationArcsec } from "@/lib/astro/sphere";
import type { ObservedThing } from "@/lib/facilities/contract";
import type { Reader } from "./queries/read-observations";

/** A target as an observation of it is known by: its place on the sky (null: none that stays), and its names. */
export type Thing = { position: { raDeg: number; decDeg: number } | null; names: readonly string[] };

const withinArcsec = 30;

const keyOf = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, "");

export async function thingOf(db: Reader, targetPk: number): Promise<Thing> {
  const [row] = await db
    .select({ type: targets.type, name: targets.name, raDeg: targets.raDeg, decDeg: targets.decDeg })
    .from(targets)
    .where(eq(targets.pk, targetPk));
  const others = await db
    .select({ name: targetNames.name })
    .from(targetNames)
    .where(eq(targetNames.targetPk, targetPk));
  if (!row) return { position: null, names: [] };
  const isFixed = row.type === "SIDEREAL" && row.raDeg !== null && row.decDeg !== null;
  return {
    position: isFixed ? { raDeg: row.raDeg ?? 0, decDeg: row.decDeg ?? 0 } : null,
    names: [row.name, ...others.map(({ name }) => name)],
  };
}

/** One within 30 arcsec of the other; where either has no fixed place, one of the same name. */
export function fits({ position, names }: Thing, thing: ObservedThing): boolean {
  if (position !== null && thing.positions.length > 0) {
    return thing.positions.some((other) => separationArcsec(position, other) <= withinArcsec);
  }
  const known = new Set(names.map(keyOf).filter((name) => name !== ""));
  return thing.names.some((name) => known.has(keyOf(name)));
}
