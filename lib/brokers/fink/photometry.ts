import { jdToMjd } from "@/lib/astro/time";
import type { ReducedDatumDraft } from "../contract";
import { lsst, lsstBrightness, lsstMjdToUtc, ztf, ztfBand, ztfLimitSigma } from "../contract-surveys";
import type { LsstForcedRow, LsstRow, ZtfRow } from "./remote";

/** From Fink's rows to photometry. Pure. Bad-quality rows of ZTF are left out, as Fink itself advises. */

const nothing = {
  mag: null,
  magErr: null,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  brightness: "difference",
  forced: false,
  forcedProducer: null,
  negative: false,
} as const;

const usable = (value: number | null): number | null => (value !== null && value > -30 && value < 50 ? value : null);

export function ztfDatum(row: ZtfRow): ReducedDatumDraft[] {
  const fid = row["i:fid"];
  const tag = row["d:tag"];
  if (fid === null || tag === "badquality") return [];
  const base = {
    kind: "photometry",
    ...ztf,
    ...nothing,
    observedAtMjd: jdToMjd(row["i:jd"]),
    band: ztfBand(fid),
  } as const;
  const [mag, limit] = [usable(row["i:magpsf"]), usable(row["i:diffmaglim"])];
  if (tag === "upperlim" || mag === null)
    return limit === null ? [] : [{ ...base, limitMag: limit, limitSigma: ztfLimitSigma, sourceId: null }];
  const raw = Object.fromEntries(
    Object.entries({ rb: row["i:rb"], drb: row["i:drb"] }).flatMap(([key, value]) =>
      value === null ? [] : [[key, value]],
    ),
  );
  return [
    {
      ...base,
      mag,
      magErr: row["i:sigmapsf"],
      negative: row["i:isdiffpos"] === false,
      sourceId: row["i:candid"],
      raw,
    },
  ];
}

type Source = Pick<LsstRow, "r:midpointMjdTai" | "r:band" | "r:psfFlux" | "r:psfFluxErr">;

function lsstDatum(row: Source, forced: boolean, sourceId: string | null): ReducedDatumDraft[] {
  const [band, flux] = [row["r:band"], row["r:psfFlux"]];
  if (band === null || flux === null) return [];
  return [
    {
      kind: "photometry",
      ...lsst,
      ...nothing,
      observedAtMjd: lsstMjdToUtc(row["r:midpointMjdTai"]),
      band,
      ...lsstBrightness(flux, row["r:psfFluxErr"]),
      forced,
      forcedProducer: forced ? "LSST" : null,
      sourceId,
    },
  ];
}

export const lsstDetection = (row: LsstRow): ReducedDatumDraft[] => lsstDatum(row, false, row["r:diaSourceId"]);

/** A forced source may carry the id of a detection: ids are unique within a kind only. */
export const lsstForcedDatum = (row: LsstForcedRow): ReducedDatumDraft[] =>
  lsstDatum(row, true, row["r:diaForcedSourceId"]);
