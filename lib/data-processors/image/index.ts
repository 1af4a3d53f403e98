import { TomError } from "@/lib/core/errors";
import type { Processor } from "../contract";

export const image: Processor = {
  process() {
    throw new TomError("INVALID_INPUT", "Images are not read yet.");
  },
};
