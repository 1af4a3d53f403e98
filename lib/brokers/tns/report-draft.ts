import { iauParts } from "@/lib/astro/names";
import { mjdToIso } from "@/lib/astro/time";
import type { PhotometryDraft } from "../contract";
import type { Choice } from "../contract-query";
import type { UpstreamForm, UpstreamObservation, UpstreamSubject } from "../contract-upstream";
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

const firstDetection = (rows: readonly PhotometryDraft[]): PhotometryDraft | null =>
  rows.find((row) => isDetection(row) && row.magSystem === "AB") ?? null;

/** In time order; of forced photometry nothing is a discovery. */
const unforced = (rows: readonly PhotometryDraft[]): PhotometryDraft[] =>
  rows.filter((row) => !row.forced).toSorted((one, other) => one.observedAtMjd - other.observedAtMjd);

/**
 * The detection that a report tells of, and the last limit before the object was first seen. The detection is the first
 * one in AB, or the first that the observation itself gave; `seen` is the first of all.
 */
export function discoveryOf(photometry: readonly PhotometryDraft[], ofObservation: readonly PhotometryDraft[] = []) {
  const rows = unforced([...photometry, ...ofObservation]);
  const seen = firstDetection(rows);
  const own = firstDetection(unforced(ofObservation));
  const limit =
    seen === null
      ? null
      : (rows.findLast(
          (row) => row.limitMag !== null && row.magSystem !== "Vega" && row.observedAtMjd < seen.observedAtMjd,
        ) ?? null);
  return { first: own ?? seen, seen, limit, isOwn: own !== null };
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

type Discovery = ReturnType<typeof discoveryOf>;

/** Whether an observation is what the photometry of a report is about: it gave the detection, or nothing else did. */
const isAbout = (discovery: Discovery): boolean => discovery.isOwn || discovery.first === null;

/** What a person can look up who reads the report. */
const observedWith = ({ facility, facilityObservationId: id }: UpstreamObservation): string =>
  `Observed with ${facility}${id === null ? "" : ` (${id})`}.`;

function detectionOf(discovery: Discovery, { observation }: UpstreamSubject, values: TnsValues): Parameters {
  const { first } = discovery;
  const its = observation !== null && isAbout(discovery) ? observation : null;
  const measured = {
    source: first?.source ?? "",
    band: first?.band ?? its?.band ?? "",
    instrument: first?.instrument ?? its?.instrument ?? null,
    telescope: first?.telescope ?? its?.telescope ?? null,
  };
  return given({
    detectedAt: first === null ? its?.observedAt : mjdToIso(first.observedAtMjd),
    mag: first?.mag,
    magErr: first?.magErr,
    filter: filterNumber(values, measured),
    instrument: instrumentNumber(values, measured),
    exposureS: its?.exposureS ?? surveyExposureS[measured.source],
    observer: first === null ? null : observerOf(first),
    photometryRemarks: its === null ? null : observedWith(its),
  });
}

export function atReportForm(subject: UpstreamSubject, values: TnsValues, site: Site): UpstreamForm {
  const { target, observation } = subject;
  const discovery = discoveryOf(subject.photometry, observation?.photometry);
  const { first, seen, limit } = discovery;
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
    discoveredAt: seen === null ? observation?.observedAt : mjdToIso(seen.observedAtMjd),
    ...detectionOf(discovery, subject, values),
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
      ...notesOf(subject, discovery),
      ...(isUnknownGroup ? [`The TNS has no group ${site.groupName}: choose yours.`] : []),
    ],
  };
}

const reporterOf = ({ author }: UpstreamSubject, { groupName }: Site): string =>
  groupName === null ? author : `${author} (${groupName})`;

function notesOf({ target, observation }: UpstreamSubject, { first, seen, limit, isOwn }: Discovery): string[] {
  const named = [target?.name ?? "", ...(target?.aliases ?? [])].find((name) => iauParts(name) !== null);
  const isLater = isOwn && first !== null && seen !== null && seen.observedAtMjd < first.observedAtMjd;
  return [
    ...(named === undefined ? [] : [`This target has a name of the TNS already: ${named}.`]),
    ...(first === null ? ["There is no detection in AB magnitudes yet: fill in the discovery photometry."] : []),
    ...(observation !== null && first !== null && !isOwn
      ? ["The files of this observation gave no detection in AB magnitudes: the target's first one is filled in."]
      : []),
    ...(isLater
      ? [`The target was seen before this observation: ${mjdToIso(seen.observedAtMjd)} is its discovery.`]
      : []),
    ...(first !== null && limit === null
      ? ["No limit is known before the first detection: give one, or an archive image."]
      : []),
  ];
}

/** The newest spectrum of the observation, with what the record says where the file does not. */
function spectrumOf(observation: UpstreamObservation, values: TnsValues): Parameters {
  const [spectrum] = observation.spectra;
  const instrument = {
    source: "",
    band: "",
    instrument: spectrum?.instrument ?? observation.instrument,
    telescope: spectrum?.telescope ?? observation.telescope,
  };
  return given({
    observedAt: spectrum?.observedAt ?? observation.observedAt,
    instrument: instrumentNumber(values, instrument),
    exposureS: spectrum?.exposureS ?? observation.exposureS,
    spectrumFile: spectrum?.isText === true ? spectrum.filename : null,
    observer: spectrum?.observer,
    reducer: spectrum?.reducer,
    spectrumRemarks: observedWith(observation),
  });
}

function spectrumNotes({ spectra }: UpstreamObservation): string[] {
  const [spectrum] = spectra;
  if (spectrum === undefined) return ["No file of this observation gave a spectrum: fill in what was seen."];
  return spectrum.isText ? [] : [`The spectrum is in ${spectrum.filename}, which is no text: the TNS wants one.`];
}

/** The files of an observation that can go with a report, each name once. */
const filesOf = (observation: UpstreamObservation | null): Choice[] =>
  [...new Set((observation?.spectra ?? []).filter(({ isText }) => isText).map(({ filename }) => filename))].map(
    (filename) => ({ value: filename, label: filename }),
  );

export function classificationReportForm(subject: UpstreamSubject, values: TnsValues, site: Site): UpstreamForm {
  const { target, observation } = subject;
  const names = target === null ? [] : [target.name, ...target.aliases];
  const named = names.find((name) => iauParts(name) !== null);
  // A type is for people who saw a spectrum to give; a classifier's probability is none.
  const seen = target?.classifications.find((one) => one.probability === null);
  const type = seen === undefined ? undefined : typeNumber(values, seen.name);
  const group = site.groupName === null ? undefined : groupNumber(values, site.groupName);
  return {
    groups: classificationReportGroups(values, filesOf(observation)),
    parameters: given({
      name: named,
      objectType: type,
      redshift: target?.redshift,
      reportingGroup: group,
      classifier: reporterOf(subject, site),
      ...(observation === null ? {} : spectrumOf(observation, values)),
      spectrumType: inList(values.spectra_types, "1"),
    }),
    notes: [
      ...(named === undefined ? ["A classification needs the object's TNS name: report its discovery first."] : []),
      ...(observation === null ? [] : spectrumNotes(observation)),
    ],
  };
}
