/** Numbers that surveys and brokers write where they have none (99, 100, 999, −1), told from those that are measured. */

/** A magnitude that something in the sky can have; null for every other number. */
export const knownMag = (mag: number | null): number | null => (mag !== null && mag > -5 && mag < 40 ? mag : null);

/** An error that is one: not below zero, and below what stands for none. In mag unless `below` says otherwise. */
export const knownError = (error: number | null, below = 50): number | null =>
  error !== null && error >= 0 && error < below ? error : null;
