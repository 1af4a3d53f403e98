import { TomError } from "@/lib/core/errors";
import { type ProcessorInput, type RejectedRow, rejectedListed, type SpectroscopyResult } from "../contract";
import { isMissing, numberOf } from "../reading/cells";
import type { Words } from "../reading/observation";
import { type Column, keywordsOf, readTable, type TextTable } from "../reading/table";
import { readText } from "../reading/text";
import { samplesAtMost, spectrumOf } from "./draft";
import { mediumOf, wavelengthUnit } from "./units";

const names = {
  wavelength:
    "wavelength wave wl lambda lam lambda_air lambda_vac wave_air wave_vac wavelength_air wavelength_vac ang angstrom angstroms".split(
      " ",
    ),
  flux: "flux f_lambda flam flx intensity counts spec spectrum flux_lambda f".split(" "),
  error: "error err flux_error flux_err fluxerr e_flux eflux sigma unc uncertainty std stddev fluxerror".split(" "),
} as const;

type Role = keyof typeof names;

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^#+\s*/, "")
    .replace(/[\s.-]+/g, "_");

const roleOf = (name: string): Role | null =>
  (["wavelength", "flux", "error"] as const).find((role) => (names[role] as readonly string[]).includes(plain(name))) ??
  null;

/** A spectrum in columns of text, with or without a heading; keywords in comment lines or before the numbers. */
export function readTextSpectrum(input: ProcessorInput): SpectroscopyResult {
  const { text, notes } = readText(input.file);
  const { body, keywords } = withoutHeader(text);
  const table = readTable(body, (name) => roleOf(name) !== null);
  for (const [key, value] of table.keywords) if (!keywords.has(key)) keywords.set(key, value);
  const words: Words = (key) => keywords.get(key) ?? null;
  const columns = columnsOf(table);
  const rejected: RejectedRow[] = [];
  let rejectedTotal = 0;
  const reject = (row: number, field: string, message: string): void => {
    rejectedTotal += 1;
    if (rejected.length < rejectedListed) rejected.push({ row, field, message });
  };
  const samples = samplesOf(table, columns, reject, input.onProgress);
  const { draft, notes: told } = spectrumOf(
    {
      ...samples,
      wavelengthUnit: wavelengthUnit(
        columns.wavelength.unit ??
          words("WAVELENGTH_UNIT") ??
          words("WAVELENGTH_UNITS") ??
          words("CUNIT1") ??
          unitInName(columns.wavelength.name),
      ),
      fluxUnit: columns.flux.unit ?? words("FLUX_UNIT") ?? words("FLUX_UNITS") ?? words("BUNIT"),
      medium: mediumOf(
        words("MEDIUM") ??
          words("WAVELENGTH_MEDIUM") ??
          words("AIRORVAC") ??
          columns.wavelength.name.replaceAll("_", " "),
      ),
    },
    words,
    input,
  );
  return {
    kind: "spectroscopy",
    spectra: [{ row: 1, draft }],
    rejected,
    rejectedTotal,
    notes: [...notes, ...table.notes, ...told],
  };
}

const unitInName = (name: string): string | null => (/^ang/i.test(name) ? "Angstrom" : null);

/** Header lines without a comment sign ("OBJECT  = 'x'") come before the numbers; with one they are read with the table. */
function withoutHeader(text: string): { body: string; keywords: Map<string, string> } {
  const lines = text.split("\n", 5000);
  let count = 0;
  let length = 0;
  for (const line of lines) {
    if (/^\s*\d/.test(line) || !/^\s*([#%]|[A-Za-z][\w-]{0,30}\s*=|END\s*$|COMMENT|HISTORY|$)/.test(line)) break;
    count += 1;
    length += line.length + 1;
  }
  const header = lines.slice(0, count);
  // A comment may be the heading of the columns, and stays with them.
  const own = header.filter((line) => !/^\s*[#%]/.test(line));
  const keywords = keywordsOf(own.map((line) => line.trim()));
  const kept = header.map((line) => (/^\s*#/.test(line) ? line : /^\s*%/.test(line) ? line.replace("%", "#") : ""));
  return { body: [...kept, text.slice(length)].join("\n"), keywords };
}

type At = Column & { index: number };
type Columns = { wavelength: At; flux: At; error: At | null; headless: boolean };

/** By their names; without a heading the first two or three columns. */
function columnsOf(table: TextTable): Columns {
  const all = table.columns.map((column, index): At => ({ ...column, index }));
  const named = (role: Role): At | undefined => all.find(({ name }) => roleOf(name) === role);
  const [first, second, third] = all;
  const wavelength = named("wavelength");
  const flux = named("flux");
  if (wavelength && flux) return { wavelength, flux, error: named("error") ?? null, headless: false };
  if (first && second && [first, second].every(({ name }) => numberOf(name) !== null)) {
    return {
      wavelength: { ...first, name: "wavelength", unit: null },
      flux: { ...second, name: "flux", unit: null },
      error: third && numberOf(third.name) !== null ? { ...third, name: "error", unit: null } : null,
      headless: true,
    };
  }
  throw new TomError(
    "INVALID_INPUT",
    "The columns are not known: a spectrum has wavelength, flux and perhaps error, by a heading line of these names or in this order.",
  );
}

type Reject = (row: number, field: string, message: string) => void;

function samplesOf(table: TextTable, columns: Columns, reject: Reject, onProgress: ProcessorInput["onProgress"]) {
  const wavelength: number[] = [];
  const flux: number[] = [];
  const error: number[] = [];
  const take = (row: number, cells: readonly string[]): void => {
    const cell = (column: At | null): string => (column === null ? "" : (cells[column.index] ?? ""));
    const at = numberOf(cell(columns.wavelength));
    const value = numberOf(cell(columns.flux));
    if (at === null || at <= 0) reject(row, columns.wavelength.name, "A wavelength is a positive number.");
    // A gap of the detector is no mistake: such samples are left out later.
    else if (value === null && !isMissing(cell(columns.flux)))
      reject(row, columns.flux.name, "The flux is not a number.");
    else {
      wavelength.push(at);
      flux.push(value ?? Number.NaN);
      error.push(numberOf(cell(columns.error)) ?? Number.NaN);
      if (wavelength.length % 5000 === 0) onProgress(Math.min(0.9, wavelength.length / samplesAtMost));
    }
  };
  // Without a heading, the line that stood for it is a sample.
  if (columns.headless && table.headingRow !== null)
    take(
      table.headingRow,
      table.columns.map(({ name }) => name),
    );
  table.each((row, cells) => {
    if ("message" in cells) reject(row, "", `The row ${cells.message}.`);
    else take(row, cells);
  });
  return { wavelength, flux, error: columns.error ? error : null };
}
