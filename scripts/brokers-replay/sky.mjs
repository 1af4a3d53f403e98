const radians = Math.PI / 180;

/** Separation of two positions in arcsec (haversine). */
export function separationArcsec(ra1, dec1, ra2, dec2) {
  const dDec = Math.sin(((dec2 - dec1) * radians) / 2) ** 2;
  const dRa = Math.sin(((ra2 - ra1) * radians) / 2) ** 2;
  const h = dDec + Math.cos(dec1 * radians) * Math.cos(dec2 * radians) * dRa;
  return (2 * Math.asin(Math.min(1, Math.sqrt(h))) * 3600) / radians;
}
