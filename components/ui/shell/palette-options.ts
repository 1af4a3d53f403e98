import { formatDec, formatRa } from "@/lib/astro/angle-format";
import { parseCone } from "@/lib/astro/cone";
import type { PaletteEntry } from "./rooms";

/** One thing to choose. */
export type PaletteOption = { group: string; label: string; hint: string; href: string };

const defaultRadiusArcsec = 60;

/** A pasted position (a radius may follow it) as a cone search; null when the text is none. */
export function coneOption(text: string): PaletteOption | null {
  // A bare number or a name is no position; both coordinates are needed.
  const cone = parseCone(text, { defaultRadiusArcsec });
  if (!cone.ok) return null;
  const exact = [cone.raDeg, cone.decDeg, cone.radiusArcsec].map((value) => Number(value.toFixed(7))).join(",");
  return {
    group: "Coordinates",
    label: `Cone search around ${formatRa(cone.raDeg)} ${formatDec(cone.decDeg)}`,
    hint: `${Number(cone.radiusArcsec.toFixed(2))}″`,
    href: `/targets?cone=${encodeURIComponent(exact)}`,
  };
}

/** Pages and actions whose words begin with what was typed come first, then those that contain it. */
export function pageOptions(entries: readonly PaletteEntry[], text: string): PaletteOption[] {
  const wanted = text.trim().toLowerCase();
  const rank = (label: string): number => {
    const plain = label.toLowerCase();
    if (wanted === "" || plain.startsWith(wanted)) return 0;
    if (plain.includes(` ${wanted}`)) return 1;
    return plain.includes(wanted) ? 2 : 3;
  };
  return entries
    .map((entry, order) => ({ entry, order, rank: rank(entry.label) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, 8)
    .map(({ entry }) => ({ group: "Pages and actions", label: entry.label, hint: entry.hint ?? "", href: entry.href }));
}
