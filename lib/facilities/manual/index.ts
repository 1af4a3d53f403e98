import * as z from "zod";
import type { FacilityEntry } from "../contract";
import { type ParameterTypes, parameterForm } from "../contract-form";

type ManualOptions = {
  /** Lower case; several telescopes may be listed, each with its own id. */
  id?: string;
  name?: string;
  summary?: string;
  homepage?: string;
  /** The page of one observation; `{observationId}` stands for its id. */
  observationUrl?: string;
  /** What is noted of an observation; other parameters are kept, too. */
  parameters?: ParameterTypes;
};

const usualParameters: ParameterTypes = {
  telescope: z.string().trim().max(100).optional().meta({ label: "Telescope" }),
  instrument: z.string().trim().max(100).optional().meta({ label: "Instrument" }),
  filter: z.string().trim().max(100).optional().meta({ label: "Filter or grism" }),
  exposureS: z.number().min(0).max(1_000_000).optional().meta({ label: "Exposure", unit: "s" }),
  exposureCount: z.int().min(1).max(10_000).optional().meta({ label: "Exposures" }),
  note: z.string().trim().max(4_000).optional().meta({ label: "Note", lines: true }),
};

/** Any telescope: somebody observes, and says here how it went. Nothing is asked of anybody. */
export function manual(options: ManualOptions = {}): FacilityEntry {
  const { id = "manual", name = "Manual", parameters = usualParameters } = options;
  return {
    manifest: {
      id,
      name,
      summary: options.summary ?? "Any telescope: people plan, observe and note how it went.",
      homepage: options.homepage ?? null,
      docsUrl: null,
      states: [
        { id: "PENDING" },
        { id: "SCHEDULED" },
        { id: "IN_PROGRESS" },
        { id: "COMPLETED", terminal: true },
        { id: "FAILED", terminal: true, failed: true },
        { id: "CANCELED", terminal: true, failed: true },
      ],
      initialStatus: "PENDING",
      cancelStatus: "CANCELED",
      takesPlans: true,
      saveFiles: "none",
      observationIdHelp: "What the observatory calls it, when it has a name there.",
      pollEveryMs: null,
      pollConcurrency: 1,
      services: [],
      credentials: [],
    },
    form: parameterForm(parameters, { others: true }),
    baseUrls: {},
    credentials: {},
    connect: () => ({
      observationUrl: (observationId) =>
        options.observationUrl?.replaceAll("{observationId}", encodeURIComponent(observationId)) ?? null,
    }),
  };
}
