import type { ImageHeader, RejectedRow, UploadTimeScale } from "@/lib/data-processors/contract";

export type { UploadTimeScale };

export const dataProductStatuses = ["uploaded", "processing", "processed", "failed"] as const;
export type DataProductStatus = (typeof dataProductStatuses)[number];

/** A file about a target, as its readers see it. */
export type DataProductDto = {
  id: string;
  targetId: string;
  targetName: string;
  observationRecordId: string | null;
  /** Where it was fetched; null for an upload. */
  facilityId: string | null;
  /** Its id there; null for an upload. */
  productId: string | null;
  /** A key of `dataProducts` in tom.config.ts. */
  type: string;
  filename: string;
  contentType: string;
  sizeBytes: number;
  /** Hexadecimal SHA-256 of the file. */
  sha256: string;
  /** The scale that its times were read in, where it does not say one itself. */
  timeScale: UploadTimeScale;
  /** `uploaded` is the end for a type that nothing reads. */
  status: DataProductStatus;
  /** Why it failed, in a sentence. */
  message: string | null;
  /** The job of the newest processing. */
  jobId: string | null;
  /** What the newest processing that ended well said; null before one did. */
  counts: { accepted: number; unchanged: number; rejected: number } | null;
  hasPreview: boolean;
  createdAt: string;
  updatedAt: string;
  createdBy: string | null;
};

export type DataProductPage = { items: DataProductDto[]; nextCursor: string | null };

/** What became of each row of a file. */
export type DataProductResult = {
  status: DataProductStatus;
  /** Rows that were stored: new, or with another value than before. */
  accepted: number;
  /** Of these: those that had another value before. */
  revised: number;
  /** Rows that were known already. */
  unchanged: number;
  /** At most 1,000 are listed; `rejectedTotal` counts all. */
  rejected: RejectedRow[];
  rejectedTotal: number;
  /** Sentences about the file as a whole. */
  notes: string[];
  header: ImageHeader | null;
  preview: { width: number; height: number } | null;
  processedAt: string | null;
};

/** What goes with a file when it is deleted, and what stays because something else gave it too. */
export type DataProductBelongings = {
  photometry: { own: number; shared: number };
  spectra: { own: number; shared: number };
};

/** A measurement of a file, as its page shows it. Times MJD UTC. */
export type ProductPoint = {
  /** Reference within its target. */
  row: string;
  observedAt: string;
  observedAtMjd: number;
  band: string;
  mag: number | null;
  magErr: number | null;
  fluxNjy: number | null;
  limitMag: number | null;
  source: string;
  telescope: string | null;
  instrument: string | null;
};

export type ProductSpectrum = { id: string; observedAtMjd: number | null; points: number; instrument: string | null };

/** A type of files as people choose it. */
export type FileType = { key: string; label: string; isRead: boolean };
