/**
 * What kind of thing a class means, whatever a classifier calls it; null for a word that is not known here or says
 * nothing of the kind ("Unknown"). Only for telling that two brokers mean different things: classes are never merged.
 */
export type ClassFamily = "supernova" | "nucleus" | "variable star" | "moving object" | "artefact" | "tidal disruption";

const patterns: readonly (readonly [ClassFamily, RegExp])[] = [
  ["artefact", /\b(bogus|artifact|artefact|spurious)\b/i],
  ["moving object", /\b(asteroids?|sso|solar system|mpc|comets?|roid)\b/i],
  ["tidal disruption", /\bTDE\b|tidal disruption/i],
  ["nucleus", /\b(AGN|QSO|quasars?|blazars?|BL ?Lac|NT|seyfert)\b|active galac/i],
  ["supernova", /^(SLSN|SN)|\bSNe?\b|\bSN(I|Ia|II|Ibc?|Ic)|supernova|kilonova/i],
  [
    "variable star",
    /\b(VS|CV|CV\/Nova|Nova|YSO|Mira|LPV|RRL\w*|RR ?Lyr\w*|CEP|Cepheid|DSCT|EB\*?|E|EA|EB\/EW|Periodic-Other|Pulsating|LongPeriod\w*|VariableStar|dwarf nova|eclipsing\w*)\b|variable star|[\w ]*\*$/i,
  ],
];

export const classFamily = (name: string): ClassFamily | null =>
  patterns.find(([, pattern]) => pattern.test(name.trim()))?.[0] ?? null;
