import { TomError } from "@/lib/core/errors";
import type { WavelengthUnit } from "../contract";

const units: Readonly<Record<string, WavelengthUnit>> = {
  angstrom: "Angstrom",
  angstroms: "Angstrom",
  ang: "Angstrom",
  a: "Angstrom",
  aa: "Angstrom",
  å: "Angstrom",
  nm: "nm",
  nanometer: "nm",
  nanometers: "nm",
  nanometre: "nm",
  um: "um",
  micron: "um",
  microns: "um",
  micrometer: "um",
  micrometre: "um",
  m: "m",
  meter: "m",
  metre: "m",
};

/** Null for an empty text. @throws TomError for a unit that is no wavelength in use */
export function wavelengthUnit(text: string | null): WavelengthUnit | null {
  const plain = (text ?? "")
    .normalize("NFKC")
    .replace(/[µμ]/g, "u")
    .replace(/\s+/g, "")
    // "10^-10 m" of some pipelines, and "0.1nm".
    .replace(/^(10\^?(\*\*)?-10m|0\.1nm|1e-10m)$/i, "Angstrom")
    .toLowerCase();
  if (plain === "" || /^(none|pixel|pix|unknown|uncalibrated)$/.test(plain)) return null;
  const unit = units[plain];
  if (unit) return unit;
  if (/^([kmgt]?hz|[km]?ev|cm-1|1\/cm|km\/s|kms-1)$/.test(plain))
    throw new TomError("INVALID_INPUT", "The spectrum is over frequency, energy or velocity. Give it over wavelength.");
  throw new TomError(
    "INVALID_INPUT",
    `“${plain.slice(0, 40)}” is not a unit of wavelength: Angstrom, nm, um and m are.`,
  );
}

/** Air or vacuum by a header's words; null when they do not say. */
export function mediumOf(text: string | null): "air" | "vacuum" | null {
  if (/vac/i.test(text ?? "")) return "vacuum";
  return /\bair\b|awav/i.test(text ?? "") ? "air" : null;
}
