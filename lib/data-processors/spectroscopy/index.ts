import type { Processor, SpectroscopyResult } from "../contract";
import { isFits } from "../reading/fits-header";
import { readFitsSpectrum } from "./fits";
import { readTextSpectrum } from "./text";

/** Spectra as columns of text, and of FITS. */
export const spectroscopy: Processor<SpectroscopyResult> = {
  process: (input) => (isFits(input.file) ? readFitsSpectrum(input) : readTextSpectrum(input)),
};
