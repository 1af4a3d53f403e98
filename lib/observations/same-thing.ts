import { eq } from "drizzle-orm";
import { targetNames, targets } from "@/db/schema/targets";
import { simplifyName } from "@/lib/astro/names";
import { separationArcsec } from "@/lib/astro/sphere";
import type { ObservedThing } from "@/lib/facilities/contract";
import type { Reader } from "./queries/read-observations";

/** What an observation of a target is known by: its place on the sky (null: none that stays), and its simplified names. */
export type Thing = { position: { raDeg: number; decDeg: number } | null; nameKeys: readonly string[] };

const withinArcsec = 30;

/** Of a target that the caller has found within somebody's scope. */
export async function thingOf(db: Reader, targetPk: number): Promise<Thing> {
  const [row] = await db
    .select({ type: targets.type, raDeg: targets.raDeg, decDeg: targets.decDeg })
    .from(targets)
    .where(eq(targets.pk, targetPk));
  const names = await db
    .select({ nameKey: targetNames.nameKey })
    .from(targetNames)
    .where(eq(targetNames.targetPk, targetPk));
  const { type, raDeg = null, decDeg = null } = row ?? {};
  return {
    position: type === "SIDEREAL" && raDeg !== null && decDeg !== null ? { raDeg, decDeg } : null,
    nameKeys: names.map(({ nameKey }) => nameKey),
  };
}

/** One within 30 arcsec of the other; where either has no fixed place, one of the same name. */
export function fits({ position, nameKeys }: Thing, thing: ObservedThing): boolean {
  if (position !== null && thing.positions.length > 0) {
    return thing.positions.some((other) => separationArcsec(position, other) <= withinArcsec);
  }
  return thing.names.some((name) => nameKeys.includes(simplifyName(name)));
}
