import { parseRadius } from "@/lib/astro/cone";
import type { Position } from "@/lib/astro/coordinates";
import { parseConeInSearch, parsePastedCone } from "@/lib/astro/pasted-cone";

export type EverywhereSearch = { q?: string | string[]; radius?: string | string[] };

/** What the address asks for: a name, or a position, and how far around. */
export type Everywhere = {
  /** As typed. */
  q: string | undefined;
  radius: string | undefined;
  name: string | null;
  position: Position | null;
  radiusArcsec: number;
  problems: { q?: string; radius?: string };
};

const defaultRadiusArcsec = 5;
const radiusMostArcsec = 600;
const nameMost = 100;

const one = (value: string | string[] | undefined): string | undefined => {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  return text === undefined || text === "" ? undefined : text.slice(0, 400);
};

export function readEverywhere(search: EverywhereSearch): Everywhere {
  const [q, radius] = [one(search.q), one(search.radius)];
  const around = radius === undefined ? { ok: true as const, radiusArcsec: defaultRadiusArcsec } : parseRadius(radius);
  const problems: Everywhere["problems"] = {};
  if (!around.ok) problems.radius = around.message;
  else if (around.radiusArcsec > radiusMostArcsec) problems.radius = `At most ${radiusMostArcsec} arcsec`;
  const nothing = { q, radius, name: null, position: null, radiusArcsec: defaultRadiusArcsec, problems };
  if (q === undefined) return nothing;
  const place = parseConeInSearch(q);
  const looksLikePlace = place.ok || /^[\d\s:.,+\u2212-]+$/u.test(q);
  if (looksLikePlace && !place.ok && /\s|,/.test(q)) {
    const why = parsePastedCone(q);
    return { ...nothing, problems: { ...problems, q: why.ok ? "This is no position" : why.message } };
  }
  if (!place.ok && q.length > nameMost)
    return { ...nothing, problems: { ...problems, q: `At most ${nameMost} characters` } };
  return {
    ...nothing,
    name: place.ok ? null : q,
    position: place.ok ? { raDeg: place.raDeg, decDeg: place.decDeg } : null,
    radiusArcsec: around.ok ? around.radiusArcsec : defaultRadiusArcsec,
  };
}
