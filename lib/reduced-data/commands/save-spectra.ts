import { and, eq } from "drizzle-orm";
import { spectra } from "@/db/schema/spectra";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import { mjdToIso } from "@/lib/astro/time";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { type HookPayloads, rowsPerEvent } from "@/lib/events/catalog";
import { emit } from "@/lib/events/emit";
import { readObjects } from "@/lib/targets/queries/read-targets";
import { spectrumIdentity } from "../spectrum-identity";
import type { WriteReport } from "../types";

/** A spectrum ready to be written. Arrays of one length, in the order of the wavelength. */
export type NewSpectrum = {
  observedAtMjd: number | null;
  originalTime: string | null;
  originalScale: string | null;
  wavelength: Float64Array;
  wavelengthUnit: string;
  medium: "air" | "vacuum" | null;
  flux: Float64Array;
  fluxUnit: string | null;
  fluxErr: Float64Array | null;
  exposureS: number | null;
  object: string | null;
  telescope: string | null;
  instrument: string | null;
  observer: string | null;
  reducer: string | null;
  source: string;
};

export type SpectraDelivery = {
  via: string;
  provenance: string;
  /** Of the sentence in the trail: "from a file". */
  told: string;
};

export type SpectraReport = WriteReport & { pks: number[] };

type Summary = HookPayloads["reduced_datum_post_save"]["spectra"][number];

const bytesOf = (values: Float64Array): Buffer =>
  Buffer.from(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength) as ArrayBuffer);

/**
 * Writes spectra of a target that the actor may change, in the transaction of that check. The same again changes nothing;
 * other values at the same identity are a revision. Where any is new or another: one row in the trail and one
 * `reduced_datum_post_save`.
 */
export async function saveSpectra(
  tx: Tx,
  ctx: Context,
  target: { pk: number; id: string },
  given: readonly NewSpectrum[],
  delivery: SpectraDelivery,
): Promise<SpectraReport> {
  const report: SpectraReport = { inserted: 0, unchanged: 0, revised: 0, pks: [] };
  const changed: { observedAtMjd: number | null; summary: Summary }[] = [];
  for (const one of given) {
    const { change, pk, id } = await writeSpectrum(tx, ctx, target.pk, one, delivery);
    report[change] += 1;
    report.pks.push(pk);
    if (change !== "unchanged") changed.push({ observedAtMjd: one.observedAtMjd, summary: toSummary(id, one) });
  }
  if (changed.length === 0) return report;
  await recordAudit(tx, ctx, {
    verb: "spectra.add",
    objectType: "target",
    objectId: target.id,
    targetId: target.id,
    summary: `Spectra ${delivery.told}: ${report.inserted} added, ${report.revised} revised`,
  });
  const [whole] = await readObjects(tx, systemScope("reduced_datum_post_save"), [target.pk]);
  if (whole === undefined) throw new Error("The target of these spectra is gone within its transaction.");
  const { pks: _pks, ...counts } = report;
  const times = changed.flatMap(({ observedAtMjd }) => observedAtMjd ?? []).sort((one, other) => one - other);
  const payload = {
    target: whole,
    dataType: "spectroscopy" as const,
    via: delivery.via,
    provenance: delivery.provenance,
    ...counts,
    firstObservedAt: isoOf(times[0]),
    lastObservedAt: isoOf(times.at(-1)),
    rows: [],
    spectra: changed.slice(0, rowsPerEvent).map(({ summary }) => summary),
    leftOut: Math.max(0, changed.length - rowsPerEvent),
  };
  await emit(tx, ctx, [{ event: "reduced_datum_post_save", objectType: "target", objectId: target.id, payload }]);
  return report;
}

const isoOf = (mjd: number | null | undefined): string | null =>
  mjd === null || mjd === undefined ? null : mjdToIso(mjd);

const toSummary = (id: string, one: NewSpectrum): Summary => ({
  id,
  observedAt: isoOf(one.observedAtMjd),
  observedAtMjd: one.observedAtMjd,
  telescope: one.telescope,
  instrument: one.instrument,
  source: one.source,
  points: one.wavelength.length,
  wavelengthUnit: one.wavelengthUnit,
  fluxUnit: one.fluxUnit,
});

async function writeSpectrum(
  tx: Tx,
  ctx: Context,
  targetPk: number,
  one: NewSpectrum,
  { provenance }: SpectraDelivery,
): Promise<{ change: keyof WriteReport; pk: number; id: string }> {
  const { wavelength, flux, fluxErr, ...facts } = one;
  const identity = spectrumIdentity(one);
  const at = nowIso(ctx.clock);
  const values = {
    ...facts,
    points: wavelength.length,
    wavelengthMin: wavelength[0] ?? 0,
    wavelengthMax: wavelength.at(-1) ?? 0,
    wavelength: bytesOf(wavelength),
    flux: bytesOf(flux),
    fluxErr: fluxErr === null ? null : bytesOf(fluxErr),
  };
  const [old] = await tx
    .select()
    .from(spectra)
    .where(and(eq(spectra.targetPk, targetPk), eq(spectra.identity, identity)));
  if (!old) {
    const id = newId();
    const createdByPk = ctx.actor.kind === "user" ? ctx.actor.userPk : null;
    const [row] = await tx
      .insert(spectra)
      .values({ id, targetPk, identity, ...values, provenance, createdByPk, createdAt: at, updatedAt: at })
      .returning({ pk: spectra.pk });
    return { change: "inserted", pk: row?.pk ?? -1, id };
  }
  const { pk, id } = old;
  if (saysTheSame(old, values)) return { change: "unchanged", pk, id };
  await tx
    .update(spectra)
    .set({ ...values, provenance, revision: old.revision + 1, updatedAt: at })
    .where(eq(spectra.pk, pk));
  return { change: "revised", pk, id };
}

type Values = Pick<typeof spectra.$inferSelect, "wavelength" | "flux" | "fluxErr" | "fluxUnit" | "medium">;

const sameBytes = (one: Uint8Array | null, other: Uint8Array | null): boolean =>
  one === null || other === null ? one === other : Buffer.compare(one, other) === 0;

const saysTheSame = (old: Values, next: Values): boolean =>
  sameBytes(old.wavelength, next.wavelength) &&
  sameBytes(old.flux, next.flux) &&
  sameBytes(old.fluxErr, next.fluxErr) &&
  old.fluxUnit === next.fluxUnit &&
  old.medium === next.medium;
