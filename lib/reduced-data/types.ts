/** One measurement as callers see it; interfaces: HTTP API, `/targets/{id}/photometry`. */
export type PhotometryDto = {
  /** Reference within its target, for flags and revisions. */
  row: string;
  /** ISO 8601 UTC with milliseconds. */
  observedAt: string;
  observedAtMjd: number;
  band: string;
  mag: number | null;
  magErr: number | null;
  fluxNjy: number | null;
  fluxErrNjy: number | null;
  limitMag: number | null;
  magSystem: string | null;
  brightness: "difference" | "total";
  forced: boolean;
  negative: boolean;
  limitSigma: number | null;
  timeReference: "start" | "middle" | null;
  flagged: { reason: string; by: string | null } | null;
  telescope: string | null;
  instrument: string | null;
  source: string;
  sourceId: string | null;
  via: string[];
  /** How often it was revised, plus one. */
  revision: number;
};

/** Where a measurement came from. */
export type PhotometryOrigin = {
  /** `run:<id>`, `job:<id>`, `message:<id>`, `form`, `paste`, `api`. */
  provenance: string;
  /** Version of the code that read it. */
  parserVersion: string;
  createdAt: string;
  updatedAt: string;
  /** Who made the forced photometry; null for the rest. */
  producer: string | null;
  /** The time as it came and its scale, when that was not UTC. */
  originalTime: string | null;
  originalScale: string | null;
};

/** What a measurement says, without what becomes of it here. */
export type PhotometryValues = Omit<PhotometryDto, "row" | "flagged" | "revision">;

export type RevisionDto = {
  revision: number;
  replacedAt: string;
  /** Null when the system did it. */
  replacedBy: string | null;
  /** What it said before. */
  values: PhotometryValues;
};

export type WriteReport = { inserted: number; unchanged: number; revised: number };

export type RejectedRow = { index: number; field: string; message: string };

/** A spectrum without its samples. Units as its file has them. */
export type SpectrumFacts = {
  id: string;
  /** ISO 8601 UTC; null when the file does not say. */
  observedAt: string | null;
  observedAtMjd: number | null;
  /** The time as it came and its scale, when that was not UTC. */
  originalTime: string | null;
  originalScale: string | null;
  points: number;
  /** Angstrom, nm, um, m. */
  wavelengthUnit: string;
  wavelengthMin: number;
  wavelengthMax: number;
  medium: "air" | "vacuum" | null;
  fluxUnit: string | null;
  exposureS: number | null;
  object: string | null;
  telescope: string | null;
  instrument: string | null;
  observer: string | null;
  reducer: string | null;
  source: string;
  /** `file:<id>`. */
  provenance: string;
  revision: number;
  createdAt: string;
};

/** With its samples: arrays of one length; a null error is one that is not known. */
export type SpectrumDto = SpectrumFacts & {
  targetId: string;
  wavelength: number[];
  flux: number[];
  fluxErr: (number | null)[] | null;
};
