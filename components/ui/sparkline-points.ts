/** One point of a small light curve: a detection, or (`isLimit`) an upper limit of that magnitude. */
export type SparklinePoint = { mjd: number; mag: number; band: string | null; isLimit: boolean };

/**
 * The points of `targets.sparkline`, oldest first: JSON text `[[mjd, mag | null, limit | null, band], ...]`, times MJD UTC,
 * magnitudes as measured. Text that is not of this form, and points with neither magnitude nor limit, give nothing: a
 * list is never lost to its decoration.
 */
export function parseSparkline(text: string | null): SparklinePoint[] {
  const stored = text === null ? null : parsed(text);
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((entry) => pointOf(entry) ?? []);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pointOf(entry: unknown): SparklinePoint | null {
  if (!Array.isArray(entry)) return null;
  const [mjd, mag, limit, band] = entry as unknown[];
  const value = typeof mag === "number" ? mag : limit;
  if (typeof mjd !== "number" || typeof value !== "number") return null;
  return { mjd, mag: value, band: typeof band === "string" ? band : null, isLimit: typeof mag !== "number" };
}
