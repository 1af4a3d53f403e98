import { quoted } from "@/lib/astro/parsed";
import { TomError } from "@/lib/core/errors";
import type { ProcessorInput } from "../contract";
import { textOf } from "../reading/cells";
import type { TextTable } from "../reading/table";
import { type Columns, type Field, type KnownColumn, recogniseColumns } from "./columns";
import { type TimeColumn, timeColumn } from "./times";
import { type BrightnessUnit, brightnessUnit, magSystemOf } from "./units";

/** How the rows of one file are to be read, settled before the first. */
export type Layout = {
  time: TimeColumn;
  /** Where each thing stands; a column whose meaning is not certain enough is among `others`. */
  at: Partial<Record<Field, KnownColumn>>;
  others: Columns["others"];
  /** What the header says for all rows that do not say it themselves. */
  band: string | null;
  telescope: string | null;
  instrument: string | null;
  source: string | null;
  magSystem: "AB" | "Vega" | null;
  magUnit: BrightnessUnit;
  fluxUnit: BrightnessUnit;
  fluxErrUnit: BrightnessUnit;
  notes: string[];
};

const refused = (message: string): TomError => new TomError("INVALID_INPUT", message);

/** @throws TomError when the file lacks what every row needs */
export function layoutOf(
  table: TextTable,
  { timeScale, target }: Pick<ProcessorInput, "timeScale" | "target">,
): Layout {
  const { known, others } = recogniseColumns(table.columns);
  if (Object.keys(known).length === 0) {
    const names = table.columns.map(({ name }) => name).join(" ");
    throw refused(
      `The heading “${quoted(names)}” names no column that is known. Begin with a line like “time,filter,magnitude,error”.`,
    );
  }
  const said = (...keys: string[]): string | null => {
    const found = keys.map((key) => table.keywords.get(key)).find((value) => value !== undefined && value !== "");
    return found === undefined ? null : textOf(found, 120);
  };
  const band = said("FILTER", "BAND", "BANDPASS")?.slice(0, 40) ?? null;
  const time = timeColumn(known, timeScale, target);
  if (!known.band && band === null)
    throw refused("No column has the filter. Name one filter or band in the heading line.");
  const fluxUnit = brightnessUnit(known.flux?.unit ?? said("FLUX_UNIT", "FLUX_UNITS", "UNIT", "UNITS"));
  const layout: Layout = {
    time,
    at: known,
    others,
    band,
    telescope: said("TELESCOPE", "TELESCOP", "FACILITY"),
    instrument: said("INSTRUMENT", "INSTRUME", "CAMERA"),
    source: said("SOURCE", "SURVEY"),
    magSystem: magSystemOf(said("MAGSYS", "MAGSYSTEM", "MAG_SYSTEM", "SYSTEM", "MAG_UNIT", "UNIT")),
    magUnit: brightnessUnit(known.mag?.unit ?? said("MAG_UNIT", "BRIGHTNESS_UNIT")),
    fluxUnit,
    fluxErrUnit: known.fluxErr?.unit ? brightnessUnit(known.fluxErr.unit) : fluxUnit,
    notes: [...table.notes, time.note],
  };
  settleFlux(layout);
  for (const field of ["mjd", "jd", "date", "time", "hjd", "bjd"] as const) {
    const column = known[field];
    if (column && column !== time.column) layout.others = [...layout.others, column];
  }
  if (!layout.at.mag && !layout.at.flux && !layout.at.limit) {
    throw refused("No column has a brightness. Name one magnitude, flux or limit in the heading line.");
  }
  noteWhatIsKept(layout);
  return layout;
}

/** A flux whose unit nobody says is not guessed at: it is kept beside a magnitude, and refused alone. */
function settleFlux(layout: Layout): void {
  const { flux, unit, zeroPoint, mag, limit } = layout.at;
  if (!flux || unit || zeroPoint || layout.fluxUnit.kind === "flux") return;
  if (!mag && !limit) {
    throw refused(
      layout.fluxUnit.kind === "perWavelength"
        ? "The flux is per wavelength, which needs the width of the filter. Give magnitudes, or a flux in Jy, mJy, uJy or nJy."
        : `The column “${flux.name}” does not say its unit. Write it in the heading, as in flux (uJy); Jy, mJy, uJy, nJy and erg/s/cm2/Hz are understood.`,
    );
  }
  layout.others = [...layout.others, flux, ...(layout.at.fluxErr ? [layout.at.fluxErr] : [])];
  delete layout.at.flux;
  delete layout.at.fluxErr;
}

function noteWhatIsKept(layout: Layout): void {
  const names = layout.others.map(({ name }) => `“${quoted(name)}”`);
  if (names.length > 0) {
    layout.notes.push(`Kept with each row as they are, because nothing else uses them: ${names.join(", ")}.`);
  }
}
