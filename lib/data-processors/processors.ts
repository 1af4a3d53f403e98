import type { Processor, ProcessorId } from "./contract";
import { image } from "./image";
import { photometry } from "./photometry";
import { spectroscopy } from "./spectroscopy";

/** Loaded in the worker thread only. */
export const processors: Readonly<Record<ProcessorId, Processor>> = { photometry, spectroscopy, image };
