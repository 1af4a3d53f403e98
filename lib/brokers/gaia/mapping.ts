import * as z from "zod";
import { wrapDegrees } from "@/lib/astro/degrees";
import { TomError } from "@/lib/core/errors";
import type { ClassificationDraft, GenericAlert, ReducedDatumDraft, TargetDraft } from "../contract";
import { knownMag } from "../contract-known";
import type { GaiaPoint, GaiaRow } from "./remote";

/** From Gaia's list to alerts, targets and photometry. Pure. */

const text = z.string().max(1_000).nullable();

/** One alert as this TOM keeps it; what a run freezes. Position ICRS degrees, magnitudes G (Vega), times ISO 8601 UTC. */
export const gaiaAlertSchema = z.object({
  name: z.string().min(1).max(60),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  timestamp: text,
  mag: z.number().nullable(),
  historicMag: z.number().nullable(),
  historicStdDev: z.number().nullable(),
  className: text,
  published: text,
  comment: text,
  tnsId: text,
});

export type GaiaAlert = z.infer<typeof gaiaAlertSchema>;

export function rowAlert(row: GaiaRow): GaiaAlert {
  const isPlace = row.ra !== null && row.dec !== null && Math.abs(row.dec) <= 90;
  return {
    name: row.name,
    raDeg: isPlace ? wrapDegrees(row.ra ?? 0) : null,
    decDeg: isPlace ? row.dec : null,
    timestamp: row.time?.iso ?? null,
    mag: knownMag(row.mag),
    historicMag: knownMag(row.historicMag),
    historicStdDev: row.historicStdDev,
    className: row.className,
    published: row.published?.iso ?? null,
    comment: row.comment,
    tnsId: row.tnsId,
  };
}

export const toGenericAlert = (alert: GaiaAlert): GenericAlert => ({
  id: alert.name,
  name: alert.name,
  timestamp: alert.timestamp,
  ra: alert.raDeg,
  dec: alert.decDeg,
  mag: alert.mag,
  band: alert.mag === null ? null : "G",
  score: 1,
  url: `https://gsaweb.ast.cam.ac.uk/alerts/alert/${encodeURIComponent(alert.name)}/`,
});

/** What the people who looked at the alert took it for, dated by its publication; "unknown" is no class of an object. */
export const toClassifications = ({ className, published }: GaiaAlert): ClassificationDraft[] =>
  className === null || className === "unknown"
    ? []
    : [
        {
          name: className,
          source: "Gaia Science Alerts",
          classifier: null,
          version: null,
          probability: null,
          date: published,
        },
      ];

export function toTarget(alert: GaiaAlert): TargetDraft {
  if (alert.raDeg === null || alert.decDeg === null)
    throw new TomError("INVALID_INPUT", `${alert.name} has no position, so it cannot become a target.`);
  const extras = {
    classification: alert.className,
    comment: alert.comment,
    historicMag: alert.historicMag,
    historicStdDev: alert.historicStdDev,
    published: alert.published,
  };
  return {
    name: alert.name,
    type: "SIDEREAL",
    raDeg: alert.raDeg,
    decDeg: alert.decDeg,
    aliases: alert.tnsId === null || alert.tnsId === alert.name ? [] : [alert.tnsId],
    extras: Object.fromEntries(
      Object.entries(extras).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    classifications: toClassifications(alert),
  };
}

/** Mean G magnitude of a transit; Gaia publishes no errors. */
export const pointToDatum = ({ mjd, mag }: GaiaPoint): ReducedDatumDraft => ({
  kind: "photometry",
  observedAtMjd: mjd,
  band: "G",
  mag,
  magErr: null,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  magSystem: "Vega",
  brightness: "total",
  forced: false,
  forcedProducer: null,
  negative: false,
  timeReference: null,
  telescope: "Gaia",
  instrument: null,
  source: "Gaia",
  sourceId: null,
});
