import { jdToMjd } from "@/lib/astro/time";
import type { ReducedDatumDraft } from "../contract";
import { knownError, knownMag } from "../contract-known";
import { lsst, lsstBrightness, lsstMjdToUtc, unmeasured, ztf, ztfBand, ztfLimitSigma } from "../contract-surveys";
import type { LsstForcedRow, LsstRow, ZtfRow } from "./remote";

/** From Fink's rows to photometry. Pure. Bad-quality rows of ZTF are left out, as Fink itself advises. */

const small = (values: Readonly<Record<string, string | number | null>>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));

export function ztfDatum(row: ZtfRow): ReducedDatumDraft[] {
  const fid = row["i:fid"];
  const tag = row["d:tag"];
  if (fid === null || tag === "badquality") return [];
  const base = {
    kind: "photometry",
    ...ztf,
    ...unmeasured,
    observedAtMjd: jdToMjd(row["i:jd"]),
    band: ztfBand(fid),
  } as const;
  const [mag, limit] = [knownMag(row["i:magpsf"]), knownMag(row["i:diffmaglim"])];
  if (tag === "upperlim" || (mag === null && tag !== "valid"))
    return limit === null ? [] : [{ ...base, limitMag: limit, limitSigma: ztfLimitSigma, sourceId: null }];
  if (mag === null) return [];
  return [
    {
      ...base,
      mag,
      magErr: knownError(row["i:sigmapsf"]),
      negative: row["i:isdiffpos"] === false,
      sourceId: row["i:candid"],
      raw: small({ rb: row["i:rb"], drb: row["i:drb"], distnr: row["i:distnr"], diffmaglim: limit }),
    },
  ];
}

type Source = Omit<LsstForcedRow, "r:diaForcedSourceId">;

function lsstDatum(
  row: Source,
  sourceId: string | null,
  { forced, raw }: { forced: boolean; raw: Readonly<Record<string, number | null>> },
): ReducedDatumDraft[] {
  const [band, flux] = [row["r:band"], row["r:psfFlux"]];
  if (band === null || flux === null) return [];
  return [
    {
      kind: "photometry",
      ...lsst,
      ...unmeasured,
      observedAtMjd: lsstMjdToUtc(row["r:midpointMjdTai"]),
      band,
      ...lsstBrightness(flux, row["r:psfFluxErr"]),
      forced,
      forcedProducer: forced ? "LSST" : null,
      sourceId,
      raw: small({
        ...raw,
        visit: row["r:visit"],
        totalFluxNjy: row["r:scienceFlux"],
        totalFluxErrNjy: row["r:scienceFluxErr"],
      }),
    },
  ];
}

export const lsstDetection = (row: LsstRow): ReducedDatumDraft[] =>
  lsstDatum(row, row["r:diaSourceId"], {
    forced: false,
    raw: { reliability: row["r:reliability"], snr: row["r:snr"] },
  });

/** A forced source may carry the id of a detection: ids are unique within a kind only. */
export const lsstForcedDatum = (row: LsstForcedRow): ReducedDatumDraft[] =>
  lsstDatum(row, row["r:diaForcedSourceId"], { forced: true, raw: {} });
