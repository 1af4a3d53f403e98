/**
 * What a data processor is: it reads one uploaded file and proposes rows. It runs in a worker thread without database,
 * network, environment and secrets, under limits of time and memory, and never writes: the core disposes.
 *
 * Two kinds of bad news. A file that cannot be read at all is refused: a TomError with one sentence for the person who
 * uploaded it (INVALID_INPUT for what is wrong in the file, LIMIT_EXCEEDED for what is too large or takes too long). A
 * row that cannot be taken is a `RejectedRow`, and the others are kept.
 */

/** What there is, for the choice at upload. A processor of one's own gets its words here and its line in `processors.ts`. */
export const processorWords = {
  photometry: {
    label: "Photometry",
    accepts:
      "A light curve as CSV, tab- or blank-separated text, IPAC table or VOTable, also compressed with gzip. Needed: a time, a filter, and a magnitude, a flux with its unit or a limit.",
  },
  spectroscopy: {
    label: "Spectrum",
    accepts:
      "A spectrum as text in two or three columns (wavelength, flux, error), or as FITS with a wavelength scale or a table, also compressed with gzip.",
  },
  image: {
    label: "Image",
    accepts: "A FITS image, also tile-compressed (.fits.fz) or compressed with gzip, a PNG or a JPEG.",
  },
} as const satisfies Record<string, { label: string; accepts: string }>;

export type ProcessorId = keyof typeof processorWords;
export const processorIds = Object.keys(processorWords) as readonly ProcessorId[];

/**
 * The scale of the file's times, chosen at upload. `hjd` is heliocentric UTC and `bjd_tdb` barycentric TDB: both need the
 * target's position. Where a column or a cell of the file says its scale itself, the file is right.
 */
export const uploadTimeScales = ["utc", "tai", "tt", "tdb", "hjd", "bjd_tdb"] as const;
export type UploadTimeScale = (typeof uploadTimeScales)[number];

export type ProcessRequest = {
  processor: ProcessorId;
  /** Absolute path of the stored file. */
  path: string;
  /** What the person called it: only for its ending and for sentences. */
  name: string;
  timeScale: UploadTimeScale;
  /** ICRS degrees; null for a target without a position. */
  target: { raDeg: number | null; decDeg: number | null };
};

/** One row that was not taken. At most `rejectedListed` of them are listed; `rejectedTotal` counts all. */
export type RejectedRow = {
  /** The line of a text file, or the row of a table in VOTable; counted from 1. */
  row: number;
  /** The column as the file names it, else the field that lacks; "" for the row as a whole. */
  field: string;
  message: string;
};

export const rejectedListed = 1000;

/** Scales that a stored row keeps its original time in. */
export type OriginalScale = "TAI" | "TT" | "TDB" | "HJD" | "BJD_TDB";

/** A time in UTC, and how the file had it. */
export type DraftTime = {
  /** MJD in UTC. */
  observedAtMjd: number;
  /** The time as the file writes it and its scale; both null when that was UTC. */
  originalTime: string | null;
  originalScale: OriginalScale | null;
};

/**
 * One measurement or limit, in the fields of a broker's draft. A measurement has `mag` or `fluxNjy` or both; a limit has
 * `limitMag` and neither. Magnitudes are in `magSystem` (null: the file does not say). Not corrected for extinction.
 */
export type PhotometryDraft = DraftTime & {
  band: string;
  mag: number | null;
  /** 1 sigma; null when the file has none. */
  magErr: number | null;
  /** nJy, whatever unit the file has; may be negative. */
  fluxNjy: number | null;
  fluxErrNjy: number | null;
  limitMag: number | null;
  /** How many sigma `limitMag` stands for; null when the file does not say. */
  limitSigma: number | null;
  magSystem: "AB" | "Vega" | null;
  brightness: "difference" | "total";
  forced: boolean;
  forcedProducer: string | null;
  negative: boolean;
  timeReference: "start" | "middle" | null;
  telescope: string | null;
  instrument: string | null;
  /** Null when the file names none: whoever stores it says whose it is. */
  source: string | null;
  sourceId: string | null;
  /** Cells of columns that are not understood, as text, by their heading. */
  raw: Readonly<Record<string, string>>;
};

