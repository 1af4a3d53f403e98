export type SpectrumProps = {
  /** Where its samples are: an address of this site. */
  src: string;
  /** Says which one it is. */
  title: string;
  /** Of the target; null when it has none. */
  redshift: number | null;
};

/** What the plot reads of a spectrum. */
export type SpectrumSamples = {
  wavelength: readonly number[];
  wavelengthUnit: string;
  medium: "air" | "vacuum" | null;
  flux: readonly number[];
  fluxUnit: string | null;
  fluxErr: readonly (number | null)[] | null;
};
