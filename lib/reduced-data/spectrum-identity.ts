const msPerDay = 86_400_000;

const part = (text: string | null): string => (text ?? "").replaceAll("|", "¦");

/** The values that make two spectra of a target the same one. */
export type SpectrumIdentity = {
  observedAtMjd: number | null;
  telescope: string | null;
  instrument: string | null;
  wavelength: Float64Array;
  wavelengthUnit: string;
};

/**
 * Telescope, instrument, time to 1 ms and the range of the wavelength: arms and orders of one exposure are spectra of their
 * own. Other fluxes at the same identity are a revision.
 */
export const spectrumIdentity = (s: SpectrumIdentity): string =>
  [
    part(s.telescope),
    part(s.instrument),
    s.observedAtMjd === null ? "" : Math.round(s.observedAtMjd * msPerDay),
    s.wavelength.length,
    s.wavelength[0]?.toPrecision(9) ?? "",
    s.wavelength.at(-1)?.toPrecision(9) ?? "",
    s.wavelengthUnit,
  ].join("|");
