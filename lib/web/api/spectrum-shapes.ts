import * as z from "zod";

export const spectrumFactsShape = z
  .object({
    id: z.string(),
    observedAt: z.string().nullable().meta({ description: "ISO 8601 UTC; null when the file does not say" }),
    observedAtMjd: z.number().nullable().meta({ description: "MJD UTC" }),
    originalTime: z.string().nullable(),
    originalScale: z.string().nullable(),
    points: z.number(),
    wavelengthUnit: z.string().meta({ description: "Angstrom, nm, um or m" }),
    wavelengthMin: z.number(),
    wavelengthMax: z.number(),
    medium: z.enum(["air", "vacuum"]).nullable(),
    fluxUnit: z.string().nullable().meta({ description: "As the file writes it" }),
    exposureS: z.number().nullable(),
    object: z.string().nullable().meta({ description: "What the file calls its object" }),
    telescope: z.string().nullable(),
    instrument: z.string().nullable(),
    observer: z.string().nullable(),
    reducer: z.string().nullable(),
    source: z.string(),
    provenance: z.string().meta({ description: "file:<id>" }),
    revision: z.number(),
    createdAt: z.string(),
  })
  .meta({ id: "SpectrumFacts" });

export const spectrumShape = spectrumFactsShape
  .extend({
    targetId: z.string(),
    wavelength: z.array(z.number()),
    flux: z.array(z.number()),
    fluxErr: z.array(z.number().nullable()).nullable().meta({ description: "1 sigma" }),
  })
  .meta({ id: "Spectrum" });
