/** Units of brightness: what a magnitude or a flux is counted in. */

export type BrightnessUnit =
  | { kind: "mag"; system: "AB" | "Vega" | null }
  /** Times this gives nJy. */
  | { kind: "flux"; toNjy: number }
  /** Per wavelength: needs the width of the filter. */
  | { kind: "perWavelength" }
  | { kind: "unknown" };

const njy: Readonly<Record<string, number>> = { njy: 1, ujy: 1e3, microjy: 1e3, mjy: 1e6, jy: 1e9 };

/** 1 erg/s/cm2/Hz is 1e23 Jy; 1 W/m2/Hz is 1e26 Jy. */
const cgs = 1e32;
const si = 1e35;

/** A unit as people and files write it ("AB mag", "uJy", "erg / s / cm² / Hz"); null or empty is unknown. */
export function brightnessUnit(text: string | null): BrightnessUnit {
  if (text === null || text === "") return { kind: "unknown" };
  const plain = text
    .normalize("NFKC")
    .replace(/[µμ]/g, "u")
    .toLowerCase()
    .replace(/\*\*|\^/g, "")
    .replace(/[\s_.*()]+/g, "");
  if (plain === "") return { kind: "unknown" };
  if (/^(mag|magnitude)s?$/.test(plain)) return { kind: "mag", system: null };
  if (/^(ab|abmag|mag\/?ab|magab|abflux|abmagnitude)$/.test(plain)) return { kind: "mag", system: "AB" };
  if (/^(vega|vegamag|magvega|vegamagnitude)$/.test(plain)) return { kind: "mag", system: "Vega" };
  const toNjy = njy[plain];
  if (toNjy !== undefined) return { kind: "flux", toNjy };
  if (/^erg.*cm.*(hz)/.test(plain)) return { kind: "flux", toNjy: cgs };
  if (/^w.*m.*hz/.test(plain)) return { kind: "flux", toNjy: si };
  return /(erg|^w).*(ang|aa|\/a$|a-1$|å|nm|um)/.test(plain) ? { kind: "perWavelength" } : { kind: "unknown" };
}

/** "ab" and "Vega" of a column or keyword; null for anything else. */
export function magSystemOf(text: string | null | undefined): "AB" | "Vega" | null {
  const unit = brightnessUnit(text ?? null);
  return unit.kind === "mag" ? unit.system : null;
}
