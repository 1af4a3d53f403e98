import { TomError } from "@/lib/core/errors";
import type { Processor } from "../contract";

export const spectroscopy: Processor = {
  process() {
    throw new TomError("INVALID_INPUT", "Spectra are not read yet.");
  },
};
