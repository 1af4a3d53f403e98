import type { DraftTime, ImageResult, PhotometryDraft, ProcessResult, SpectrumDraft } from "./contract";
import { previewSide, rejectedListed, wavelengthUnits } from "./contract";

/** What makes a result believable: finite, in range, complete. Each check answers with its complaints. */

type Check = readonly [holds: boolean, complaint: string];

const complaints = (checks: readonly Check[]): string[] => checks.flatMap(([holds, text]) => (holds ? [] : [text]));

const isWithin = (value: number | null, from: number, to: number): boolean =>
  value === null || (Number.isFinite(value) && value >= from && value <= to);

const isText = (value: string | null, most: number): boolean =>
  value === null || (value.trim() !== "" && value.length <= most && !/[\r\n\0]/.test(value));

function timeComplaints(time: DraftTime | null): string[] {
  if (time === null) return [];
  return complaints([
    [isWithin(time.observedAtMjd, 0, 100_000), "the time is an MJD from 1858 to 2132"],
    [(time.originalTime === null) === (time.originalScale === null), "an original time comes with its scale"],
    [isText(time.originalTime, 60), "an original time is short text"],
  ]);
}

function photometryComplaints(draft: PhotometryDraft): string[] {
  const measured = draft.mag !== null || draft.fluxNjy !== null;
  return [
    ...timeComplaints(draft),
    ...complaints([
      [measured !== (draft.limitMag !== null), "there is a magnitude or a flux, or else a limit"],
      [isText(draft.band, 40), "the filter is short text"],
      [isWithin(draft.mag, -40, 50) && isWithin(draft.limitMag, -40, 50), "magnitudes are in range"],
      [isWithin(draft.magErr, 0, 50) && (draft.magErr === null || draft.mag !== null), "an error has its magnitude"],
      [isWithin(draft.fluxNjy, -1e30, 1e30), "a flux is in range"],
      [
        isWithin(draft.fluxErrNjy, 0, 1e30) && (draft.fluxErrNjy === null || draft.fluxNjy !== null),
        "an error has its flux",
      ],
      [isWithin(draft.limitSigma, 0.1, 100), "a limit has a sensible significance"],
      [!draft.forced || measured, "forced photometry is a measurement"],
      [[draft.telescope, draft.instrument, draft.source].every((text) => isText(text, 120)), "names are short text"],
      [isText(draft.sourceId, 200), "an id is short text"],
    ]),
  ];
}

function spectrumComplaints(draft: SpectrumDraft): string[] {
  const { wavelength, flux, error } = draft;
  const names = [draft.object, draft.telescope, draft.instrument, draft.observer, draft.reducer];
  return [
    ...timeComplaints(draft.observed),
    ...complaints([
      [wavelength.length >= 2, "there are samples"],
      [flux.length === wavelength.length && (error?.length ?? flux.length) === flux.length, "all columns are as long"],
      [
        wavelength.every(
          (value, index) => value > 0 && Number.isFinite(value) && value >= (wavelength[index - 1] ?? 0),
        ),
        "wavelengths ascend",
      ],
      [flux.every(Number.isFinite), "fluxes are finite"],
      [
        error?.every((value) => Number.isNaN(value) || (Number.isFinite(value) && value >= 0)) ?? true,
        "errors are positive",
      ],
      [wavelengthUnits.includes(draft.wavelengthUnit) && isText(draft.fluxUnit, 80), "units are said"],
      [isWithin(draft.exposureS, 0, 1e8), "the exposure is in range"],
      [names.every((text) => isText(text, 200)), "names are short text"],
    ]),
  ];
}

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function imageComplaints({ preview, header }: ImageResult): string[] {
  const { centre } = header;
  return [
    ...timeComplaints(header.observed),
    ...complaints([
      [header.width > 0 && header.height > 0, "the size is known"],
      [
        centre === null || (isWithin(centre.raDeg, 0, 360) && isWithin(centre.decDeg, -90, 90)),
        "the centre is on the sky",
      ],
      [preview === null || pngStart.every((byte, index) => preview.png[index] === byte), "the preview is a PNG"],
      [preview === null || Math.max(preview.width, preview.height) <= previewSide, "the preview is small"],
      [isWithin(header.exposureS, 0, 1e8), "the exposure is in range"],
      [[header.object, header.filter, header.telescope].every((text) => isText(text, 200)), "names are short text"],
    ]),
  ];
}

function ofItsKind(result: ProcessResult): string[] {
  switch (result.kind) {
    case "photometry":
      return result.rows.flatMap(({ draft }) => photometryComplaints(draft));
    case "spectroscopy":
      return result.spectra.flatMap(({ draft }) => spectrumComplaints(draft));
    case "image":
      return imageComplaints(result);
  }
}

export function resultComplaints(result: ProcessResult): string[] {
  const { rejected, rejectedTotal, notes } = result;
  const taken = result.kind === "photometry" ? result.rows : result.kind === "spectroscopy" ? result.spectra : [];
  const rows = [...taken, ...rejected].map(({ row }) => row);
  return [
    ...complaints([
      [rows.every((row) => Number.isInteger(row) && row >= 1), "rows count from 1"],
      [new Set(rows).size === rows.length || result.kind !== "photometry", "a row has one verdict"],
      [
        rejected.length === Math.min(rejectedTotal, rejectedListed),
        "all rejected rows are counted, and the first are listed",
      ],
      [[...rejected.map(({ message }) => message), ...notes].every(isSentence), "what is said is a sentence"],
    ]),
    ...ofItsKind(result),
  ];
}

/** A sentence for people: not a stack, not a message of a library. */
export const isSentence = (text: string): boolean =>
  /^[\p{Lu}\p{N}“]/u.test(text) &&
  /\.$/.test(text) &&
  text.length <= 400 &&
  !/(undefined|\bNaN\b|TypeError|RangeError|\[object|node_modules| at .*:\d+:\d+)/.test(text.replace(/“[^”]*”/g, ""));
