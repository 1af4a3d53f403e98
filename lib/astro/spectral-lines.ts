/**
 * Lines that are looked for in spectra of transients, at rest, in Angstrom in air above 2000 (NIST Atomic Spectra
 * Database; blends at their middle). Telluric bands belong to our air and are never shifted.
 */
export type LineGroup = {
  key: string;
  label: string;
  /** Rest wavelengths, Angstrom, air. */
  lines: readonly number[];
  /** What each line is called where that is more than the label. */
  names?: readonly string[];
  telluric?: boolean;
};

export const lineGroups: readonly LineGroup[] = [
  { key: "H", label: "H", lines: [6562.8, 4861.3, 4340.5, 4101.7], names: ["Hα", "Hβ", "Hγ", "Hδ"] },
  { key: "HeI", label: "He I", lines: [3888.6, 4471.5, 5015.7, 5875.6, 6678.2, 7065.2] },
  { key: "HeII", label: "He II", lines: [4685.7, 5411.5] },
  { key: "CII", label: "C II", lines: [4267.0, 6580.0, 7234.0] },
  { key: "CIII", label: "C III", lines: [4647.5, 5695.9] },
  { key: "CIV", label: "C IV", lines: [5801.5] },
  { key: "NIII", label: "N III", lines: [4640.6] },
  { key: "OI", label: "O I", lines: [6300.3, 6363.8, 7773.4, 8446.5] },
  { key: "OII", label: "[O II]", lines: [3727.4] },
  { key: "OIII", label: "[O III]", lines: [4363.2, 4958.9, 5006.8] },
  { key: "NaI", label: "Na I D", lines: [5890.0, 5895.9] },
  { key: "MgI", label: "Mg I", lines: [5167.3, 5172.7, 5183.6] },
  { key: "MgII", label: "Mg II", lines: [2798.0, 4481.2] },
  { key: "SiII", label: "Si II", lines: [4130.0, 5051.0, 5972.0, 6355.0] },
  { key: "SII", label: "S II", lines: [5454.0, 5640.0] },
  { key: "CaII", label: "Ca II", lines: [3933.7, 3968.5, 8498.0, 8542.1, 8662.1] },
  { key: "FeII", label: "Fe II", lines: [4923.9, 5018.4, 5169.0] },
  { key: "FeIII", label: "Fe III", lines: [4404.0, 5129.0] },
  { key: "tell", label: "Telluric", lines: [6867.0, 7186.0, 7594.0], telluric: true },
];

const perAngstrom: Readonly<Record<string, number>> = { Angstrom: 1, nm: 0.1, um: 1e-4, m: 1e-10 };

/** One Angstrom in another unit; null for one that is not known. */
const unitPerAngstrom = (unit: string): number | null => perAngstrom[unit] ?? null;

/**
 * A wavelength in vacuum from one in standard air, both in Angstrom: Morton (2000), ApJS 130, 403, by one step of its
 * inverse, good to 1e-4 Angstrom from 2000 to 25000.
 */
function airToVacuum(airAngstrom: number): number {
  const s2 = (1e4 / airAngstrom) ** 2;
  const n =
    1 + 8.336624212083e-5 + 0.02408926869968 / (130.1065924522 - s2) + 0.0001599740894897 / (38.92568793293 - s2);
  return airAngstrom * n;
}

/** Where a line lies in a spectrum: redshifted unless it is telluric, in the medium and unit of the spectrum. */
export function observedWavelength(
  restAirAngstrom: number,
  {
    redshift,
    telluric,
    medium,
    unit,
  }: { redshift: number; telluric: boolean; medium: "air" | "vacuum" | null; unit: string },
): number | null {
  const perUnit = unitPerAngstrom(unit);
  if (perUnit === null) return null;
  const rest = medium === "vacuum" ? airToVacuum(restAirAngstrom) : restAirAngstrom;
  return rest * (telluric ? 1 : 1 + redshift) * perUnit;
}
