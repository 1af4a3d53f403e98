import type { Choice, FormField, FormGroup } from "../contract-query";
import type { TnsValues } from "./values";

/** The forms of both kinds of report. Where the TNS's lists could not be had, its numbers are typed. */

const text = (name: string, label: string, maxLength: number, more: Partial<FormField> = {}): FormField =>
  ({ kind: "text", name, label, maxLength, ...more }) as FormField;

const words = (name: string, label: string, maxLength: number, more: Partial<FormField> = {}): FormField =>
  ({ kind: "long-text", name, label, maxLength, ...more }) as FormField;

const number = (name: string, label: string, unit?: string, more: Partial<FormField> = {}): FormField =>
  ({ kind: "number", name, label, ...(unit === undefined ? {} : { unit }), ...more }) as FormField;

const time = (name: string, label: string, more: Partial<FormField> = {}): FormField =>
  ({ kind: "time", name, label, unit: "UTC", example: "2026-01-31T05:12:30", ...more }) as FormField;

const byLabel = (choices: readonly Choice[]): Choice[] =>
  choices.toSorted((one, other) => one.label.localeCompare(other.label, "en"));

const from = (name: string, label: string, choices: readonly Choice[], more: Partial<FormField> = {}): FormField =>
  choices.length > 0
    ? ({ kind: "select", name, label, choices, ...more } as FormField)
    : text(name, label, 20, { help: "Its number at the TNS.", ...more });

const needed = { required: true };

export const atReportGroups = (values: TnsValues): FormGroup[] => [
  {
    title: "Who reports",
    fields: [
      from("reportingGroup", "Reporting group", byLabel(values.groups), needed),
      from("discoverySource", "Source of the discovery data", byLabel(values.groups), needed),
      words("reporter", "Reporters", 5_000, { ...needed, help: "Names and institutes, as they shall be cited." }),
    ],
  },
  {
    title: "The object",
    fields: [
      number("raDeg", "RA", "deg", needed),
      number("decDeg", "Dec", "deg", needed),
      number("positionErrArcsec", "Error of the position", "arcsec"),
      text("internalName", "Internal name", 100, { help: "Under which your group or survey knows it." }),
      from("atType", "Type", values.at_types, needed),
      time("discoveredAt", "Discovered", needed),
      number("redshift", "Redshift"),
      text("hostName", "Host", 200),
      number("hostRedshift", "Redshift of the host"),
      words("remarks", "Remarks", 2_000),
    ],
  },
  {
    title: "Discovery photometry",
    help: "The first detection, in AB magnitudes.",
    fields: [
      time("detectedAt", "Time", needed),
      number("mag", "Magnitude", "AB mag", needed),
      number("magErr", "Error", "mag"),
      from("filter", "Filter", byLabel(values.filters), needed),
      from("instrument", "Instrument", byLabel(values.instruments), needed),
      number("detectionLimitMag", "Limit of the image", "AB mag"),
      number("exposureS", "Exposure", "s"),
      text("observer", "Observer", 500),
      words("photometryRemarks", "Remarks", 1_000),
    ],
  },
  {
    title: "Last non-detection",
    help: "The last limit before the first detection; or an archive image that shows nothing there.",
    fields: [
      time("limitAt", "Time"),
      number("limitMag", "Limit", "AB mag"),
      from("limitFilter", "Filter", byLabel(values.filters)),
      from("limitInstrument", "Instrument", byLabel(values.instruments)),
      number("limitExposureS", "Exposure", "s"),
      text("limitObserver", "Observer", 500),
      words("limitRemarks", "Remarks", 1_000),
      from("archive", "Archive", values.archives, { help: "Only without a non-detection of your own." }),
      text("archiveRemarks", "What the archive shows", 1_000),
    ],
  },
];

/** `files`: those that can be sent with the report; null while it is not known what it starts from. */
function fileFields(files: readonly Choice[] | null): FormField[] {
  const words = {
    name: "spectrumFile",
    label: "File to send",
    help: "It is given to the TNS first, and the report tells of it by the name that it gets there.",
  } as const;
  if (files === null) return [{ kind: "text", maxLength: 255, ...words }];
  return files.length === 0 ? [] : [{ kind: "select", choices: files, ...words }];
}

export const classificationReportGroups = (values: TnsValues, files: readonly Choice[] | null): FormGroup[] => [
  {
    title: "Classification",
    fields: [
      text("name", "TNS name", 100, {
        ...needed,
        help: "AT, SN or TDE before it does not matter.",
        example: "2026abc",
      }),
      from("objectType", "Type", byLabel(values.objtypes), needed),
      number("redshift", "Redshift"),
      from("reportingGroup", "Reporting group", byLabel(values.groups), needed),
      words("classifier", "Classifiers", 5_000, { ...needed, help: "Names and institutes, as they shall be cited." }),
      words("remarks", "Remarks", 2_000),
    ],
  },
  {
    title: "Spectrum",
    fields: [
      time("observedAt", "Time", needed),
      from("instrument", "Instrument", byLabel(values.instruments), needed),
      number("exposureS", "Exposure", "s"),
      text("observer", "Observer", 500, needed),
      text("reducer", "Reducer", 500),
      from("spectrumType", "Kind of spectrum", values.spectra_types, needed),
      ...fileFields(files),
      text("asciiFile", "File at the TNS", 200, {
        help: "The name that the TNS gave to a spectrum (text) that it has already.",
      }),
      words("spectrumRemarks", "Remarks", 1_000),
    ],
  },
];
