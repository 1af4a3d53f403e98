import { desc, eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { spectra } from "@/db/schema/spectra";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { mjdToIso } from "@/lib/astro/time";
import { notFound } from "@/lib/core/errors";
import type { SpectrumDto, SpectrumFacts } from "../types";
import { visibleTargetPk } from "./list-photometry";

const facts = {
  id: spectra.id,
  observedAtMjd: spectra.observedAtMjd,
  originalTime: spectra.originalTime,
  originalScale: spectra.originalScale,
  points: spectra.points,
  wavelengthUnit: spectra.wavelengthUnit,
  wavelengthMin: spectra.wavelengthMin,
  wavelengthMax: spectra.wavelengthMax,
  medium: spectra.medium,
  fluxUnit: spectra.fluxUnit,
  exposureS: spectra.exposureS,
  object: spectra.object,
  telescope: spectra.telescope,
  instrument: spectra.instrument,
  observer: spectra.observer,
  reducer: spectra.reducer,
  source: spectra.source,
  provenance: spectra.provenance,
  revision: spectra.revision,
  createdAt: spectra.createdAt,
};

type Row = Omit<SpectrumFacts, "observedAt">;

const toFacts = (row: Row): SpectrumFacts => ({
  ...row,
  observedAt: row.observedAtMjd === null ? null : mjdToIso(row.observedAtMjd),
});

const mostSpectra = 200;

/** The spectra of a target without their arrays, newest first, those without a time last. @throws NOT_FOUND */
export async function listSpectra(db: ReadDb, scope: VisibleScope, targetId: string): Promise<SpectrumFacts[]> {
  const targetPk = await visibleTargetPk(db, scope, targetId);
  const rows = await db
    .select(facts)
    .from(spectra)
    .where(eq(spectra.targetPk, targetPk))
    .orderBy(sql`${spectra.observedAtMjd} IS NULL`, desc(spectra.observedAtMjd), desc(spectra.pk))
    .limit(mostSpectra);
  return rows.map(toFacts);
}

/** One spectrum with its samples. @throws NOT_FOUND */
export async function getSpectrum(db: ReadDb, scope: VisibleScope, id: string): Promise<SpectrumDto> {
  const [found] = await db
    .select({
      facts,
      targetId: targets.id,
      wavelength: spectra.wavelength,
      flux: spectra.flux,
      fluxErr: spectra.fluxErr,
    })
    .from(spectra)
    .crossJoin(targets)
    .where(sql`${spectra.id} = ${id} AND ${targets.pk} = ${spectra.targetPk} AND ${visibleTo(scope)}`);
  if (!found) throw notFound("spectrum");
  return {
    ...toFacts(found.facts),
    targetId: found.targetId,
    wavelength: numbersOf(found.wavelength),
    flux: numbersOf(found.flux),
    fluxErr: found.fluxErr === null ? null : numbersOf(found.fluxErr).map((one) => (Number.isNaN(one) ? null : one)),
  };
}

function numbersOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.byteLength / 8) }, (_, at) => view.getFloat64(at * 8, true));
}
