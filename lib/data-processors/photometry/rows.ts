import { quoted } from "@/lib/astro/parsed";
import type { PhotometryDraft } from "../contract";
import { isMissing, numberOf, textOf, yesNoOf } from "../reading/cells";
import type { Field } from "./columns";
import type { Layout } from "./layout";
import { type BrightnessUnit, brightnessUnit, magSystemOf } from "./units";

/** What is wrong with a row: thrown inside this file only, so that reading one goes straight on. */
class RowProblem extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

export type RowVerdict = { draft: PhotometryDraft } | { field: string; message: string };

const magFrom = -40;
const magTo = 50;
/** 99.99 and -99 are what catalogues write for "none". */
const sentinelFrom = 90;
const fluxTo = 1e30;

export function readRow(cells: readonly string[], layout: Layout): RowVerdict {
  try {
    return { draft: draftOf(cells, layout) };
  } catch (error) {
    if (error instanceof RowProblem) return { field: error.field, message: error.message };
    throw error;
  }
}

function draftOf(cells: readonly string[], layout: Layout): PhotometryDraft {
  const cell = (field: Field): string => {
    const column = layout.at[field];
    return column === undefined ? "" : (cells[column.index] ?? "");
  };
  const fail = (field: Field, message: string): never => {
    throw new RowProblem(layout.at[field]?.name ?? field, message);
  };
  const row: Row = { cell, fail, layout };
  const time = timeOf(cells, layout);
  const band = textOf(cell("band"), 40) ?? layout.band ?? fail("band", "A filter is needed.");
  const found = brightnessOf(row);
  const forced = yesNoOf(cell("forced")) ?? fail("forced", `“${quoted(cell("forced"))}” is neither yes nor no.`);
  const source = textOf(cell("source"), 120) ?? layout.source;
  const measured = found.mag !== null || found.fluxNjy !== null;
  // Field by field: spreading gives each row a shape of its own, which costs a hundred times as much.
  return {
    observedAtMjd: time.observedAtMjd,
    originalTime: time.originalTime,
    originalScale: time.originalScale,
    band,
    mag: found.mag,
    magErr: found.magErr,
    fluxNjy: found.fluxNjy,
    fluxErrNjy: found.fluxErrNjy,
    limitMag: found.limitMag,
    magSystem: found.magSystem,
    limitSigma: sigmaOf(row),
    brightness: /^diff/i.test(cell("brightness")) ? "difference" : "total",
    forced: forced && measured,
    forcedProducer: forced && measured ? source : null,
    negative: found.fluxNjy !== null && found.fluxNjy < 0,
    timeReference: null,
    telescope: textOf(cell("telescope"), 120) ?? layout.telescope,
    instrument: textOf(cell("instrument"), 120) ?? layout.instrument,
    source,
    sourceId: textOf(cell("sourceId"), 200),
    raw: rawOf(cells, layout),
  };
}

type Row = {
  cell(field: Field): string;
  fail(field: Field, message: string): never;
  layout: Layout;
};

function timeOf(cells: readonly string[], layout: Layout) {
  const { column, reader } = layout.time;
  const text = cells[column.index] ?? "";
  if (isMissing(text)) throw new RowProblem(column.name, "A time is needed.");
  const time = reader.read(text);
  if ("message" in time) throw new RowProblem(column.name, `${time.message}.`);
  return time;
}

type Brightness = Pick<PhotometryDraft, "mag" | "magErr" | "fluxNjy" | "fluxErrNjy" | "limitMag" | "magSystem">;

const nothing = { mag: null, magErr: null, fluxNjy: null, fluxErrNjy: null };

function brightnessOf(row: Row): Brightness {
  const { cell, fail, layout } = row;
  const unitSaid = brightnessUnit(cell("unit"));
  const unit = unitSaid.kind === "unknown" ? layout.magUnit : unitSaid;
  const magSystem = magSystemOf(cell("magSystem")) ?? (unit.kind === "mag" ? unit.system : null) ?? layout.magSystem;
  // A column of brightnesses may be fluxes, row by row, by its unit.
  const asFlux = unit.kind === "flux" && !layout.at.flux;
  if (unit.kind === "perWavelength" && (asFlux || !layout.at.flux) && !isMissing(cell("mag")))
    fail("mag", "A flux per wavelength needs the width of the filter: give a magnitude or a flux per frequency.");
  const marked = asFlux ? null : markedLimit(row);
  const mag = asFlux || marked !== null ? null : magnitudeOf(row, "mag");
  const limitMag = magnitudeOf(row, "limit", true);
  const flag = flagOf(row);
  if (flag || marked !== null) {
    const limit = limitMag ?? marked ?? mag;
    if (limit !== null) return { ...nothing, limitMag: limit, magSystem };
  }
  const flux = asFlux ? fluxOf(row, "mag", "magErr", unit, unit) : measuredFlux(row, unitSaid);
  if (mag === null && flux.fluxNjy === null && limitMag === null) {
    const field = layout.at.mag ? "mag" : layout.at.flux ? "flux" : "limit";
    fail(
      field,
      flag ? "Nothing was found, says the row, and it has no limit." : "A magnitude, a flux or a limit is needed.",
    );
  }
  const magErr = mag === null ? null : errorOf(row, "magErr");
  // Beside a measurement it says how deep the image went, and the row is no limit.
  const isLimit = mag === null && flux.fluxNjy === null;
  return { mag, magErr, ...flux, limitMag: isLimit ? limitMag : null, magSystem };
}