export const wavelengthUnits = ["Angstrom", "nm", "um", "m"] as const;
export type WavelengthUnit = (typeof wavelengthUnits)[number];

/** One spectrum: samples in the order of the wavelength, units as the file has them. */
export type SpectrumDraft = {
  /** Null when the file does not say when it was observed. */
  observed: DraftTime | null;
  /** Same length as `flux`; finite, positive, ascending. */
  wavelength: Float64Array;
  wavelengthUnit: WavelengthUnit;
  /** True when the file said the unit; false when Angstrom is assumed. */
  wavelengthUnitSaid: boolean;
  /** Null when the file does not say. */
  medium: "air" | "vacuum" | null;
  /** Finite, in `fluxUnit`. */
  flux: Float64Array;
  /** As the file writes it ("erg/s/cm2/Angstrom"); null when it does not. */
  fluxUnit: string | null;
  /** 1 sigma in `fluxUnit`, NaN for a sample without; null when no sample has one. */
  error: Float64Array | null;
  exposureS: number | null;
  /** As the file names it: not necessarily the target. */
  object: string | null;
  telescope: string | null;
  instrument: string | null;
  observer: string | null;
  reducer: string | null;
};

/** What the header of an image says. PNG and JPEG have only their size. */
export type ImageHeader = {
  format: "fits" | "png" | "jpeg";
  /** Pixels of the image in the file. */
  width: number;
  height: number;
  object: string | null;
  observed: DraftTime | null;
  exposureS: number | null;
  filter: string | null;
  telescope: string | null;
  instrument: string | null;
  /** Middle of the image, ICRS degrees; null without a celestial coordinate system that can be read. */
  centre: { raDeg: number; decDeg: number } | null;
  /** Arcsec a pixel of the file. */
  pixelScaleArcsec: number | null;
};

/** Made anew from pixels alone: nothing of the uploaded file is in it. At most `previewSide` pixels on a side. */
export type Preview = { png: Uint8Array; width: number; height: number };

export const previewSide = 1024;

type Told = {
  rejected: RejectedRow[];
  rejectedTotal: number;
  /** Plain sentences about the file as a whole: what was assumed, what was left aside. */
  notes: string[];
};

export type PhotometryResult = Told & { kind: "photometry"; rows: { row: number; draft: PhotometryDraft }[] };
/** `row` counts spectra of one file from 1. */
export type SpectroscopyResult = Told & { kind: "spectroscopy"; spectra: { row: number; draft: SpectrumDraft }[] };
/** `preview` is null for an image without a single finite pixel. */
export type ImageResult = Told & { kind: "image"; preview: Preview | null; header: ImageHeader };

export type ProcessResult = PhotometryResult | SpectroscopyResult | ImageResult;

/** A file of known size, read piece by piece. */
export type ByteSource = {
  /** Bytes, decompressed. */
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer only at the end of the file. @throws TomError when it changed meanwhile */
  read(offset: number, length: number): Uint8Array;
};

export type ProcessorInput = Omit<ProcessRequest, "processor" | "path"> & {
  /** The stored file; one that was compressed with gzip comes decompressed. Never empty. */
  file: ByteSource;
  /** 0 to 1; cheap enough for every thousand rows. */
  onProgress(fraction: number): void;
};

/** What a plug-in writes. */
export type Processor<Result extends ProcessResult = ProcessResult> = {
  /** @throws TomError INVALID_INPUT or LIMIT_EXCEEDED, with a sentence for people */
  process(input: ProcessorInput): Result | Promise<Result>;
};

export type RunLimits = {
  /** From the start of the worker; then it is ended, whatever it does. */
  timeoutMs: number;
  /** Heap of the worker. Arrays of pixels lie beside it and have their own caps. */
  memoryMb: number;
  signal?: AbortSignal;
  onProgress?(fraction: number): void;
};
