import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";

/** What a person fills in for a report. Numbers of the TNS are text; empty text is nothing. */

const optionalText = (maxLength: number) =>
  z
    .string()
    .trim()
    .max(maxLength, { error: `At most ${maxLength} characters.` })
    .optional()
    .transform((text) => (text === undefined || text === "" ? undefined : text));

const needed = (what: string, maxLength: number) =>
  z
    .string({ error: `${what} is needed.` })
    .trim()
    .min(1, { error: `${what} is needed.` })
    .max(maxLength, { error: `At most ${maxLength} characters.` });

/** A number of one of the TNS's lists. */
const choice = (what: string) =>
  needed(what, 20).refine((text) => /^\d{1,9}$/.test(text), { error: `${what} is a number of the TNS.` });
const optionalChoice = (what: string) =>
  optionalText(20).refine((text) => text === undefined || /^\d{1,9}$/.test(text), {
    error: `${what} is a number of the TNS.`,
  });

const isTime = (text: string): boolean => parseTime(text).ok;
const timeHelp = "Write a time as 2026-01-31T00:00:00 (UTC).";
const time = (what: string) => needed(what, 60).refine(isTime, { error: timeHelp });
const optionalTime = optionalText(60).refine((text) => text === undefined || isTime(text), { error: timeHelp });

const number = (what: string, min: number, max: number) =>
  z
    .number({ error: `${what} is a number.` })
    .min(min, { error: `${what} is at least ${min}.` })
    .max(max, { error: `${what} is at most ${max}.` });

const magnitude = (what: string) => number(what, -5, 40);

const isWhole = (values: readonly unknown[]): boolean => values.every((value) => value !== undefined);

export const atReportSchema = z
  .strictObject({
    raDeg: number("RA", 0, 360),
    decDeg: number("Dec", -90, 90),
    positionErrArcsec: number("The error of the position", 0, 3_600).optional(),
    internalName: optionalText(100),
    atType: choice("The type"),
    reportingGroup: choice("The reporting group"),
    discoverySource: choice("The source of the discovery data"),
    reporter: needed("Who reports", 5_000),
    discoveredAt: time("The date of discovery"),
    hostName: optionalText(200),
    hostRedshift: number("The redshift of the host", -0.1, 20).optional(),
    redshift: number("The redshift", -0.1, 20).optional(),
    remarks: optionalText(2_000),

    detectedAt: time("The time of the detection"),
    mag: magnitude("The magnitude"),
    magErr: number("The error of the magnitude", 0, 50).optional(),
    detectionLimitMag: magnitude("The limit").optional(),
    filter: choice("The filter"),
    instrument: choice("The instrument"),
    exposureS: number("The exposure", 0, 1_000_000).optional(),
    observer: optionalText(500),
    photometryRemarks: optionalText(1_000),

    limitAt: optionalTime,
    limitMag: magnitude("The limit").optional(),
    limitFilter: optionalChoice("The filter"),
    limitInstrument: optionalChoice("The instrument"),
    limitExposureS: number("The exposure", 0, 1_000_000).optional(),
    limitObserver: optionalText(500),
    limitRemarks: optionalText(1_000),
    archive: optionalChoice("The archive"),
    archiveRemarks: optionalText(1_000),
  })
  .superRefine((report, context) => {
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    const limit = { limitAt: report.limitAt, limitMag: report.limitMag };
    const whole = { ...limit, limitFilter: report.limitFilter, limitInstrument: report.limitInstrument };
    const hasLimit = Object.values(limit).some((value) => value !== undefined);
    if (hasLimit) {
      for (const [field, value] of Object.entries(whole)) {
        if (value === undefined) complain(field, "A last non-detection has time, limit, filter and instrument.");
      }
    } else if (!isWhole([report.archive, report.archiveRemarks])) {
      const missing = report.archive === undefined ? "archive" : "archiveRemarks";
      complain(missing, "Without a last non-detection, name an archive image and say what it shows.");
    }
    const [limitTime, detection] = [parseTime(report.limitAt ?? ""), parseTime(report.detectedAt)];
    if (limitTime.ok && detection.ok && limitTime.mjd > detection.mjd) {
      complain("limitAt", "The last non-detection is before the detection.");
    }
  });

export const classificationReportSchema = z
  .strictObject({
    name: needed("The TNS name", 100),
    classifier: needed("Who classifies", 5_000),
    objectType: choice("The type"),
    redshift: number("The redshift", -0.1, 20).optional(),
    reportingGroup: choice("The reporting group"),
    remarks: optionalText(2_000),
    observedAt: time("The time of the spectrum"),
    instrument: choice("The instrument"),
    exposureS: number("The exposure", 0, 1_000_000).optional(),
    observer: needed("The observer", 500),
    reducer: optionalText(500),
    spectrumType: choice("The kind of spectrum"),
    /** The name of a file of the observation, which is sent before the report. */
    spectrumFile: optionalText(255),
    asciiFile: optionalText(200),
    spectrumRemarks: optionalText(1_000),
  })
  .refine(({ spectrumFile, asciiFile }) => spectrumFile === undefined || asciiFile === undefined, {
    path: ["asciiFile"],
    error: "Either a file is sent, or one that is there is named.",
  });

export type AtReport = z.output<typeof atReportSchema>;
export type ClassificationReport = z.output<typeof classificationReportSchema>;
