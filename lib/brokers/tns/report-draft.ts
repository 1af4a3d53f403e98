import { iauParts } from "@/lib/astro/names";
import { mjdToIso } from "@/lib/astro/time";
import type { PhotometryDraft } from "../contract";
import type { UpstreamForm, UpstreamSubject } from "../contract-upstream";
import { atReportGroups, classificationReportGroups } from "./report-forms";
import { filterNumber, groupNumber, inList, instrumentNumber, type TnsValues, typeNumber } from "./values";

/** What a target and its photometry already say, put into the forms. Pure. */

type Parameters = Record<string, string | number | boolean>;

const given = (record: Readonly<Record<string, string | number | null | undefined>>): Parameters =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) =>
      value === null || value === undefined || value === "" ? [] : [[key, value]],
    ),
  );

const isDetection = (row: PhotometryDraft): boolean => row.mag !== null && !row.negative;

/** The first detection in AB, and the last limit before it; of forced photometry nothing is a discovery. */
export function discoveryOf(photometry: readonly PhotometryDraft[]) {
  const rows = photometry
    .filter((row) => !row.forced)
    .toSorted((one, other) => one.observedAtMjd - other.observedAtMjd);
  const first = rows.find((row) => isDetection(row) && row.magSystem === "AB") ?? null;
  const limit =
    first === null
      ? null
      : (rows.findLast(
          (row) => row.limitMag !== null && row.magSystem !== "Vega" && row.observedAtMjd < first.observedAtMjd,
        ) ?? null);
  return { first, limit };
}

/** What a survey's astrometry is worth, where it is known: the scatter of single measurements. */
const positionErrArcsec: Readonly<Record<string, number>> = { ZTF: 0.085 };

const robotSurveys: ReadonlySet<string> = new Set(["ZTF", "ATLAS", "LSST", "Pan-STARRS"]);
const observerOf = ({ source }: PhotometryDraft): string | null => (robotSurveys.has(source) ? "Robot" : null);

const surveyExposureS: Readonly<Record<string, number>> = { ZTF: 30, ATLAS: 30, LSST: 30 };

/** Under which name a group knows it: the target's own, unless that is the TNS's. */
function internalNameOf({ target }: UpstreamSubject): string | null {
  const names = target === null ? [] : [target.name, ...target.aliases];
  return names.find((name) => iauParts(name) === null) ?? null;
}

type Site = { groupName: string | null };

export function atReportForm(subject: UpstreamSubject, values: TnsValues, site: Site): UpstreamForm {
  const { first, limit } = discoveryOf(subject.photometry);
  const { target } = subject;
  const group = site.groupName === null ? undefined : groupNumber(values, site.groupName);
  const parameters = given({
    raDeg: target?.raDeg,
    decDeg: target?.decDeg,
    positionErrArcsec: first === null ? null : positionErrArcsec[first.source],
    internalName: internalNameOf(subject),
    // A possible supernova is what most reports are.
    atType: inList(values.at_types, "1"),
    reportingGroup: group,
    discoverySource: (first === null ? undefined : groupNumber(values, first.source)) ?? group,
    reporter: reporterOf(subject, site),
    redshift: target?.redshift,
    discoveredAt: first === null ? null : mjdToIso(first.observedAtMjd),
    ...(first === null
      ? {}
      : {
          detectedAt: mjdToIso(first.observedAtMjd),
          mag: first.mag,
          magErr: first.magErr,
          filter: filterNumber(values, first),
          instrument: instrumentNumber(values, first),
          exposureS: surveyExposureS[first.source],
          observer: observerOf(first),
        }),
    ...(limit === null
      ? {}
      : {
          limitAt: mjdToIso(limit.observedAtMjd),
          limitMag: limit.limitMag,
          limitFilter: filterNumber(values, limit),
          limitInstrument: instrumentNumber(values, limit),
          limitExposureS: surveyExposureS[limit.source],
          limitObserver: observerOf(limit),
        }),
  });
  const isUnknownGroup = site.groupName !== null && group === undefined && values.groups.length > 0;
  return {
    groups: atReportGroups(values),
    parameters,
    notes: [
      ...notesOf(subject, first, limit),
      ...(isUnknownGroup ? [`The TNS has no group ${site.groupName}: choose yours.`] : []),
    ],
  };
}

const reporterOf = ({ author }: UpstreamSubject, { groupName }: Site): string =>
  groupName === null ? author : `${author} (${groupName})`;

function notesOf({ target }: UpstreamSubject, first: PhotometryDraft | null, limit: PhotometryDraft | null): string[] {
  const named = [target?.name ?? "", ...(target?.aliases ?? [])].find((name) => iauParts(name) !== null);
  return [
    ...(named === undefined ? [] : [`This target has a name of the TNS already: ${named}.`]),
    ...(first === null ? ["There is no detection in AB magnitudes yet: fill in the discovery photometry."] : []),
    ...(first !== null && limit === null
      ? ["No limit is known before the first detection: give one, or an archive image."]
      : []),
  ];
}

export function classificationReportForm(subject: UpstreamSubject, values: TnsValues, site: Site): UpstreamForm {
  const { target, observation } = subject;
  const names = target === null ? [] : [target.name, ...target.aliases];
  const named = names.find((name) => iauParts(name) !== null);
  // A type is for people who saw a spectrum to give; a classifier's probability is none.
  const seen = target?.classifications.find((one) => one.probability === null);
  const type = seen === undefined ? undefined : typeNumber(values, seen.name);
  const group = site.groupName === null ? undefined : groupNumber(values, site.groupName);
  return {
    groups: classificationReportGroups(values),
    parameters: given({
      name: named,
      objectType: type,
      redshift: target?.redshift,
      reportingGroup: group,
      classifier: reporterOf(subject, site),
      observedAt: observation?.observedAt,
      spectrumType: inList(values.spectra_types, "1"),
    }),
    notes: named === undefined ? ["A classification needs the object's TNS name: report its discovery first."] : [],
  };
}
