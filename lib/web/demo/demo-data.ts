import { readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { taiMjdToUtcMjd } from "@/lib/astro/time";
import type { PhotometryDraft } from "@/lib/brokers/contract";
import { lsst, ztf, ztfLimitSigma } from "@/lib/brokers/contract-surveys";

const file = (name: string): string => readFileSync(join(process.cwd(), "db", "seed", "demo", name), "utf8");

const rows = (name: string): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(file(name), { header: true, comments: "#", skipEmptyLines: "greedy" }).data;

const number = (text: string | undefined): number | null => (text === undefined || text === "" ? null : Number(text));

const blank = {
  limitSigma: null,
  forced: false,
  forcedProducer: null,
  negative: false,
  timeReference: null,
  mag: null,
  magErr: null,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  magSystem: "AB",
  brightness: "difference",
  sourceId: null,
} as const;

// Of the surveys just what brokers say of them, so that a refresh finds the rows of the demo again.

/** The public ZTF light curve of SN 2020oi. */
export const sn2020oi = (): PhotometryDraft[] =>
  rows("sn2020oi.csv").map((row) => ({
    ...blank,
    ...ztf,
    observedAtMjd: Number(row.mjd),
    band: row.fid === "1" ? "g" : "r",
    mag: number(row.magpsf),
    magErr: number(row.sigmapsf),
    limitMag: row.magpsf === "" ? number(row.diffmaglim) : null,
    limitSigma: row.magpsf === "" ? ztfLimitSigma : null,
    negative: row.isdiffpos === "-1",
    sourceId: row.candid || null,
  }));

/** Public Rubin difference photometry, detections and forced. */
export const lsstObject = (): PhotometryDraft[] =>
  rows("lsst-314002971860926640.csv").map((row) => ({
    ...blank,
    ...lsst,
    observedAtMjd: taiMjdToUtcMjd(Number(row.mjd_tai)),
    band: row.band ?? "",
    fluxNjy: number(row.psf_flux),
    fluxErrNjy: number(row.psf_flux_err),
    negative: Number(row.psf_flux) < 0,
    forced: row.kind === "f",
    forcedProducer: row.kind === "f" ? "LSST" : null,
    sourceId: row.id ?? null,
  }));

/** Ten objects that ALeRCE's light-curve classifier gave as SN Ia, as its list answers. */
export const alerceObjects = (): Record<string, unknown>[] =>
  JSON.parse(file("alerce-snia.json")) as Record<string, unknown>[];
