import { TomError } from "@/lib/core/errors";
import type { FitsHeader } from "../reading/fits-header";
import type { FitsColumn, FitsTable } from "../reading/fits-table";
import { type Samples, samplesAtMost } from "./draft";
import { mediumOf, wavelengthUnit } from "./units";

/** Spectra in tables: a sample a row, or a spectrum a row with arrays in its cells. */

const linear =
  "wave wavelength lambda wl lam awav wave_air wave_vac wavelength_air wavelength_vac opt_wave spec_wave".split(" ");
const logarithmic = "loglam log_lambda loglambda log_wave".split(" ");
const fluxes =
  "flux flux_reduced flam f_lambda flux_lambda fluxcal flux_cal spec spectrum opt_counts counts data".split(" ");
const errors =
  "err error err_flux flux_err flux_error fluxerr e_flux err_reduced sigma sig unc uncertainty stddev std".split(" ");
const variances = "var variance flux_var".split(" ");
const inverseVariances = "ivar flux_ivar inverse_variance opt_counts_ivar".split(" ");

const spectraAtMost = 200;

export const hasWavelengthColumn = (table: FitsTable): boolean =>
  table.find([...linear, ...logarithmic]) !== null && table.find(fluxes) !== null;

export function samplesOfTable(table: FitsTable, header: FitsHeader): { spectra: Samples[]; notes: string[] } | null {
  const wavelength = table.find(linear) ?? table.find(logarithmic);
  const flux = table.find(fluxes);
  if (!wavelength || !flux || table.rows < 1) return null;
  const spread = table.find(errors) ?? table.find(variances) ?? table.find(inverseVariances);
  const name = wavelength.name.toLowerCase();
  const isLog = logarithmic.includes(name);
  const common = {
    wavelengthUnit: wavelengthUnit(isLog ? (wavelength.unit ?? "").replace(/log\(?|\)/gi, "") : wavelength.unit),
    fluxUnit: flux.unit ?? header.text("BUNIT"),
    medium:
      mediumOf(name.startsWith("awav") ? "awav" : name.replaceAll("_", " ")) ??
      mediumOf(header.text("VACUUM") === "T" ? "vacuum" : header.text("AIRORVAC")),
  };
  const make = (numbers: (column: FitsColumn) => Float64Array): Samples => {
    const waves = numbers(wavelength);
    return {
      ...common,
      wavelength: isLog ? waves.map((value) => 10 ** value) : waves,
      flux: numbers(flux),
      error: spread ? numbers(spread).map(toSigma(spread.name)) : null,
    };
  };
  if (wavelength.repeat === 1 && flux.repeat === 1)
    return { spectra: [make((column) => table.scalars(column))], notes: [] };
  return arrays(table, [wavelength, flux], make);
}

function arrays(
  table: FitsTable,
  [wavelength, flux]: readonly [FitsColumn, FitsColumn],
  make: (numbers: (column: FitsColumn) => Float64Array) => Samples,
): { spectra: Samples[]; notes: string[] } {
  const count = Math.min(table.rows, spectraAtMost);
  let total = 0;
  const spectra = Array.from({ length: count }, (_, row) => {
    const [waves, values] = [table.cell(wavelength, row).length, table.cell(flux, row).length];
    if (waves !== values)
      throw new TomError("INVALID_INPUT", `Row ${row + 1} of the table has ${waves} wavelengths and ${values} fluxes.`);
    total += waves;
    if (total > samplesAtMost)
      throw new TomError("LIMIT_EXCEEDED", `Spectra of more than ${samplesAtMost} samples cannot be read.`);
    return make((column) => table.cell(column, row));
  });
  const notes = [
    ...(count > 1 ? [`The table holds a spectrum in each of ${table.rows} rows.`] : []),
    ...(table.rows > count ? [`The first ${count} were read.`] : []),
  ];
  return { spectra, notes };
}

const toSigma = (name: string): ((value: number) => number) => {
  const plain = name.toLowerCase();
  if (inverseVariances.includes(plain)) return (value) => (value > 0 ? 1 / Math.sqrt(value) : Number.NaN);
  return variances.includes(plain) ? (value) => (value >= 0 ? Math.sqrt(value) : Number.NaN) : (value) => value;
};
