import { TomError } from "@/lib/core/errors";
import type { ByteSource } from "../contract";
import { type FitsHeader, type Hdu, refusedFits } from "../reading/fits-header";
import { pixelsOf } from "../reading/fits-numbers";
import { type Samples, samplesAtMost } from "./draft";
import { mediumOf, wavelengthUnit } from "./units";

/** Spectra in images: one axis is the wavelength, on a scale that the header gives. */

/** More rows than apertures of a spectrograph: a picture. */
const rowsAtMost = 64;

export function samplesOfImage(file: ByteSource, hdu: Hdu): { spectra: Samples[]; notes: string[] } | null {
  const [length = 0, ...others] = hdu.axes;
  if (length < 2 || others.some((count) => count < 1)) return null;
  const [rows = 1, planes = 1] = others;
  if (rows > rowsAtMost || others.slice(1).reduce((product, count) => product * count, 1) > rowsAtMost)
    throw refusedFits(`The image has ${hdu.axes.join(" × ")} pixels: it is a picture, not an extracted spectrum.`);
  if (length > samplesAtMost)
    throw new TomError("LIMIT_EXCEEDED", `A spectrum of more than ${samplesAtMost} samples cannot be read.`);
  const { header } = hdu;
  const scale = scaleOf(header);
  const wavelength = Float64Array.from({ length }, (_, index) => scale.at(index + 1));
  const sigma = sigmaPlane(header, planes);
  return {
    spectra: [
      {
        wavelength,
        flux: pixelsOf(file, hdu, 0, length),
        error: sigma === null ? null : pixelsOf(file, hdu, sigma * rows * length, length),
        wavelengthUnit: wavelengthUnit(scale.unit),
        fluxUnit: header.text("BUNIT"),
        medium: scale.medium,
      },
    ],
    notes: rows > 1 ? [`The image has ${rows} rows; the first was read as the spectrum.`] : [],
  };
}

/** IRAF's apextract writes what its planes are: BANDID4 = "sigma - ...". */
function sigmaPlane(header: FitsHeader, planes: number): number | null {
  const plane = Array.from({ length: Math.min(planes, 9) }, (_, at) => header.text(`BANDID${at + 1}`) ?? "").findIndex(
    (text) => /^sigma/i.test(text),
  );
  return plane > 0 ? plane : null;
}

type Scale = {
  /** Wavelength of a pixel, which counts from 1. */
  at(pixel: number): number;
  unit: string | null;
  medium: "air" | "vacuum" | null;
};

function scaleOf(header: FitsHeader): Scale {
  const kind = (header.text("CTYPE1") ?? "").toUpperCase().trim();
  if (/^(FREQ|ENER|WAVN|VELO|VRAD|VOPT|ZOPT|BETA)/.test(kind))
    throw refusedFits("The spectrum is over frequency, energy or velocity. Give it over wavelength.");
  if (/^(RA--|DEC-|GLON|GLAT)/.test(kind))
    throw refusedFits("The image lies on the sky: it is a picture, not a spectrum.");
  const unit = header.text("CUNIT1") ?? irafUnit(header);
  const medium = kind.startsWith("AWAV")
    ? "air"
    : kind.startsWith("WAVE")
      ? "vacuum"
      : mediumOf(header.text("AIRORVAC") ?? (header.text("VACUUM") === "T" ? "vacuum" : null));
  const scale = kind.startsWith("MULTISPE") ? multispec(header) : (coefficients(header) ?? reference(header, kind));
  return { at: scale, unit, medium };
}

type At = Scale["at"];

/** SDSS: log10 of the wavelength, from pixel 0. */
function coefficients(header: FitsHeader): At | null {
  const [first, step] = [header.number("COEFF0"), header.number("COEFF1")];
  return first === null || step === null ? null : (pixel) => 10 ** (first + step * (pixel - 1));
}

function reference(header: FitsHeader, kind: string): At {
  const value = header.number("CRVAL1");
  const step = header.number("CDELT1") ?? header.number("CD1_1");
  const pixel = header.number("CRPIX1") ?? 1;
  if (value === null || step === null || step === 0)
    throw refusedFits("The spectrum has no wavelength scale: CRVAL1 and CDELT1 (or CD1_1) are missing in its header.");
  // FITS's own logarithmic axis, and IRAF's, which counts in decades.
  if (/-LOG$/.test(kind)) return (at) => value * Math.exp(((at - pixel) * step) / value);
  const isLog = header.number("DC-FLAG") === 1 || /^LOG|LOGLAM/.test(kind);
  return (at) => {
    const linear = value + (at - pixel) * step;
    return isLog ? 10 ** linear : linear;
  };
}

/** WAT1_001 = "wtype=linear label=Wavelength units=angstroms". */
const irafUnit = (header: FitsHeader): string | null => /\bunits=(\w+)/.exec(wat(header, 1))?.[1] ?? null;

function wat(header: FitsHeader, axis: number): string {
  let text = "";
  // IRAF cuts its text every 68 characters, and blanks at a cut belong to it.
  for (let n = 1; n <= 200; n += 1) {
    const part = header.exact(`WAT${axis}_${String(n).padStart(3, "0")}`);
    if (part === null) break;
    text += part.padEnd(68);
  }
  return text;
}

/** IRAF's multispec: spec1 = "ap beam dtype w1 dw nw z aplow aphigh [functions]". Linear and logarithmic ones. */
function multispec(header: FitsHeader): At {
  const [, text = ""] = /\bspec1\s*=\s*"([^"]*)"/.exec(wat(header, 2)) ?? [];
  const [, , kind, first, step, , z] = text.trim().split(/\s+/).map(Number);
  if (kind === undefined || first === undefined || step === undefined || ![kind, first, step].every(Number.isFinite))
    throw refusedFits("The wavelength scale of the spectrum (IRAF multispec) cannot be read.");
  if (kind !== 0 && kind !== 1)
    throw refusedFits(
      "The wavelength scale of the spectrum is not linear (IRAF multispec with a function). Resample it with dispcor, or save it as text.",
    );
  const stretch = 1 + (z !== undefined && Number.isFinite(z) ? z : 0);
  return (pixel) => {
    const linear = first + step * (pixel - 1);
    return (kind === 1 ? 10 ** linear : linear) / stretch;
  };
}