/** The row's own word that nothing was found. A `limit` column may be such a word too. */
function flagOf({ cell, fail }: Row): boolean {
  if (/^(t|f|true|false|yes|no|y|n)$/i.test(cell("limit"))) return yesNoOf(cell("limit")) ?? false;
  const flag = yesNoOf(isMissing(cell("isLimit")) ? "" : cell("isLimit"));
  return flag ?? fail("isLimit", `“${quoted(cell("isLimit"))}” is neither yes nor no.`);
}

/** ">19.5", "<19.5": fainter than, both ways of writing it. */
function markedLimit(row: Row): number | null {
  const [, text] = /^[<>]=?\s*(\S.*)$/.exec(row.cell("mag")) ?? [];
  if (text === undefined) return null;
  const value = numberOf(text) ?? row.fail("mag", `“${quoted(text)}” is not a number.`);
  return inRange(row, "mag", value);
}

function magnitudeOf(row: Row, field: "mag" | "limit", orWord = false): number | null {
  const text = row.cell(field);
  if (isMissing(text)) return null;
  const value = numberOf(orWord ? text.replace(/^[<>]=?\s*/, "") : text);
  if (value === null) {
    if (orWord && /^(t|f|true|false|yes|no|y|n)$/i.test(text)) return null;
    return row.fail(field, `“${quoted(text)}” is not a number.`);
  }
  return Math.abs(value) >= sentinelFrom ? null : inRange(row, field, value);
}

function inRange(row: Row, field: "mag" | "limit", value: number): number {
  return value >= magFrom && value <= magTo
    ? value
    : row.fail(field, `${value} is not a magnitude, which is from ${magFrom} to ${magTo}.`);
}

function errorOf(row: Row, field: "magErr" | "fluxErr"): number | null {
  const text = row.cell(field);
  if (isMissing(text)) return null;
  const value = numberOf(text) ?? row.fail(field, `“${quoted(text)}” is not a number.`);
  if (field === "magErr" && Math.abs(value) >= sentinelFrom) return null;
  if (value < 0) row.fail(field, "An error must not be negative.");
  if (field === "magErr" && value > magTo) row.fail(field, `${value} is not an error of a magnitude.`);
  return value;
}

type Flux = Pick<PhotometryDraft, "fluxNjy" | "fluxErrNjy">;
const noFlux: Flux = { fluxNjy: null, fluxErrNjy: null };

function measuredFlux(row: Row, unitSaid: BrightnessUnit): Flux {
  const { layout, cell, fail } = row;
  if (!layout.at.flux || isMissing(cell("flux"))) return noFlux;
  if (layout.at.zeroPoint && layout.fluxUnit.kind !== "flux") {
    const zeroPoint = numberOf(cell("zeroPoint")) ?? fail("zeroPoint", "A flux in counts needs its zero point.");
    if (magSystemOf(cell("magSystem")) === "Vega")
      fail("magSystem", "A flux with a Vega zero point is not read: give the magnitude.");
    const unit: BrightnessUnit = { kind: "flux", toNjy: 10 ** ((31.4 - zeroPoint) / 2.5) };
    return fluxOf(row, "flux", "fluxErr", unit, unit);
  }
  const unit = layout.fluxUnit.kind === "flux" ? layout.fluxUnit : unitSaid;
  return fluxOf(row, "flux", "fluxErr", unit, layout.fluxErrUnit.kind === "flux" ? layout.fluxErrUnit : unit);
}

function fluxOf(
  row: Row,
  field: "flux" | "mag",
  errField: "fluxErr" | "magErr",
  unit: BrightnessUnit,
  errUnit: BrightnessUnit,
): Flux {
  const text = row.cell(field);
  if (isMissing(text)) return noFlux;
  if (unit.kind !== "flux" || errUnit.kind !== "flux")
    return row.fail(field, "The unit of this flux is not understood: write Jy, mJy, uJy, nJy or erg/s/cm2/Hz.");
  const value = numberOf(text) ?? row.fail(field, `“${quoted(text)}” is not a number.`);
  const fluxNjy = value * unit.toNjy;
  if (Math.abs(fluxNjy) > fluxTo) row.fail(field, "The flux is out of range.");
  const error = isMissing(row.cell(errField)) ? null : numberOf(row.cell(errField));
  if (error === null && !isMissing(row.cell(errField)))
    row.fail(errField, `“${quoted(row.cell(errField))}” is not a number.`);
  if (error !== null && error < 0) row.fail(errField, "An error must not be negative.");
  const fluxErrNjy = error === null ? null : error * errUnit.toNjy;
  return { fluxNjy, fluxErrNjy: fluxErrNjy !== null && fluxErrNjy <= fluxTo ? fluxErrNjy : null };
}

function sigmaOf(row: Row): number | null {
  const value = numberOf(row.cell("limitSigma"));
  return value !== null && value >= 0.1 && value <= 100 ? value : null;
}

const noRaw: PhotometryDraft["raw"] = {};

function rawOf(cells: readonly string[], { others }: Layout): PhotometryDraft["raw"] {
  if (others.length === 0) return noRaw;
  const raw: Record<string, string> = {};
  for (const { index, name } of others) {
    const text = textOf(cells[index] ?? "", 200);
    // Names are the file's: one like __proto__ must stay a name.
    if (text !== null)
      Object.defineProperty(raw, name.slice(0, 60), { value: text, enumerable: true, configurable: true });
  }
  return raw;
}
