/** A known solar-system object beside an alert, as its broker matched it: a flag, never a name of the alert. */
export type SolarSystemMatch = {
  /** As the broker writes it ("220"); null where it tells that there is one, not which. */
  name: string | null;
  /** Arcsec from the alert; null where the broker does not say. */
  separationArcsec: number | null;
};

/** Surveys note what lies up to 30 arcsec away; beyond this it is somebody else's light. */
const solarSystemArcsec = 5;

/**
 * Whether the alert is taken for the solar-system object itself: it lies close, or nobody says how far it lies. Its place
 * then holds for a moment: it is compared with nothing, and no target is made of it without a person.
 */
export const isSolarSystemObject = (match: SolarSystemMatch | null | undefined): boolean =>
  match !== null &&
  match !== undefined &&
  (match.separationArcsec === null || match.separationArcsec <= solarSystemArcsec);

/** "220, 1.0 arcsec away"; what is known of it. */
export const solarSystemText = ({ name, separationArcsec }: SolarSystemMatch): string =>
  [name ?? "unnamed", separationArcsec === null ? "" : `${separationArcsec.toFixed(1)} arcsec away`]
    .filter(Boolean)
    .join(", ");
