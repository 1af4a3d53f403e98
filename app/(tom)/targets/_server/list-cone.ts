import type { Context } from "@/lib/access/context";
import { type Cone, parseRadius } from "@/lib/astro/cone";
import { defaultConeRadiusArcsec, parseConeInSearch, parsePastedCone } from "@/lib/astro/pasted-cone";
import { listTargets } from "@/lib/targets/queries/list-targets";
import type { ListAddress } from "../_components/list-address";

type Answer = { cone: Cone } | { field: "around" | "radius"; problem: string };

/**
 * The cone that "around" and "radius" ask for: a pasted position, with or without its own radius, or the name of a target
 * that the reader sees. Null where the address asks for none.
 */
export async function findTypedCone(ctx: Context, { typed }: ListAddress): Promise<Answer | null> {
  const { around, radius } = typed;
  if (around === undefined) return null;
  const wanted = radius === undefined ? null : parseRadius(radius);
  if (wanted !== null && !wanted.ok) return { field: "radius", problem: wanted.message };
  const radiusArcsec = wanted?.radiusArcsec ?? defaultConeRadiusArcsec;
  const pasted = parsePastedCone(around, radiusArcsec);
  if (pasted.ok) return { cone: pasted };
  return /\p{L}{2}|\p{L} ?\d|\d ?\p{L}/u.test(around)
    ? coneOfName(ctx, around, radiusArcsec, pasted.message)
    : { field: "around", problem: pasted.message };
}

const namedRadius = /^(.*\S)\s*,\s*([^,]+)$/u;

async function coneOfName(ctx: Context, text: string, radiusArcsec: number, message: string): Promise<Answer> {
  const [, name = "", ownRadius = ""] = namedRadius.exec(text) ?? [];
  const own = name === "" ? null : parseRadius(ownRadius);
  const wanted = own?.ok ? { name, radiusArcsec: own.radiusArcsec } : { name: text, radiusArcsec };
  if (wanted.name.length > 100) return { field: "around", problem: message };
  const filter = { fuzzy: wanted.name };
  const { items } = await listTargets(ctx.database.read, ctx.scope, { filter, limit: 2, now: ctx.clock.now() });
  const place = items.find((row) => row.raDeg !== null && row.decDeg !== null);
  if (place?.raDeg != null && place.decDeg != null) {
    return { cone: { raDeg: place.raDeg, decDeg: place.decDeg, radiusArcsec: wanted.radiusArcsec } };
  }
  const problem =
    items.length > 0 ? `${wanted.name} has no fixed position` : `Neither a position nor a target of yours. ${message}`;
  return { field: "around", problem };
}

/** The cone of a position that was pasted into the search for names; null where the text is not one. */
export function coneInSearch({ typed }: ListAddress): Cone | null {
  if (typed.q === undefined || typed.cone !== undefined) return null;
  const cone = parseConeInSearch(typed.q);
  return cone.ok ? cone : null;
}
