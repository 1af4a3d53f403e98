import { TomError } from "@/lib/core/errors";
import type { ByteSource, ProcessorInput, SpectroscopyResult } from "../contract";
import { type FitsHeader, type Hdu, hdusOf, refusedFits } from "../reading/fits-header";
import { FitsTable } from "../reading/fits-table";
import type { Words } from "../reading/observation";
import { type Samples, spectrumOf } from "./draft";
import { hasWavelengthColumn, samplesOfTable } from "./fits-columns";
import { samplesOfImage } from "./fits-scale";

/** Spectra of FITS: a one-dimensional image with a wavelength scale, or a table with columns of wavelength and flux. */
export function readFitsSpectrum(input: ProcessorInput): SpectroscopyResult {
  let primary: FitsHeader | null = null;
  let refusal: TomError | null = null;
  for (const hdu of hdusOf(input.file)) {
    primary ??= hdu.header;
    try {
      const found = spectraIn(input.file, hdu);
      if (found) return resultOf(found.spectra, found.notes, wordsOf(hdu.header, primary), input);
    } catch (error) {
      // What stands in one extension does not keep from reading the next; the first reason is told in the end.
      if (!(error instanceof TomError)) throw error;
      refusal ??= error;
    }
  }
  throw (
    refusal ??
    refusedFits("The FITS file holds no spectrum: no image with one axis, and no table with wavelength and flux.")
  );
}

type Found = { spectra: Samples[]; notes: string[] };

function spectraIn(file: ByteSource, hdu: Hdu): Found | null {
  if (hdu.kind === "image" && hdu.dataBytes > 0) return samplesOfImage(file, hdu);
  if (hdu.kind !== "table" || hdu.header.truth("ZIMAGE")) return null;
  const table = new FitsTable(file, hdu);
  return hasWavelengthColumn(table) ? samplesOfTable(table, hdu.header) : null;
}

/** An extension inherits what it does not say from the primary header. */
const wordsOf =
  (own: FitsHeader, primary: FitsHeader): Words =>
  (key) =>
    own.text(key) ?? primary.text(key);

function resultOf(
  spectra: readonly Samples[],
  notes: readonly string[],
  words: Words,
  input: ProcessorInput,
): SpectroscopyResult {
  const read = spectra.map((samples) => spectrumOf(samples, words, input));
  return {
    kind: "spectroscopy",
    spectra: read.map(({ draft }, index) => ({ row: index + 1, draft })),
    rejected: [],
    rejectedTotal: 0,
    notes: [...new Set([...notes, ...read.flatMap((one) => one.notes)])],
  };
}
