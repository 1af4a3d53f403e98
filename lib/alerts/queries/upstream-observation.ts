import { desc, eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { dataProductSpectra, dataProducts } from "@/db/schema/data-products";
import { spectra } from "@/db/schema/spectra";
import { mjdToIso } from "@/lib/astro/time";
import type { UpstreamObservation, UpstreamSpectrum } from "@/lib/brokers/contract-upstream";
import type { TomConfig } from "@/lib/config/types";
import type { RecordRow } from "@/lib/observations/queries/read-observations";
import { photometryOfObservation } from "./upstream-photometry";

/** The bytes of one of our files, by its id. */
export type ReadFile = (productId: string) => Promise<Uint8Array>;

const spectraMax = 50;

/** The spectra that the files of an observation gave, newest first; undated ones last. */
async function spectraOf(db: ReadDb, observationPk: number, readFile: ReadFile | null): Promise<UpstreamSpectrum[]> {
  const rows = await db
    .select({
      productId: dataProducts.id,
      filename: dataProducts.filename,
      contentType: dataProducts.contentType,
      observedAtMjd: spectra.observedAtMjd,
      telescope: spectra.telescope,
      instrument: spectra.instrument,
      exposureS: spectra.exposureS,
      observer: spectra.observer,
      reducer: spectra.reducer,
    })
    .from(dataProducts)
    .innerJoin(dataProductSpectra, eq(dataProductSpectra.productPk, dataProducts.pk))
    .innerJoin(spectra, eq(spectra.pk, dataProductSpectra.spectrumPk))
    .where(eq(dataProducts.observationPk, observationPk))
    .orderBy(sql`${spectra.observedAtMjd} DESC NULLS LAST`, desc(spectra.pk))
    .limit(spectraMax);
  return rows.map(({ observedAtMjd, productId, contentType, ...rest }) => ({
    ...rest,
    isText: contentType.startsWith("text/"),
    observedAt: observedAtMjd === null ? null : mjdToIso(observedAtMjd),
    ...(readFile === null ? {} : { read: () => readFile(productId) }),
  }));
}

type Parameters = Readonly<Record<string, unknown>>;

/** The first of these parameters that says something, as text. Facilities, and records from elsewhere, differ in names. */
function textOf(parameters: Parameters, names: readonly string[]): string | null {
  for (const name of names) {
    const value = parameters[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim().slice(0, 200);
  }
  return null;
}

function secondsOf(parameters: Parameters, names: readonly string[]): number | null {
  for (const name of names) {
    const value = parameters[name];
    const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0) return seconds;
  }
  return null;
}

/** What an observation record, its parameters and its files say for a report. */
export async function upstreamObservation(
  db: ReadDb,
  config: TomConfig,
  { record }: RecordRow,
  readFile: ReadFile | null,
): Promise<UpstreamObservation> {
  const parameters = (record.parameters ?? {}) as Parameters;
  const facility = config.facilities.find(({ manifest }) => manifest.id === record.facilityId);
  return {
    id: record.id,
    facility: facility?.manifest.name ?? record.facilityId,
    facilityObservationId: record.observationId,
    observedAt: record.scheduledStart,
    observedUntil: record.scheduledEnd,
    telescope: textOf(parameters, ["telescope"]),
    instrument: textOf(parameters, ["instrument", "instrumentType", "instrument_type"]),
    band: textOf(parameters, ["filter", "band"]),
    exposureS: secondsOf(parameters, ["exposureS", "exposure_time", "exposureTime"]),
    photometry: await photometryOfObservation(db, record.pk),
    spectra: await spectraOf(db, record.pk, readFile),
  };
}
