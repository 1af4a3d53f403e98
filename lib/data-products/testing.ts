import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Context } from "@/lib/access/context";
import type { PhotometryDraft, PhotometryResult, SpectrumDraft } from "@/lib/data-processors/contract";
import { uploadProduct } from "./commands/upload-product";
import type { FileStore } from "./storage";
import { createDiskStore } from "./storage-disk";
import type { DataProductDto } from "./types";

/** Files for tests on a real database and a real folder. */

export type TestStore = FileStore & { folder: string; destroy(): void };

export function createTestStore(): TestStore {
  const folder = mkdtempSync(join(tmpdir(), "tom-files-"));
  return { ...createDiskStore(folder), folder, destroy: () => rmSync(folder, { recursive: true, force: true }) };
}

export const bytesOf = (text: string | Uint8Array): Readable => Readable.from([Buffer.from(text)]);

/** Puts a file into the store and uploads it. */
export async function uploadText(
  ctx: Context,
  store: FileStore,
  args: { targetId: string; text: string; type?: string; filename?: string; observationRecordId?: string },
): Promise<DataProductDto> {
  const file = await store.put(bytesOf(args.text), { maxBytes: 10_000_000 });
  const fields = {
    targetId: args.targetId,
    type: args.type ?? "photometry",
    observationRecordId: args.observationRecordId ?? null,
    timeScale: "utc" as const,
  };
  return uploadProduct({
    ctx,
    input: { fields, file, filename: args.filename ?? "points.csv" },
    limits: { quotaBytes: null },
  });
}

const draft: PhotometryDraft = {
  observedAtMjd: 60_000,
  originalTime: null,
  originalScale: null,
  band: "r",
  mag: 18,
  magErr: 0.1,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  magSystem: "AB",
  brightness: "total",
  forced: false,
  forcedProducer: null,
  negative: false,
  timeReference: null,
  telescope: null,
  instrument: null,
  source: null,
  sourceId: null,
  raw: {},
};

/** What a processor would give for these rows. */
export const photometryOf = (
  rows: readonly Partial<PhotometryDraft>[],
  told: Partial<PhotometryResult> = {},
): PhotometryResult => ({
  kind: "photometry",
  rows: rows.map((row, index) => ({ row: index + 2, draft: { ...draft, ...row } })),
  rejected: [],
  rejectedTotal: 0,
  notes: [],
  ...told,
});

export const spectrum = (over: Partial<SpectrumDraft> = {}): SpectrumDraft => ({
  observed: { observedAtMjd: 60_001.25, originalTime: null, originalScale: null },
  wavelength: Float64Array.from([4000, 4001, 4002]),
  wavelengthUnit: "Angstrom",
  wavelengthUnitSaid: true,
  medium: "air",
  flux: Float64Array.from([1e-16, 2e-16, 1.5e-16]),
  fluxUnit: "erg/s/cm2/Angstrom",
  error: null,
  exposureS: 1200,
  object: "AT 2026abc",
  telescope: "NTT",
  instrument: "EFOSC2",
  observer: null,
  reducer: null,
  ...over,
});
