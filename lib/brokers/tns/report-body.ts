import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { objnameOf } from "./mapping";
import type { AtReport, ClassificationReport } from "./report-parameters";

/** From what a person reviewed to the text that the TNS takes. Pure. All values are text; what is not said is left out. */

type Said = Readonly<Record<string, unknown>>;

const abMagnitudes = "1";

/** Without the empty ones; numbers as they were typed. */
const said = (record: Said): Said =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) =>
      value === undefined || value === "" ? [] : [[key, typeof value === "number" ? String(value) : value]],
    ),
  );

/** UTC, to the millisecond, as the TNS writes dates. */
function dateText(text: string): string {
  const time = parseTime(text);
  return time.ok ? time.iso.replace("T", " ").replace("Z", "") : text;
}

const angle = (value: number, errorArcsec: number | undefined): Said =>
  said({ value, error: errorArcsec, units: errorArcsec === undefined ? undefined : "arcsec" });

function nonDetection(report: AtReport): Said {
  if (report.limitAt === undefined) {
    return said({ archiveid: report.archive, archival_remarks: report.archiveRemarks });
  }
  return said({
    obsdate: dateText(report.limitAt),
    limiting_flux: report.limitMag,
    flux_units: abMagnitudes,
    filter_value: report.limitFilter,
    instrument_value: report.limitInstrument,
    exptime: report.limitExposureS,
    observer: report.limitObserver,
    comments: report.limitRemarks,
  });
}

export const atReportBody = (report: AtReport): Said => ({
  at_report: {
    "0": said({
      ra: angle(report.raDeg, report.positionErrArcsec),
      dec: angle(report.decDeg, report.positionErrArcsec),
      reporting_group_id: report.reportingGroup,
      discovery_data_source_id: report.discoverySource,
      reporter: report.reporter,
      discovery_datetime: dateText(report.discoveredAt),
      at_type: report.atType,
      host_name: report.hostName,
      host_redshift: report.hostRedshift,
      transient_redshift: report.redshift,
      internal_name: report.internalName,
      remarks: report.remarks,
      non_detection: nonDetection(report),
      photometry: {
        photometry_group: {
          "0": said({
            obsdate: dateText(report.detectedAt),
            flux: report.mag,
            flux_error: report.magErr,
            limiting_flux: report.detectionLimitMag,
            flux_units: abMagnitudes,
            filter_value: report.filter,
            instrument_value: report.instrument,
            exptime: report.exposureS,
            observer: report.observer,
            comments: report.photometryRemarks,
          }),
        },
      },
    }),
  },
});

export const classificationReportBody = (report: ClassificationReport): Said => ({
  classification_report: {
    "0": said({
      name: objnameOf(report.name),
      classifier: report.classifier,
      objtypeid: report.objectType,
      redshift: report.redshift,
      groupid: report.reportingGroup,
      remarks: report.remarks,
      spectra: {
        "spectra-group": {
          "0": said({
            obsdate: dateText(report.observedAt),
            instrumentid: report.instrument,
            exptime: report.exposureS,
            observer: report.observer,
            reducer: report.reducer,
            spectypeid: report.spectrumType,
            // A file that is sent has another name there: it takes this one's place as the report goes.
            ascii_file: report.asciiFile ?? report.spectrumFile,
            remarks: report.spectrumRemarks,
          }),
        },
      },
    }),
  },
});

const spectrumOf = z.looseObject({
  classification_report: z.looseObject({
    "0": z.looseObject({ spectra: z.looseObject({ "spectra-group": z.looseObject({ "0": z.looseObject({}) }) }) }),
  }),
});

/** A classification report whose file has its name at the TNS. Pure. */
export function withFileName(body: unknown, name: string): unknown {
  const copy = spectrumOf.parse(structuredClone(body));
  copy.classification_report["0"].spectra["spectra-group"]["0"].ascii_file = name;
  return copy;
}
