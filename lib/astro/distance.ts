/** The cosmology of every distance from a redshift: flat ΛCDM without radiation. */
export const cosmology = { hubbleKmPerSPerMpc: 70, omegaMatter: 0.3 } as const;

const lightSpeedKmPerS = 299_792.458;

/**
 * Luminosity distance in parsec of a cosmological redshift (flat ΛCDM, H0 = 70 km/s/Mpc, Ωm = 0.3), good to 1e-6. Null
 * for redshifts that give none: not above 0, above 20, NaN. Peculiar motion makes it meaningless below about 0.003.
 */
export function luminosityDistancePc(redshift: number): number | null {
  if (!(redshift > 0) || redshift > 20) return null;
  const inverseE = (z: number): number =>
    1 / Math.sqrt(cosmology.omegaMatter * (1 + z) ** 3 + 1 - cosmology.omegaMatter);
  // Simpson's rule in ln(1 + z), where the integrand is smooth up to high redshift.
  const steps = 200;
  const width = Math.log1p(redshift) / steps;
  let total = 0;
  for (let index = 0; index <= steps; index += 1) {
    const z = Math.expm1(index * width);
    const weight = index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2;
    total += weight * inverseE(z) * (1 + z);
  }
  const comovingMpc = (lightSpeedKmPerS / cosmology.hubbleKmPerSPerMpc) * ((total * width) / 3);
  return comovingMpc * (1 + redshift) * 1e6;
}

/** m − M in magnitudes at a distance in parsec; null when it is not positive. */
export const distanceModulus = (distancePc: number): number | null =>
  distancePc > 0 && Number.isFinite(distancePc) ? 5 * Math.log10(distancePc / 10) : null;

/** What is known of how far a target is; the parallax in mas. */
export type DistanceGiven = { distancePc?: number | null; parallaxMas?: number | null; redshift?: number | null };

/** Which of them gives the distance: the distance itself, else a parallax above 0, else the redshift. */
export function distanceSource({ distancePc, parallaxMas, redshift }: DistanceGiven): keyof DistanceGiven | null {
  if (typeof distancePc === "number" && distancePc > 0) return "distancePc";
  if (typeof parallaxMas === "number" && parallaxMas > 0) return "parallaxMas";
  return typeof redshift === "number" ? "redshift" : null;
}

/**
 * The distance modulus of a target: from its distance where known, else from its parallax (1000 / mas), else from its
 * redshift; null when none is usable. An absolute magnitude is the apparent one minus this. No K correction, no
 * extinction.
 */
export function distanceModulusOf(target: DistanceGiven): number | null {
  const source = distanceSource(target);
  if (source === "distancePc") return distanceModulus(target.distancePc ?? 0);
  if (source === "parallaxMas") return distanceModulus(1000 / (target.parallaxMas ?? 0));
  const fromRedshift = typeof target.redshift === "number" ? luminosityDistancePc(target.redshift) : null;
  return fromRedshift === null ? null : distanceModulus(fromRedshift);
}

/** Absolute magnitude, or null when the distance is not known. */
export function absoluteMag(mag: number, target: DistanceGiven): number | null {
  const modulus = distanceModulusOf(target);
  return modulus === null ? null : mag - modulus;
}
